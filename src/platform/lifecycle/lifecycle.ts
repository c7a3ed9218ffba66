import { Injectable } from '@nestjs/common';
import { setMaxListeners } from 'node:events';

export type Phase = 'starting' | 'ready' | 'draining';

/** Where the process is between its start and its end. Readiness, admission and the shutdown all ask here. */
@Injectable()
export class Lifecycle {
  private currentPhase: Phase = 'starting';
  private readonly drainController = new AbortController();
  private readonly cutController = new AbortController();

  constructor() {
    // Every open stream listens, and takes its listener back when it ends.
    setMaxListeners(0, this.drainController.signal, this.cutController.signal);
  }

  get phase(): Phase {
    return this.currentPhase;
  }

  /** Aborted at the first moment of shutting down: no new turns. */
  get draining(): AbortSignal {
    return this.drainController.signal;
  }

  /** Aborted when the grace for open streams is over: they end now with `shutting_down`. */
  get cut(): AbortSignal {
    return this.cutController.signal;
  }

  markReady(): void {
    if (this.currentPhase === 'starting') this.currentPhase = 'ready';
  }

  startDraining(): void {
    this.currentPhase = 'draining';
    this.drainController.abort();
  }

  cutStreams(): void {
    this.cutController.abort();
  }
}

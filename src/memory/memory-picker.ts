import { Injectable, Logger } from '@nestjs/common';
import { WorkerPool, type WorkerTask } from '../tasks/worker-pool.js';
import { extractMemories, type ExtractedMemory, type FeltMessage } from './extraction/memory-extractor.js';

/**
 * Where a thread begins to pay. Picking takes 0.3 ms of the event loop at 500 characters and grows with the length, to
 * 4-8 ms at 8000; handing a message over takes 0.1 ms, a sleeping thread 160 ms to wake up (Node 20, one core, warm).
 */
export const WORTH_A_THREAD_CHARACTERS = 500;

const extraction: WorkerTask<FeltMessage, ExtractedMemory[]> = {
  module: 'memory/extraction/memory-extractor.js',
  export: 'extractMemories',
};

/** Picks what is worth keeping of a message, without holding up the replies that stream meanwhile. */
@Injectable()
export class MemoryPicker {
  private readonly logger = new Logger(MemoryPicker.name);

  constructor(private readonly workers: WorkerPool) {}

  /**
   * False when nothing is worth keeping; of a long message that is not known before it is read on a thread. Never throws:
   * what fails here fails again in the background, where it is counted.
   */
  mayFind({ message, emotion, intensity }: FeltMessage): boolean {
    if (message.length > WORTH_A_THREAD_CHARACTERS) return true;
    try {
      return extractMemories({ message, emotion, intensity }).length > 0;
    } catch (error) {
      this.logger.warn(
        `a message was not looked through: ${error instanceof Error ? error.name : 'unknown'}`,
      );
      return true;
    }
  }

  /** Long messages are read on a thread; should there be none, here. @throws the signal's reason. */
  async pick({ message, emotion, intensity }: FeltMessage, signal: AbortSignal): Promise<ExtractedMemory[]> {
    const felt = { message, emotion, intensity };
    if (message.length <= WORTH_A_THREAD_CHARACTERS) return extractMemories(felt);
    try {
      return await this.workers.run(extraction, felt, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.logger.warn(`no thread picks memories: ${error instanceof Error ? error.name : 'unknown error'}`);
      return extractMemories(felt);
    }
  }
}

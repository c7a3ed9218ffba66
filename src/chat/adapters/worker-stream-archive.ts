import { WorkerGroup, type Topic } from '../../platform/cluster/worker-group.js';
import {
  StreamArchive,
  type OwnStreams,
  type PieceRequest,
  type StreamPiece,
  type StreamSession,
} from '../ports/stream-archive.js';

const PIECE: Topic<PieceRequest, StreamPiece | undefined> = { name: 'stream-piece' };
const CANCEL: Topic<string, void> = { name: 'stream-cancel' };
const FORGET: Topic<StreamSession, void> = { name: 'stream-forget' };

/** Without Redis: every worker keeps its own streams, and is asked for them. Those of a worker that died are gone. */
export class WorkerStreamArchive extends StreamArchive {
  readonly collects = false;
  readonly ready = true;
  private own: OwnStreams | undefined;

  constructor(private readonly group: WorkerGroup) {
    super();
    group.handle(PIECE, (request) => this.own?.piece(request));
    group.handle(CANCEL, (streamId) => this.own?.cancel(streamId));
    group.handle(FORGET, (session) => this.own?.forget(session));
  }

  connect(own: OwnStreams): void {
    this.own = own;
  }

  put(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async load(request: PieceRequest): Promise<StreamPiece | undefined> {
    if (this.group.alone) return undefined;
    const answers = await this.group.ask(PIECE, request);
    // What is undefined here arrives as null from another process.
    return answers.find((answer) => answer != null);
  }

  async cancel(streamId: string): Promise<void> {
    if (!this.group.alone) await this.group.ask(CANCEL, streamId);
  }

  remove(): Promise<void> {
    return Promise.resolve();
  }

  async forget(session: StreamSession): Promise<void> {
    if (!this.group.alone) await this.group.ask(FORGET, session);
  }
}

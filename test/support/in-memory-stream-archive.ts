import {
  StreamArchive,
  type FrameBatch,
  type OwnStreams,
  type PieceRequest,
  type StreamPiece,
  type StreamSession,
} from '../../src/chat/ports/stream-archive.js';

interface Entry {
  /** Grows over all streams, as Redis numbers by its clock. */
  at: number;
  owner: string;
  batch: FrameBatch;
}

/** What replicas share, without Redis between them. */
export class SharedStreams {
  readonly entries = new Map<string, Entry[]>();
  readonly members: OwnStreams[] = [];
  puts = 0;
}

export class InMemoryStreamArchive extends StreamArchive {
  readonly collects = true;
  ready = true;
  /** What every call meets instead of an answer. */
  fault: Error | undefined;

  constructor(private readonly shared = new SharedStreams()) {
    super();
  }

  connect(own: OwnStreams): void {
    this.shared.members.push(own);
  }

  async put(streamId: string, owner: string, batch: FrameBatch): Promise<boolean> {
    await this.answered();
    const entries = this.shared.entries.get(streamId) ?? [];
    if (batch.first > 1 && entries.length === 0) return false;
    this.shared.entries.set(streamId, [...entries, { at: (this.shared.puts += 1), owner, batch }]);
    return true;
  }

  async load({ streamId, cursor }: PieceRequest): Promise<StreamPiece | undefined> {
    await this.answered();
    const entries = this.shared.entries.get(streamId) ?? [];
    const fresh = entries.filter(({ at }) => at > Number(cursor ?? 0));
    const last = fresh.at(-1);
    if (last === undefined) return undefined;
    return {
      owner: last.owner,
      batches: fresh.map(({ batch }) => batch),
      cursor: String(last.at),
      more: false,
    };
  }

  async cancel(streamId: string): Promise<void> {
    await this.answered();
    for (const member of this.shared.members) member.cancel(streamId);
  }

  async remove(streamId: string): Promise<void> {
    await this.answered();
    this.shared.entries.delete(streamId);
  }

  async forget(session: StreamSession): Promise<void> {
    await this.answered();
    for (const member of this.shared.members) member.forget(session);
  }

  private async answered(): Promise<void> {
    await Promise.resolve();
    if (this.fault) throw this.fault;
  }
}

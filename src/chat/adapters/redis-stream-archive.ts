import type { RedisConnection } from '../../platform/redis/redis-connection.js';
import type { RedisSubscriber } from '../../platform/redis/redis-subscriber.js';
import {
  StreamArchive,
  type FrameBatch,
  type OwnStreams,
  type PieceRequest,
  type StreamPiece,
  type StreamSession,
} from '../ports/stream-archive.js';

const LIFE_SECONDS = 300;
const MOST_ENTRIES = 100;

/**
 * Each stream is a Redis Stream `<prefix>:stream:<id>`, each entry a batch: `o` the owner, `n` the number of the first
 * frame, `f` the frames as JSON lines, `e` when it is the last. Any replica can read it. Needs Redis 6.2.
 */
export class RedisStreamArchive extends StreamArchive {
  readonly collects = true;
  private readonly cancels: string;
  private readonly deletions: string;
  private own: OwnStreams | undefined;

  constructor(
    private readonly prefix: string,
    private readonly connection: RedisConnection,
    subscriber: RedisSubscriber,
  ) {
    super();
    this.cancels = `${prefix}:stream-cancels`;
    this.deletions = `${prefix}:stream-deletions`;
    // Who asked to cancel is told that nothing happened; what is not forgotten is gone five minutes later.
    const missed = () => undefined;
    subscriber.listen(this.cancels, (streamId) => this.own?.cancel(streamId), missed);
    const forget = (session: string) => this.own?.forget(JSON.parse(session) as StreamSession);
    subscriber.listen(this.deletions, forget, missed);
  }

  get ready(): boolean {
    return this.connection.healthy;
  }

  connect(own: OwnStreams): void {
    this.own = own;
  }

  async put(streamId: string, owner: string, { first, frames, ends }: FrameBatch): Promise<boolean> {
    const key = this.keyOf(streamId);
    const entry = { o: owner, n: String(first), f: frames.join('\n'), ...(ends && { e: '1' }) };
    const [id] = await this.connection.runPatiently((client) =>
      Promise.all([
        // Only the first batch makes the stream: later ones find out that it was lost.
        client.xAdd(key, '*', entry, first > 1 ? { NOMKSTREAM: true } : undefined),
        client.expire(key, LIFE_SECONDS),
      ]),
    );
    return (id as string | null) !== null;
  }

  async load({ streamId, cursor }: PieceRequest): Promise<StreamPiece | undefined> {
    const from = cursor === undefined ? '-' : `(${cursor}`;
    const entries = await this.connection.runPatiently((client) =>
      client.xRange(this.keyOf(streamId), from, '+', { COUNT: MOST_ENTRIES }),
    );
    const last = entries.at(-1);
    if (last === undefined) return undefined;
    return {
      owner: last.message.o ?? '',
      batches: entries.map(({ message }) => toBatch(message)),
      cursor: last.id,
      more: entries.length === MOST_ENTRIES,
    };
  }

  async cancel(streamId: string): Promise<void> {
    await this.connection.runPatiently((client) => client.publish(this.cancels, streamId));
  }

  async remove(streamId: string): Promise<void> {
    await this.connection.runPatiently((client) => client.unlink(this.keyOf(streamId)));
  }

  async forget(session: StreamSession): Promise<void> {
    await this.connection.runPatiently((client) => client.publish(this.deletions, JSON.stringify(session)));
  }

  private keyOf(streamId: string): string {
    return `${this.prefix}:stream:${streamId}`;
  }
}

function toBatch({ n = '', f = '', e }: Record<string, string>): FrameBatch {
  return { first: Number(n), frames: f === '' ? [] : f.split('\n'), ends: e !== undefined };
}

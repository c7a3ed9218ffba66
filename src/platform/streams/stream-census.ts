import { Injectable } from '@nestjs/common';
import { WorkerGroup, type Topic } from '../cluster/worker-group.js';
import { StreamRegistry, type StreamInfo } from './stream-registry.js';

const STREAMS: Topic<void, [string, StreamInfo][]> = { name: 'streams' };

/** The turns in progress in all workers. */
@Injectable()
export class StreamCensus {
  private counting: Promise<Map<string, StreamInfo>> | undefined;

  constructor(
    streams: StreamRegistry,
    private readonly group: WorkerGroup,
  ) {
    group.handle(STREAMS, () => [...streams.active()]);
  }

  /** By stream id, oldest first. Who asks while a count is under way gets that one: the route is open to everybody. */
  active(): Promise<ReadonlyMap<string, Readonly<StreamInfo>>> {
    this.counting ??= this.count().finally(() => (this.counting = undefined));
    return this.counting;
  }

  private async count(): Promise<Map<string, StreamInfo>> {
    const streams = (await this.group.ask(STREAMS, undefined)).flat();
    return new Map(streams.sort(([, a], [, b]) => a.startedAt - b.startedAt));
  }
}

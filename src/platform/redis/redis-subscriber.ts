import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CacheConfig, RedisConfig } from '../../config/config.slices.js';
import { RedisConnection } from './redis-connection.js';
import { RedisLink, toErrorCode } from './redis-link.js';

const BEAT_INTERVAL_MS = 1000;
/** A subscription that did not carry our own beat for this long is replaced. */
const SILENCE_MS = 4000;

/**
 * Messages between the processes that share a Redis, on a connection of their own. Delivery is at most once: what is
 * sent while a subscription is down is lost, so a listener is told when one starts after a gap. With one allowed connection
 * there is no subscription at all.
 */
@Injectable()
export class RedisSubscriber implements OnModuleInit, OnModuleDestroy {
  private readonly listeners = new Map<string, (message: string) => void>();
  private readonly gapListeners: (() => void)[] = [];
  private readonly beatChannel: string;
  private link: RedisLink | undefined;
  private lastBeatAt = -Infinity;
  private wasLive = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: RedisConfig,
    cacheConfig: CacheConfig,
    private readonly connection: RedisConnection,
  ) {
    this.beatChannel = `${cacheConfig.prefix}:beat:${randomUUID()}`;
  }

  onModuleInit(): void {
    if (this.config.url === undefined || this.config.maxConnections < 2) return;
    this.connect(this.config.url);
    this.timer = setInterval(() => this.check(), BEAT_INTERVAL_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.link?.close();
  }

  /** Whether messages of other processes arrive now. */
  get live(): boolean {
    return this.link?.ready === true && performance.now() - this.lastBeatAt < SILENCE_MS;
  }

  /** To be called before the module's start. */
  listen(channel: string, listener: (message: string) => void, onGap: () => void): void {
    this.listeners.set(channel, listener);
    this.gapListeners.push(onGap);
  }

  private connect(url: string): void {
    this.link?.close();
    this.wasLive = false;
    this.lastBeatAt = -Infinity;
    const link = new RedisLink(url, () => void this.subscribe(link));
    this.link = link;
  }

  private async subscribe(link: RedisLink): Promise<void> {
    try {
      for (const [channel, listener] of this.listeners) await link.client.subscribe(channel, listener);
      await link.client.subscribe(this.beatChannel, () => this.noteBeat(link));
      await this.beat();
    } catch (error) {
      link.lastErrorCode = toErrorCode(error);
      link.close();
    }
  }

  private check(): void {
    const silent = performance.now() - Math.max(this.lastBeatAt, this.link?.openedAt ?? 0) > SILENCE_MS;
    if (!this.live) this.wasLive = false;
    const isOver = this.link === undefined || this.link.closed || this.link.stuckOpening || silent;
    if (this.config.url !== undefined && isOver) this.connect(this.config.url);
    else void this.beat();
  }

  private async beat(): Promise<void> {
    if (!this.connection.healthy) return;
    await this.connection.run((client) => client.publish(this.beatChannel, '')).catch(() => undefined); // The connection has noted it; silence is what this class looks at.
  }

  private noteBeat(link: RedisLink): void {
    if (link !== this.link) return;
    const resumed = !this.wasLive;
    this.lastBeatAt = performance.now();
    this.wasLive = true;
    if (resumed) for (const tell of this.gapListeners) tell();
  }
}

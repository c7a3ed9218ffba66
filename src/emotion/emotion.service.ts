import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { CacheService } from '../cache/cache.service.js';
import { foldSpelling } from '../platform/language/spelling-fold.js';
import { Profile } from '../platform/profiling/profile.decorator.js';
import { EMOTIONS, type EmotionResult } from './emotion.types.js';
import { EmotionAnalyzer } from './ports/emotion-analyzer.js';
import { LocalEmotionAnalyzer } from './ports/local-emotion-analyzer.js';

/** What the cache may hold: the evidence is message text, so it stays out. */
type CachedReading = Omit<EmotionResult, 'evidence' | 'degraded'>;

/** Streams write tokens between two texts of a long list. */
const LONGEST_HOLD_MS = 4;

/** Reads the feeling in a message. */
@Injectable()
export class EmotionService {
  private readonly logger = new Logger(EmotionService.name);

  constructor(
    private readonly analyzer: EmotionAnalyzer,
    private readonly localAnalyzer: LocalEmotionAnalyzer,
    private readonly cache: CacheService,
  ) {}

  /** True when a server reads the messages: the local reading is known long before. */
  get asksServer(): boolean {
    return this.analyzer !== this.localAnalyzer;
  }

  /**
   * The bound analyzer's reading, by way of the cache; a remembered one has no evidence. Where the analyzer fails, the
   * local one answers and the reading says so. A text that is not `cacheable` is read locally: what may not be kept may
   * not be sent to a server either. Rejects only when the signal aborts.
   */
  @Profile('emotion.analyze')
  async analyze(
    text: string,
    { userScope, cacheable }: { userScope: string; cacheable: boolean },
    signal: AbortSignal,
  ): Promise<EmotionResult> {
    signal.throwIfAborted();
    if (!cacheable) return this.localAnalyzer.analyzeNow(text);
    try {
      return await this.read(text, userScope, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.logger.warn(
        `the local analyzer stood in: ${error instanceof Error ? error.name : 'unknown error'}`,
      );
      return { ...this.localAnalyzer.analyzeNow(text), degraded: true };
    }
  }

  /** The local reading: at once, without cache or network; never throws. */
  analyzeNow(text: string): EmotionResult {
    return this.localAnalyzer.analyzeNow(text);
  }

  /** As `analyzeNow` for many texts, in their order. Gives the event loop back whenever it was held for long enough. */
  async analyzeAll(texts: readonly string[]): Promise<EmotionResult[]> {
    const results: EmotionResult[] = [];
    let heldSince = performance.now();
    for (const text of texts) {
      results.push(this.localAnalyzer.analyzeNow(text));
      if (performance.now() - heldSince < LONGEST_HOLD_MS) continue;
      await nextTurn();
      heldSince = performance.now();
    }
    return results;
  }

  private async read(text: string, userScope: string, signal: AbortSignal): Promise<EmotionResult> {
    let fresh: EmotionResult | undefined;
    const { value } = await this.cache.getOrCompute<CachedReading>(
      {
        strategy: 'emotion',
        scope: userScope,
        text: this.asksServer ? foldSpelling(text) : toCacheText(text),
      },
      async (computeSignal) => {
        fresh = await this.analyzer.analyze(text, computeSignal);
        const { emotion, intensity, confidence, scores } = fresh;
        return { emotion, intensity, confidence, scores };
      },
      signal,
    );
    if (fresh !== undefined) return fresh;
    return isReading(value) ? { ...value, evidence: [] } : this.analyzer.analyze(text, signal);
  }
}

/** Texts that differ only in composition or white space read alike, tone included. A server is asked once a wording. */
function toCacheText(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

/** An entry may have been written by another version of the service. */
function isReading(value: unknown): value is CachedReading {
  const { emotion, intensity, confidence, scores } = (value ?? {}) as Partial<CachedReading>;
  return (
    emotion !== undefined &&
    EMOTIONS.includes(emotion) &&
    typeof intensity === 'number' &&
    typeof confidence === 'number' &&
    EMOTIONS.every((label) => typeof scores?.[label] === 'number')
  );
}

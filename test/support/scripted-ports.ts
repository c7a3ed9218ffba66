import { RecentSessions } from '../../src/chat/adapters/recent-sessions.js';
import {
  ConversationStore,
  type Reply,
  type StoredMessage,
  type StoredTurn,
  type TurnName,
  type UserMessage,
} from '../../src/chat/ports/conversation-store.js';
import { LexiconEmotionAnalyzer } from '../../src/emotion/adapters/lexicon-emotion-analyzer.js';
import type { EmotionResult } from '../../src/emotion/emotion.types.js';
import { EmotionAnalyzer } from '../../src/emotion/ports/emotion-analyzer.js';
import { LanguageModel, LanguageModelError, type ReplyRequest } from '../../src/llm/ports/language-model.js';
import type { ListQuery, NearestQuery } from '../../src/memory/ports/memory-store.js';
import type { SessionKey } from '../../src/safety/session-risk.tracker.js';
import { InMemoryMemoryStore } from './in-memory-memory-store.js';
import { play, untilAborted, type PortScript } from './port-script.js';
import { InMemorySessionRiskStore } from './safety.js';

/** The local lexicon, behind whatever a remote analyzer may do. */
export class ScriptedEmotionAnalyzer extends EmotionAnalyzer {
  script: PortScript = 'answers';

  constructor(private readonly local: LexiconEmotionAnalyzer) {
    super();
  }

  async analyze(text: string, signal?: AbortSignal): Promise<EmotionResult> {
    await play(this.script, signal);
    return this.local.analyzeNow(text);
  }
}

export class ScriptedMemoryStore extends InMemoryMemoryStore {
  script: PortScript = 'answers';

  override async nearest(query: NearestQuery, signal: AbortSignal) {
    await play(this.script, signal);
    return super.nearest(query, signal);
  }

  override async list(query: ListQuery, signal: AbortSignal) {
    await play(this.script, signal);
    return super.list(query, signal);
  }
}

export class ScriptedSessionRiskStore extends InMemorySessionRiskStore {
  script: PortScript = 'answers';

  override async load(key: SessionKey, now: Date, signal?: AbortSignal) {
    await play(this.script, signal);
    return super.load(key, now, signal);
  }
}

/** The part of the store that a turn uses. */
export class ScriptedConversationStore extends ConversationStore {
  readonly exclusive = true;
  messageScript: PortScript = 'answers';
  replyScript: PortScript = 'answers';
  readScript: PortScript = 'answers';
  /** Every reply this store was asked to keep, whatever became of it. */
  readonly replies: Reply[] = [];
  private readonly kept = new RecentSessions();

  async saveUserMessage(message: UserMessage, signal?: AbortSignal): Promise<{ durable: 'database' }> {
    await play(this.messageScript, signal);
    this.kept.addUserMessage(message);
    return { durable: 'database' };
  }

  async saveReply(reply: Reply, signal?: AbortSignal): Promise<void> {
    this.replies.push(reply);
    await play(this.replyScript, signal);
    this.kept.addReply(reply);
  }

  async findTurn(turn: TurnName, signal?: AbortSignal): Promise<StoredTurn | undefined> {
    await play(this.readScript, signal);
    return this.kept.findTurn(turn);
  }

  async recentMessages(
    query: { userId: string; sessionId: string; limit: number },
    signal?: AbortSignal,
  ): Promise<StoredMessage[]> {
    await play(this.readScript, signal);
    return this.kept.last(query, query.limit);
  }

  unfinishedTurns(): never {
    throw new Error('not a part of a turn');
  }

  history(): never {
    throw new Error('not a part of a turn');
  }

  sessionsOf(): never {
    throw new Error('not a part of a turn');
  }

  deleteSession(): never {
    throw new Error('not a part of a turn');
  }
}

/** A model that says its pieces, then ends as scripted. It keeps the port's promises: a hanging one can be aborted. */
export class ScriptedModel extends LanguageModel {
  readonly kind = 'model';
  pieces: readonly string[] = ['我在', '听你说。', '慢慢来。'];
  ending: 'whole' | 'breaks' | 'hangs' = 'whole';
  readonly requests: ReplyRequest[] = [];

  async *stream(request: ReplyRequest, signal: AbortSignal): AsyncGenerator<string> {
    this.requests.push(request);
    for (const piece of this.pieces) {
      signal.throwIfAborted();
      yield piece;
    }
    if (this.ending === 'breaks') throw new LanguageModelError('invalid_stream');
    if (this.ending === 'hangs') await untilAborted(signal);
    signal.throwIfAborted();
  }
}

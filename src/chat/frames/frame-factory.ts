import type { ResourceCard } from '../../safety/safety.types.js';
import { DomainError } from '../../platform/errors/domain-error.js';
import type { ReplyOutcome } from '../steps/stream-reply.step.js';
import type { TurnContext } from '../steps/read-context.step.js';
import { secondsSince, type Turn } from '../turn.js';
import type {
  AnalysisFrame,
  CompleteFrame,
  ErrorFrame,
  GeneratingFrame,
  Help,
  ProcessingFrame,
  SafetyFrame,
  StartFrame,
} from './chat-frame.js';

/* One pure function per frame: what the pipeline knows, in the words of the wire. */

export function startFrame(turn: Turn): StartFrame {
  return {
    type: 'start',
    stream_id: turn.streamId,
    session_id: turn.sessionId,
    message_id: turn.replyId,
    user_message_id: turn.turnId,
    timestamp: turn.receivedAt.toISOString(),
  };
}

export function processingFrame(turn: Turn): ProcessingFrame {
  return {
    type: 'processing',
    message: turn.language === 'zh' ? '正在理解你的话…' : 'Taking in what you said…',
  };
}

export function analysisFrame(turn: Turn, context: TurnContext): AnalysisFrame {
  const { emotion, intensity, confidence } = context.emotion;
  return {
    type: 'analysis',
    emotion: { emotion, intensity, confidence },
    safety: { safe: context.safety.level === 'none', risk_level: context.safety.level },
    memory: {
      count: context.memories.length,
      used: context.memories.map(({ id, kind, content, score }) => ({ id, kind, content, score })),
    },
    processing_time: secondsSince(turn),
    timings: { ...context.timings },
    degraded: [...context.degraded],
  };
}

export function safetyFrame(card: ResourceCard): SafetyFrame {
  return { type: 'safety', ...helpOf(card) };
}

export function helpOf({ level, message, resources }: ResourceCard): Help {
  return { risk_level: level, message, resources: [...resources] };
}

export function generatingFrame(turn: Turn): GeneratingFrame {
  return { type: 'generating', message: turn.language === 'zh' ? '正在组织回复…' : 'Finding the words…' };
}

export function completeFrame(
  turn: Turn,
  text: string,
  outcome: ReplyOutcome,
  degraded: readonly string[],
): CompleteFrame {
  return {
    type: 'complete',
    full_response: text,
    metadata: turn.metadata,
    message_id: turn.replyId,
    total_time: secondsSince(turn),
    fallback_used: outcome.fallbackUsed,
    interrupted: outcome.interrupted,
    degraded: [...new Set([...degraded, ...(outcome.fallbackUsed ? ['llm'] : [])])],
  };
}

/** An unknown fault becomes a neutral sentence: its own message may hold anything. */
export function errorFrame(error: unknown, requestId: string): ErrorFrame {
  const known = error instanceof DomainError ? error : undefined;
  return {
    type: 'error',
    code: known?.code ?? 'internal_error',
    message: known?.message ?? 'Something went wrong on our side. Please try again.',
    request_id: requestId,
  };
}

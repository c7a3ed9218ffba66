import { map, reduce, type OperatorFunction } from 'rxjs';
import { DomainError } from '../platform/errors/domain-error.js';
import type {
  AnalysisFrame,
  ChatFrame,
  CompleteFrame,
  ErrorFrame,
  SafetyFrame,
} from './frames/chat-frame.js';
import type { ChatResponseDto } from './dto/chat-response.dto.js';
import type { Turn } from './turn.js';

interface Collected {
  analysis?: AnalysisFrame;
  safety?: SafetyFrame;
  terminal?: CompleteFrame | ErrorFrame;
}

/** Gathers a turn's frames into the one answer of `POST /chat`. A turn that ends with `error` becomes that DomainError. */
export function collectReply(
  turn: Turn,
  optimizationEnabled: boolean,
): OperatorFunction<ChatFrame, ChatResponseDto> {
  return (frames) =>
    frames.pipe(
      reduce<ChatFrame, Collected>((collected, frame) => {
        if (frame.type === 'analysis') collected.analysis = frame;
        else if (frame.type === 'safety') collected.safety = frame;
        else if (frame.type === 'complete' || frame.type === 'error') collected.terminal = frame;
        return collected;
      }, {}),
      map((collected) => toResponse(turn, collected, optimizationEnabled)),
    );
}

function toResponse(
  turn: Turn,
  { analysis, safety, terminal }: Collected,
  optimizationEnabled: boolean,
): ChatResponseDto {
  if (terminal?.type === 'error') throw new DomainError(terminal.code, terminal.message);
  if (!analysis || !terminal) throw new Error('a turn ended without a terminal frame');
  return {
    response: terminal.full_response,
    session_id: turn.sessionId,
    message_id: terminal.message_id,
    emotion: analysis.emotion,
    // The last card counts: it may have been raised since the analysis.
    safety: safety
      ? { safe: false, risk_level: safety.risk_level, message: safety.message, resources: safety.resources }
      : analysis.safety,
    memory_used: analysis.memory.used,
    processing_time: analysis.processing_time,
    total_time: terminal.total_time,
    optimization_enabled: optimizationEnabled,
    fallback_used: terminal.fallback_used,
    interrupted: terminal.interrupted,
    degraded: terminal.degraded,
    metadata: terminal.metadata,
  };
}

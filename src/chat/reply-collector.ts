import { map, reduce, type OperatorFunction } from 'rxjs';
import { DomainError } from '../platform/errors/domain-error.js';
import type {
  AnalysisFrame,
  ChatFrame,
  CompleteFrame,
  ErrorFrame,
  SafetyFrame,
  StartFrame,
} from './frames/chat-frame.js';
import type { ChatResponseDto } from './dto/chat-response.dto.js';

interface Collected {
  start?: StartFrame;
  analysis?: AnalysisFrame;
  safety?: SafetyFrame;
  terminal?: CompleteFrame | ErrorFrame;
}

/**
 * Gathers a turn's frames into the one answer of `POST /chat`. Its ids are those of the frames, as it may be the turn of
 * an earlier request. A turn that ends with `error` becomes that DomainError.
 */
export function collectReply(optimizationEnabled: boolean): OperatorFunction<ChatFrame, ChatResponseDto> {
  return (frames) =>
    frames.pipe(
      reduce<ChatFrame, Collected>((collected, frame) => {
        if (frame.type === 'start') collected.start = frame;
        else if (frame.type === 'analysis') collected.analysis = frame;
        else if (frame.type === 'safety') collected.safety = frame;
        else if (frame.type === 'complete' || frame.type === 'error') collected.terminal = frame;
        return collected;
      }, {}),
      map((collected) => toResponse(collected, optimizationEnabled)),
    );
}

function toResponse(
  { start, analysis, safety, terminal }: Collected,
  optimizationEnabled: boolean,
): ChatResponseDto {
  if (terminal?.type === 'error') throw new DomainError(terminal.code, terminal.message);
  if (!start || !analysis || !terminal) throw new Error('a turn ended without a terminal frame');
  return {
    response: terminal.full_response,
    session_id: start.session_id,
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

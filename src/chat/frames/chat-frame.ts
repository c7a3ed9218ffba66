import type { EmotionResult } from '../../emotion/emotion.types.js';
import type { ErrorCode } from '../../platform/errors/domain-error.js';
import type { HelpResource, RiskLevel } from '../../safety/safety.types.js';

/*
 * What a turn says, in the order it says it. The names and fields are those of the wire, so a codec adds framing and
 * nothing else. Exactly one terminal frame (complete or error) ends a turn.
 */

export interface StartFrame {
  type: 'start';
  stream_id: string;
  session_id: string;
  /** Id of the reply in the history. */
  message_id: string;
  /** Id of the user's message in the history. */
  user_message_id: string;
  timestamp: string;
}

export interface ProcessingFrame {
  type: 'processing';
  message: string;
}

export interface AnalysisFrame {
  type: 'analysis';
  emotion: Pick<EmotionResult, 'emotion' | 'intensity' | 'confidence'>;
  safety: { safe: boolean; risk_level: RiskLevel };
  memory: { count: number; used: { id: string; kind: string; content: string; score: number }[] };
  /** Seconds since the turn arrived. */
  processing_time: number;
  /** Seconds each part took, side by side. */
  timings: Record<string, number>;
  degraded: string[];
}

/** Where help is to be found, for people in danger. */
export interface Help {
  risk_level: RiskLevel;
  message: string;
  resources: HelpResource[];
}

export interface SafetyFrame extends Help {
  type: 'safety';
}

export interface GeneratingFrame {
  type: 'generating';
  message: string;
}

export interface TokenFrame {
  type: 'token';
  content: string;
  /** Characters (Unicode code points) sent so far, this token included. */
  position: number;
}

export interface CompleteFrame {
  type: 'complete';
  full_response: string;
  metadata: Record<string, unknown>;
  message_id: string;
  /** Seconds. */
  total_time: number;
  fallback_used: boolean;
  /** True when the model broke off and the reply was closed for it. */
  interrupted: boolean;
  degraded: string[];
}

export interface ErrorFrame {
  type: 'error';
  code: ErrorCode;
  message: string;
  request_id: string;
  /** Of a message that was refused though it shows danger. */
  safety?: Help;
}

export type ChatFrame =
  | StartFrame
  | ProcessingFrame
  | AnalysisFrame
  | SafetyFrame
  | GeneratingFrame
  | TokenFrame
  | CompleteFrame
  | ErrorFrame;

/** Sends a token at once; a promise when the client lags: the next one has to wait for it. */
export type Tell = (token: TokenFrame) => Promise<void> | undefined;

export function isTerminal(frame: ChatFrame): frame is CompleteFrame | ErrorFrame {
  return frame.type === 'complete' || frame.type === 'error';
}

/** As `JSON.stringify`. Of a token, of which there are hundreds to each other frame, only the text has to be looked at. */
export function toJson(frame: ChatFrame): string {
  if (frame.type !== 'token') return JSON.stringify(frame);
  return `{"type":"token","content":${JSON.stringify(frame.content)},"position":${frame.position}}`;
}

import type { ServerResponse } from 'node:http';
import { sendJson, upstreamError, type WireMessage } from './model-wire.js';

/** How a chat request with `response_format` is answered: by default with a reading of great joy. */
export interface JsonScript {
  /** `hang` never answers. */
  status?: number | 'hang';
  /** Answers 400 to any other format. */
  onlyFormat?: 'json_schema' | 'json_object';
  /** What the model says; an object is written as JSON. A function sees the request's messages. */
  content?: string | object | ((messages: readonly WireMessage[]) => string | object);
}

export const SCRIPTED_READING = { emotion: 'excited', intensity: 8.5, confidence: 0.93 };

export function answerJson(
  script: JsonScript,
  body: { response_format?: { type: string }; messages?: readonly WireMessage[] },
  response: ServerResponse,
): void {
  const { status = 200, onlyFormat, content = SCRIPTED_READING } = script;
  if (status === 'hang') return;
  if (status !== 200) return sendJson(response, status, upstreamError());
  if (onlyFormat !== undefined && body.response_format?.type !== onlyFormat) {
    return sendJson(response, 400, upstreamError());
  }
  const said = typeof content === 'function' ? content(body.messages ?? []) : content;
  const message = { role: 'assistant', content: typeof said === 'string' ? said : JSON.stringify(said) };
  sendJson(response, 200, {
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
  });
}

/** How `/v1/moderations` is answered. */
export interface ModerationScript {
  /** `hang` never answers. */
  status?: number | 'hang';
  /** Scores by category, for each text; those not named are 0. A category is flagged from 0.5. */
  scores?: (text: string) => Record<string, number>;
  /** Leaves the scores out, as some servers do. */
  flagsOnly?: boolean;
  /** The whole answer, whatever was asked. */
  body?: object;
}

const SELF_HARM = { 'self-harm': 0, 'self-harm/intent': 0, 'self-harm/instructions': 0 };

export function answerModeration(
  { status = 200, scores = () => ({}), flagsOnly = false, body }: ModerationScript,
  asked: { input?: string | string[] },
  response: ServerResponse,
): void {
  if (status === 'hang') return;
  if (status !== 200) return sendJson(response, status, upstreamError());
  const results = [asked.input ?? []].flat().map((text) => {
    const categoryScores = { harassment: 0.01, ...SELF_HARM, ...scores(text) };
    const categories = Object.fromEntries(
      Object.entries(categoryScores).map(([name, score]) => [name, score >= 0.5]),
    );
    const flagged = Object.values(categories).includes(true);
    return { flagged, categories, ...(!flagsOnly && { category_scores: categoryScores }) };
  });
  sendJson(response, 200, body ?? { id: 'modr-1', model: 'scripted', results });
}

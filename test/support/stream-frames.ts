import type { ChatFrame, CompleteFrame, StartFrame, TokenFrame } from '../../src/chat/frames/chat-frame.js';

/** The frames of a stream as far as its readers look at them. */
export const startOf = (streamId: string): StartFrame => ({
  type: 'start',
  stream_id: streamId,
  session_id: 'session',
  message_id: 'reply',
  user_message_id: 'message',
  timestamp: '2026-01-01T08:00:00.000Z',
});

export const token = (content: string, position = 1): TokenFrame => ({ type: 'token', content, position });

export const complete = (text: string): CompleteFrame => ({
  type: 'complete',
  full_response: text,
  metadata: {},
  message_id: 'reply',
  total_time: 0.1,
  fallback_used: false,
  interrupted: false,
  degraded: [],
});

/** What a reader saw, a word a frame. */
export function wordOf(frame: ChatFrame): string {
  if (frame.type === 'token') return frame.content;
  return frame.type === 'error' ? frame.code : frame.type;
}

import type { ChatRequestDto } from './chat-request.dto.js';
import type { ChatResponseDto, HistoryDto, SessionListDto } from './chat-response.dto.js';
import type { CancelledStreamDto } from './stream-resume.dto.js';
import type { StreamingServiceDto, StreamStatusDto } from './stream-status.dto.js';
import { SERVICE_DESCRIPTION } from '../streaming.description.js';

const MESSAGE_ID = '0197f6a0-5b1c-7000-8000-1c2f6f3f9b11';
const REPLY_ID = '0197f6a0-5b1c-7000-8000-1c2f6f3f9b12';
const STREAM_ID = '0197f6a0-5b1c-7000-8000-1c2f6f3f9b13';
const timestamp = '2026-01-01T08:00:00.000Z';

/** What the API documentation offers to send on every chat route. */
export const REQUEST_EXAMPLES = {
  full: {
    summary: 'A user, a session and the region of the help resources',
    value: {
      message: '我今天被领导批评了，好难过',
      session_id: 'session-1',
      user_id: 'user-1',
      metadata: { region: 'CN' },
    },
  },
  short: { summary: 'A new anonymous session', value: { message: 'I feel so alone tonight' } },
} satisfies Record<string, { summary: string; value: ChatRequestDto }>;

const chat: ChatResponseDto = {
  response: '被领导批评，心里一定不好受。愿意说说发生了什么吗？',
  session_id: 'session-1',
  message_id: REPLY_ID,
  emotion: { emotion: 'sad', intensity: 5.6, confidence: 0.95 },
  safety: { safe: true, risk_level: 'none' },
  memory_used: [],
  processing_time: 0.004,
  total_time: 0.021,
  optimization_enabled: true,
  fallback_used: false,
  interrupted: false,
  degraded: [],
  metadata: { region: 'CN' },
};

const history: HistoryDto = {
  session_id: 'session-1',
  messages: [
    {
      id: MESSAGE_ID,
      role: 'user',
      content: '我今天被领导批评了，好难过',
      emotion: 'sad',
      status: 'received',
      timestamp,
    },
    { id: REPLY_ID, role: 'assistant', content: chat.response, status: 'completed', timestamp },
  ],
};

const sessions: SessionListDto = {
  user_id: 'user-1',
  sessions: [{ session_id: 'session-1', message_count: 2, created_at: timestamp, updated_at: timestamp }],
};

const status: StreamStatusDto = {
  status: 'active',
  active_streams: 1,
  streams: { [STREAM_ID]: { transport: 'sse', phase: 'reply', started_at: timestamp, characters: 86 } },
  timestamp,
};

const cancelled: CancelledStreamDto = { status: 'cancelled', stream_id: STREAM_ID };

const service: StreamingServiceDto = { ...SERVICE_DESCRIPTION, timestamp };

/** What it shows as the answers; typed, so that they stay what the routes answer. */
export const ANSWER_EXAMPLES = { chat, history, sessions, status, service, cancelled };

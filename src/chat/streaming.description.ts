/* What the streaming routes say of themselves: in `GET /streaming/` and in the OpenAPI document. */

export const SERVICE_DESCRIPTION = {
  service: '心语 (XinYu) streaming chat',
  version: '1.0.0',
  features: [
    'token streaming over server-sent events and WebSocket',
    'emotion, safety and memory read side by side',
    'a resource card before any text when someone may be in danger',
    'a degraded answer for every dependency that fails',
  ],
  endpoints: {
    plain: 'POST /streaming/chat',
    with_metadata: 'POST /streaming/chat/with-metadata',
    websocket: 'WS /streaming/ws',
    status: 'GET /streaming/status',
  },
} as const;

export const PLAIN_STREAM_EXAMPLE = `data: 听起来

data: 你今天真的很累了。

data: [DONE]

`;

export const JSON_STREAM_EXAMPLE = `id: 0b0e7c1e:1
data: {"type":"start","stream_id":"0b0e7c1e","session_id":"session-1","message_id":"…","user_message_id":"…","timestamp":"2026-01-01T08:00:00.000Z"}

id: 0b0e7c1e:2
data: {"type":"processing","message":"正在理解你的话…"}

id: 0b0e7c1e:3
data: {"type":"analysis","emotion":{"emotion":"sad","intensity":6.5,"confidence":0.82},"safety":{"safe":true,"risk_level":"none"},"memory":{"count":0,"used":[]},"processing_time":0.004,"timings":{"emotion":0.001,"safety":0.001,"memory":0.003,"history":0.003},"degraded":[]}

id: 0b0e7c1e:4
data: {"type":"generating","message":"正在组织回复…"}

id: 0b0e7c1e:5
data: {"type":"token","content":"听起来","position":3}

id: 0b0e7c1e:6
data: {"type":"complete","full_response":"听起来","metadata":{},"message_id":"…","total_time":0.02,"fallback_used":false,"interrupted":false,"degraded":[]}

data: [DONE]

`;

/* What the streaming routes say of themselves: in `GET /streaming/` and in the OpenAPI document. */

export const SERVICE_DESCRIPTION = {
  service: '心语 (XinYu) streaming chat',
  version: '1.0.0',
  features: [
    'token streaming over server-sent events and WebSocket',
    'emotion, safety and memory read side by side',
    'a resource card before any text when someone may be in danger',
    'a degraded answer for every dependency that fails',
    'a stream that broke off can be read on for five minutes',
  ],
  endpoints: {
    plain: 'POST /streaming/chat',
    with_metadata: 'POST /streaming/chat/with-metadata',
    websocket: 'WS /streaming/ws',
    resume: 'GET /streaming/chat/:stream_id',
    cancel: 'POST /streaming/chat/:stream_id/cancel',
    status: 'GET /streaming/status',
  },
} as const;

const PLAIN_STREAM_EXAMPLE = `data: 听起来

data: 你今天真的很累了。

data: [DONE]

`;

const PLAIN_HELP_EXAMPLE = `event: safety
data: {"type":"safety","risk_level":"medium","message":"…","resources":[{"name":"全国统一心理援助热线","phone":"12356","hours":"每天至少 18 小时","region":"CN","languages":["zh"]}]}

data: 谢谢你告诉我这些。

data: [DONE]

`;

export const PLAIN_STREAM_EXAMPLES = {
  reply: { summary: 'A reply', value: PLAIN_STREAM_EXAMPLE },
  help: { summary: 'Someone may be in danger', value: PLAIN_HELP_EXAMPLE },
};

const idHeader = (description: string) => ({ description, schema: { type: 'string' } });

export const STREAM_ID_HEADERS = {
  'X-Session-Id': idHeader('The session, also when it was made for this message.'),
  'X-Message-Id': idHeader('Id of the reply in the history.'),
  'X-Stream-Id': idHeader('Id of this stream: under it, it can be read again.'),
};

export const PLAIN_STREAM_DESCRIPTION = `Events of an event stream:

| event | data |
| --- | --- |
| unnamed | the next piece of the reply; lines of one event are joined with a newline |
| \`safety\` | a SafetyFrameDto as JSON, before any text when someone may be in danger |
| \`error\` | an ErrorFrameDto as JSON: the reply ends here |
| unnamed, \`[DONE]\` | the last event, also after an error |

Lines that begin with a colon are heartbeats. The ids are in the headers X-Session-Id, X-Message-Id and X-Stream-Id. A
fault before the first event is a problem document with its own status.`;

export const JSON_STREAM_DESCRIPTION = `Each event is \`id: <stream_id>:<number from 1>\` and one frame as JSON. In this order:

| frame | fields | |
| --- | --- | --- |
| \`start\` | stream_id, session_id, message_id, user_message_id, timestamp | first |
| \`processing\` | message | |
| \`analysis\` | emotion {emotion, intensity, confidence}, safety {safe, risk_level}, memory {count, used}, processing_time, timings, degraded | what the reply is based on |
| \`safety\` | risk_level, message, resources | only when someone may be in danger; always before any text. Once more, before the fixed reply, where a moderator raises the level after help was shown |
| \`generating\` | message | |
| \`token\` | content, position | any number of times; position counts Unicode code points |
| \`complete\` | full_response, metadata, message_id, total_time, fallback_used, interrupted, degraded | the end |
| \`error\` | code, message, request_id | the end instead of \`complete\`, at any point after \`start\` |

Exactly one of \`complete\` and \`error\` comes, then \`data: [DONE]\`. Lines that begin with a colon are heartbeats. A fault
before the first event is a problem document with its own status. The frames' schemas are StartFrameDto to ErrorFrameDto
below; X-Session-Id, X-Message-Id and X-Stream-Id are sent as well.`;

export const JSON_STREAM_EXAMPLE = `id: 0b0e7c1e:1
data: {"type":"start","stream_id":"0b0e7c1e","session_id":"session-1","message_id":"…","user_message_id":"…","timestamp":"2026-01-01T08:00:00.000Z"}

id: 0b0e7c1e:2
data: {"type":"processing","message":"正在理解你的话…"}

id: 0b0e7c1e:3
data: {"type":"analysis","emotion":{"emotion":"sad","intensity":5.6,"confidence":0.95},"safety":{"safe":true,"risk_level":"none"},"memory":{"count":0,"used":[]},"processing_time":0.004,"timings":{"emotion":0.001,"safety":0.001,"memory":0.003,"history":0.003},"degraded":[]}

id: 0b0e7c1e:4
data: {"type":"generating","message":"正在组织回复…"}

id: 0b0e7c1e:5
data: {"type":"token","content":"听起来","position":3}

id: 0b0e7c1e:6
data: {"type":"complete","full_response":"听起来","metadata":{},"message_id":"…","total_time":0.02,"fallback_used":false,"interrupted":false,"degraded":[]}

data: [DONE]

`;

export const RESUMED_STREAM_DESCRIPTION = `The frames of \`POST /streaming/chat/with-metadata\` that follow the one named by Last-Event-ID, each with the id it
had: first those that were said already, then what is said from now on, to the terminal frame and \`data: [DONE]\`. Every
turn can be read so while it runs and for five minutes after, also one that was asked for at another route; a client of
the plain form finds its stream's id in X-Stream-Id. A reply whose client left is written on for STREAM_RESUME_GRACE, with
RESUMABLE_STREAMS to its end; one that was stopped ends with an \`error\` frame of code \`interrupted\`.`;

export const RESUMED_STREAM_EXAMPLE = `id: 0b0e7c1e:5
data: {"type":"token","content":"听起来","position":3}

id: 0b0e7c1e:6
data: {"type":"complete","full_response":"听起来","metadata":{},"message_id":"…","total_time":0.02,"fallback_used":false,"interrupted":false,"degraded":[]}

data: [DONE]

`;

import { createParser } from 'eventsource-parser';
import fc from 'fast-check';
import type { ChatFrame } from './chat-frame.js';
import { JsonSseCodec, PlainSseCodec, SSE_DONE, SSE_HEARTBEAT } from './sse.codec.js';

const token = (content: string): ChatFrame => ({ type: 'token', content, position: content.length });

/** Reads an event stream the way a standard client does. */
function read(stream: string): { event?: string; id?: string; data: string }[] {
  const events: { event?: string; id?: string; data: string }[] = [];
  createParser({ onEvent: ({ event, id, data }) => events.push({ event, id, data }) }).feed(stream);
  return events;
}

describe('PlainSseCodec', () => {
  it('gives a standard reader exactly the text, line breaks and leading spaces included', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', '你', '🙂', ':', '\r\n') }), {
          maxLength: 8,
        }),
        (texts) => {
          const codec = new PlainSseCodec();
          const stream = texts.map((text) => codec.encode(token(text))).join('');
          const seen = read(stream).map((event) => event.data);
          // A reader drops events without data; an empty token carries nothing anyway.
          const sent = texts.map((text) => text.replace(/\r\n|\r/g, '\n')).filter((text) => text !== '');
          expect(seen.filter((text) => text !== '')).toEqual(sent);
        },
      ),
    );
  });

  it('shows safety and error as named events and nothing else besides text', () => {
    const codec = new PlainSseCodec();
    const safety: ChatFrame = { type: 'safety', risk_level: 'medium', message: 'm', resources: [] };
    const [event] = read(codec.encode(safety));
    expect(event).toMatchObject({ event: 'safety', data: JSON.stringify(safety) });
    expect(codec.encode({ type: 'processing', message: 'x' })).toBe('');
    expect(codec.encode({ type: 'generating', message: 'x' })).toBe('');
  });
});

describe('JsonSseCodec', () => {
  it('numbers the events of its stream', () => {
    const codec = new JsonSseCodec();
    const start: ChatFrame = {
      type: 'start',
      stream_id: 'st',
      session_id: 's',
      message_id: 'm',
      user_message_id: 'u',
      timestamp: 't',
    };
    const events = read(codec.encode(start) + codec.encode(token('a\nb')) + SSE_HEARTBEAT + SSE_DONE);
    expect(events.map((event) => event.id)).toEqual(['st:1', 'st:2', undefined]);
    expect(JSON.parse(events[1]!.data)).toEqual(token('a\nb'));
    expect(events[2]!.data).toBe('[DONE]');
  });
});

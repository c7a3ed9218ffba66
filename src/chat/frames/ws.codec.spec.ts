import fc from 'fast-check';
import type { StartFrame } from './chat-frame.js';
import { parseSocketMessage, SocketCodec } from './ws.codec.js';

describe('parseSocketMessage', () => {
  it('reads a turn and keeps type and request_id out of its body', () => {
    expect(parseSocketMessage('{"message":"hi","user_id":"u","request_id":"r1"}')).toEqual({
      kind: 'turn',
      requestId: 'r1',
      body: { message: 'hi', user_id: 'u' },
    });
  });

  it.each([
    ['{"type":"ping"}', { kind: 'ping' }],
    ['{"type":"resume","stream_id":"s"}', { kind: 'resume', body: { stream_id: 's' } }],
    ['{"type":"cancel","request_id":"r1"}', { kind: 'cancel', requestId: 'r1' }],
    ['nonsense', { kind: 'invalid', field: 'message' }],
    ['[1]', { kind: 'invalid', field: 'message' }],
    ['null', { kind: 'invalid', field: 'message' }],
    ['{"type":"dance"}', { kind: 'invalid', field: 'type' }],
  ])('reads %s', (data, expected) => {
    expect(parseSocketMessage(data)).toMatchObject(expected);
  });

  it('never throws, whatever is sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (data) => {
        expect(['turn', 'resume', 'cancel', 'ping', 'invalid']).toContain(parseSocketMessage(data).kind);
      }),
    );
  });
});

describe('SocketCodec', () => {
  const token = { type: 'token', content: '}"', position: 2 } as const;
  const error = { type: 'error', code: 'timeout', message: 'm', request_id: 'r1' } as const;

  it("adds the request's id and the frame's own to every frame", () => {
    const codec = new SocketCodec('r"1');
    codec.encode({ type: 'start', stream_id: 's' } as StartFrame);
    expect(JSON.parse(codec.encode(token))).toEqual({ ...token, request_id: 'r"1', id: 's:2' });
  });

  it('goes on with the numbers where a stream is read on, and answers the request that reads it', () => {
    const codec = new SocketCodec('r2', { streamId: 's', after: 7 });
    expect(JSON.parse(codec.encode(token))).toMatchObject({ id: 's:8' });
    expect(JSON.parse(codec.encode(error))).toEqual({ ...error, request_id: 'r2', id: 's:9' });
  });
});

import fc from 'fast-check';
import { encodeSocketFrame, parseSocketMessage } from './ws.codec.js';

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
        expect(['turn', 'cancel', 'ping', 'invalid']).toContain(parseSocketMessage(data).kind);
      }),
    );
  });
});

describe('encodeSocketFrame', () => {
  it("adds the turn's request_id to every frame", () => {
    const frame = { type: 'token', content: '}"', position: 2 } as const;
    expect(JSON.parse(encodeSocketFrame(frame, 'r"1'))).toEqual({ ...frame, request_id: 'r"1' });
  });

  it('keeps the one an error already has', () => {
    const frame = { type: 'error', code: 'timeout', message: 'm', request_id: 'r1' } as const;
    expect(JSON.parse(encodeSocketFrame(frame, 'r1'))).toEqual(frame);
  });
});

import fc from 'fast-check';
import { SpokenReply } from './spoken-reply.js';

describe('SpokenReply', () => {
  it('counts code points as a client in any language does, and keeps the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (pieces) => {
        const said = new SpokenReply();
        const frames = pieces.map((piece) => said.token(piece));
        expect(said.text).toBe(pieces.join(''));
        expect(frames.at(-1)?.position ?? 0).toBe(Array.from(pieces.join('')).length);
      }),
    );
  });
});

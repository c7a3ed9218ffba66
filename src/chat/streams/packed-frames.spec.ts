import fc from 'fast-check';
import { complete, startOf, token } from '../../../test/support/stream-frames.js';
import { toJson, type ChatFrame } from '../frames/chat-frame.js';
import { PackedFrames } from './packed-frames.js';

/** Any text a model or a client may send, also cut inside a character, with line ends and what looks like a line. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom('\n', '\r\n', '\u2028', '\ud83d', '\ude00', '"', '\\', '{', '12"a"', ''),
);
const frame: fc.Arbitrary<ChatFrame> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(text, fc.nat()).map(([content, position]) => token(content, position)) },
  { weight: 1, arbitrary: text.map(startOf) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(text, fc.dictionary(text, fc.jsonValue()))
      .map(([reply, metadata]) => ({ ...complete(reply), metadata })),
  },
);

function packed(frames: readonly ChatFrame[]): PackedFrames {
  const list = new PackedFrames();
  for (const one of frames) list.push(one);
  return list;
}

describe('PackedFrames', () => {
  it('reads what was added, to the letter: while more may come and when all is packed', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 200, size: 'max' }), (frames) => {
        const list = packed(frames);
        for (const isWhole of [false, true]) {
          if (isWhole) list.pack();
          const read = Array.from({ length: list.length }, (_, index) => list.at(index)!);
          expect(read.map(toJson)).toEqual(frames.map(toJson));
        }
      }),
    );
  });

  it('hands back the frame itself while it is one of the latest', () => {
    const frames = Array.from({ length: 17 }, (_, index) => token('字', index));
    const list = packed(frames);
    expect(list.at(16)).toBe(frames[16]);
    expect(list.at(15)).toEqual(frames[15]);
  });

  it('has nothing before its first frame and after its last', () => {
    const list = packed([token('a'), token('b')]);
    expect([list.at(-1), list.at(2), list.at(16)]).toEqual([undefined, undefined, undefined]);
    list.pack();
    expect([list.at(-1), list.at(2), list.at(16)]).toEqual([undefined, undefined, undefined]);
    expect(new PackedFrames().at(0)).toBeUndefined();
  });

  it('packs once: again changes nothing', () => {
    const list = packed([token('a')]);
    list.pack();
    const bytes = list.packedBytes;
    list.pack();
    expect([list.at(0), list.packedBytes]).toEqual([token('a'), bytes]);
  });

  it('takes a few bytes a token besides its text, and counts them', () => {
    const list = packed(Array.from({ length: 640 }, (_, index) => token('字', index + 1)));
    list.pack();
    expect(list.packedBytes).toBeGreaterThan(640 * 2);
    expect(list.packedBytes).toBeLessThan(640 * 20);
  });
});

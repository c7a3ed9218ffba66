import fc from 'fast-check';
import { fromImage, toImage } from './object-image.js';

class Leaf {
  constructor(readonly name: string) {}

  get loud(): string {
    return this.name.toUpperCase();
  }
}

class Tree {
  readonly leaves: Leaf[] = [];
  readonly byName = new Map<string, Leaf>();
  self: Tree | undefined = undefined;
}

const classes = [Leaf, Tree];
const copyOf = <T extends object>(object: T, known: readonly object[] = []): T =>
  fromImage(toImage(object, { classes, known }), { classes, known }) as T;

describe('an image of an object', () => {
  it('holds numbers, strings, lists, typed arrays, maps and sets as they were', () => {
    const plain = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.integer(),
        fc.double(),
        fc.string(),
        fc.boolean(),
        fc.constantFrom(null, undefined),
        fc.int8Array(),
        fc.int32Array(),
        fc.float64Array(),
        fc.array(tie('value')),
        fc.dictionary(
          fc.string().filter((name) => name !== '__proto__'),
          tie('value'),
          { noNullPrototype: true },
        ),
        fc.array(fc.tuple(fc.string(), tie('value'))).map((entries) => new Map(entries)),
        fc.array(fc.string()).map((items) => new Set(items)),
      ),
    }));
    fc.assert(
      fc.property(plain.value, (value) => {
        expect(copyOf({ value })).toEqual({ value });
      }),
    );
  });

  it('has objects of the same classes, each once, though they reach each other', () => {
    const tree = new Tree();
    const leaf = new Leaf('oak');
    tree.leaves.push(leaf, leaf);
    tree.byName.set('first', leaf);
    tree.self = tree;
    const copy = copyOf(tree);
    expect(copy).toBeInstanceOf(Tree);
    expect(copy).not.toBe(tree);
    expect(copy.self).toBe(copy);
    expect(copy.leaves[0]).toBeInstanceOf(Leaf);
    expect(copy.leaves[0]!.loud).toBe('OAK');
    expect(copy.leaves[1]).toBe(copy.leaves[0]);
    expect(copy.byName.get('first')).toBe(copy.leaves[0]);
  });

  it('refers to known objects instead of copying them', () => {
    const known = [{ id: 1 }, { id: 2 }];
    const copy = copyOf({ chosen: [known[1]!] }, known);
    expect(copy.chosen[0]).toBe(known[1]);
  });

  it.each<[string, object, RegExp]>([
    ['a function', { of: () => 1 }, /cannot hold a function/],
    ['an object of another class', { of: new Date(0) }, /of these classes cannot hold a Date/],
  ])('cannot hold %s', (_what, object, problem) => {
    expect(() => toImage(object, { classes })).toThrow(problem);
    expect(() => toImage(object, { classes })).toThrow(TypeError);
  });
});

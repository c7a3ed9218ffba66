import { LRUCache } from 'lru-cache';

const MAX_CHARACTERS = 1_000_000;

/**
 * `read` with a memory of the texts it read lately: each reply reads the last few messages of its session again, some of
 * them several times. `read` must depend on the text alone, so that whoever wrote the same is answered the same.
 */
export function remembering<Reading>(read: (text: string) => Reading): (text: string) => Reading {
  const known = new LRUCache<string, { reading: Reading }>({
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (_, text) => text.length + 1,
  });
  return (text) => {
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered.reading;
    const reading = read(text);
    known.set(text, { reading });
    return reading;
  };
}

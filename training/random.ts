/** A seeded generator of numbers in [0, 1) (mulberry32): the same seed gives the same numbers on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Puts the items in a random order, in place (Fisher-Yates). */
export function shuffle<Items extends unknown[] | Uint32Array>(items: Items, random: () => number): Items {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const held = items[last];
    items[last] = items[other];
    items[other] = held;
  }
  return items;
}

/** The fold of each of `count` items: as equal in size as possible, in a random order. */
export function assignFolds(count: number, folds: number, seed: number): Uint8Array {
  const order = shuffle(
    Uint32Array.from({ length: count }, (_, index) => index),
    seededRandom(seed),
  );
  const foldOf = new Uint8Array(count);
  order.forEach((item, place) => {
    foldOf[item] = place % folds;
  });
  return foldOf;
}

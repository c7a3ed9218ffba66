/** One matrix of signs per input length, a few hundred kilobytes each; a server has one length. */
const signsByLength = new Map<number, Int8Array>();

/**
 * Brings a vector to `dimensions` and length 1. A shorter one is padded with zeros, which leaves every cosine as it is.
 * A longer one goes through a fixed random projection of signs (Achlioptas 2003), which keeps cosines within about
 * 1/sqrt(dimensions); cutting it off would only do for models trained for that.
 * `undefined` for a vector without direction.
 */
export function projectToDimensions(vector: readonly number[], dimensions: number): Float32Array | undefined {
  const projected = new Float32Array(dimensions);
  if (vector.length <= dimensions) projected.set(vector);
  else {
    const signs = signsFor(vector.length, dimensions);
    for (let row = 0; row < dimensions; row += 1) {
      let sum = 0;
      const offset = row * vector.length;
      for (let column = 0; column < vector.length; column += 1)
        sum += signs[offset + column]! * vector[column]!;
      projected[row] = sum;
    }
  }
  const length = Math.hypot(...projected);
  if (!Number.isFinite(length) || length === 0) return undefined;
  return projected.map((value) => value / length);
}

function signsFor(length: number, dimensions: number): Int8Array {
  const known = signsByLength.get(length);
  if (known) return known;
  const signs = new Int8Array(length * dimensions);
  // xorshift32 from a fixed seed: the same signs in every process, or stored vectors would lose their meaning.
  let state = 0x9e3779b9;
  for (let index = 0; index < signs.length; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    signs[index] = state & 0x10000 ? 1 : -1;
  }
  signsByLength.set(length, signs);
  return signs;
}

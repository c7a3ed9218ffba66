/** What a direction of a connection suffers from. */
export interface Toxics {
  latencyMs: number;
  /** Up to this much more for each piece; pieces never overtake each other. */
  jitterMs: number;
  /** 0: as fast as it goes. */
  bytesPerSecond: number;
  /** Most bytes of one piece; 0: as they came. */
  sliceBytes: number;
  /** Nothing gets through, and nobody is told. What was sent arrives when this ends, as after a partition. */
  held: boolean;
}

export const CALM: Readonly<Toxics> = {
  latencyMs: 0,
  jitterMs: 0,
  bytesPerSecond: 0,
  sliceBytes: 0,
  held: false,
};

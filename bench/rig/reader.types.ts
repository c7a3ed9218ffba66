/** Reads the texts in turn, `calls` times in all; the answer has the microseconds of each. */
export interface ReaderJob {
  texts: readonly string[];
  calls: number;
}

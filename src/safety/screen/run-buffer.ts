const FIRST_CAPACITY = 256;

/** The runs found in a text, in order of their ends: which one, and the index after its last symbol. */
export class RunBuffer {
  length = 0;
  outputs = new Int32Array(FIRST_CAPACITY);
  ends = new Int32Array(FIRST_CAPACITY);

  add(output: number, end: number): void {
    const index = this.length;
    if (index === this.outputs.length) this.grow();
    this.outputs[index] = output;
    this.ends[index] = end;
    this.length = index + 1;
  }

  private grow(): void {
    const { outputs, ends } = this;
    (this.outputs = new Int32Array(outputs.length * 2)).set(outputs);
    (this.ends = new Int32Array(ends.length * 2)).set(ends);
  }
}

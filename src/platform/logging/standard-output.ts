import { pino, type DestinationStream } from 'pino';

/** What is logged in between leaves in one write; a reader sees it no later than this. */
const FLUSH_MS = 50;
const BUFFER_BYTES = 4096;

interface Buffered extends DestinationStream {
  flushSync(): void;
}

/**
 * Standard output in few writes: one a line costs a busy service more than making the line. A warning or worse is out
 * when `write` returns, everything else when the process ends, however it does short of being killed.
 */
export class StandardOutput implements DestinationStream {
  private static instance: StandardOutput | undefined;
  /** pino says here how severe the line is that it writes next. */
  lastLevel = 0;

  /** Made on first use: one exit listener a process. */
  static get shared(): StandardOutput {
    if (this.instance === undefined) {
      const stream = pino.destination({ dest: 1, sync: true, minLength: BUFFER_BYTES });
      const output = (this.instance = new StandardOutput(stream));
      process.on('exit', () => output.flush());
    }
    return this.instance;
  }

  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly stream: Buffered) {}

  get [Symbol.for('pino.metadata')](): true {
    return true;
  }

  write(line: string): void {
    this.stream.write(line);
    if (this.lastLevel >= pino.levels.values['warn']!) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), FLUSH_MS).unref();
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.stream.flushSync();
  }
}

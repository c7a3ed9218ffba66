import type { ChatFrame } from '../frames/chat-frame.js';

/** Few enough that few are held unpacked and a line is found at once, and so many that a string's head no longer counts. */
const FRAMES_A_BLOCK = 16;
/** What a block takes besides its text: the string's head, its padding, its place in the list. */
const BLOCK_OVERHEAD_BYTES = 48;
const BYTES_A_CHARACTER = 2;

/**
 * A list of frames that weighs little more than their text. The latest are held as they came, so reading along makes
 * nothing new; those before them as blocks of lines, a frame a line. A frame that is read from a block is equal to the
 * one that was added, not the same.
 */
export class PackedFrames {
  private readonly blocks: string[] = [];
  private latest: ChatFrame[] = [];
  private count = 0;
  private blockBytes = 0;

  get length(): number {
    return this.count;
  }

  /** What the blocks take in memory at most: text that is all Latin-1 takes half of it. */
  get packedBytes(): number {
    return this.blockBytes;
  }

  push(frame: ChatFrame): void {
    if (this.latest.length === FRAMES_A_BLOCK) this.pack();
    this.latest.push(frame);
    this.count += 1;
  }

  /** To be called by others only when no frame is added any more: all blocks but the last have the same size. */
  pack(): void {
    if (this.latest.length === 0) return;
    const block = this.latest.map(toLine).join('\n');
    this.blocks.push(block);
    this.blockBytes += BLOCK_OVERHEAD_BYTES + BYTES_A_CHARACTER * block.length;
    this.latest = [];
  }

  /** @param index from 0. */
  at(index: number): ChatFrame | undefined {
    if (index >= this.count) return undefined;
    const block = this.blocks[Math.floor(index / FRAMES_A_BLOCK)];
    if (block === undefined) return this.latest[index - this.blocks.length * FRAMES_A_BLOCK];
    return toFrame(lineOf(block, index % FRAMES_A_BLOCK));
  }
}

/** Of a token, of which there are hundreds to each other frame, only what differs: `12"text"`. JSON has no line ends. */
function toLine(frame: ChatFrame): string {
  return frame.type === 'token' ? `${frame.position}${JSON.stringify(frame.content)}` : JSON.stringify(frame);
}

function toFrame(line: string): ChatFrame {
  if (line.startsWith('{')) return JSON.parse(line) as ChatFrame;
  const quote = line.indexOf('"');
  const content = JSON.parse(line.slice(quote)) as string;
  return { type: 'token', content, position: Number(line.slice(0, quote)) };
}

function lineOf(block: string, index: number): string {
  let begin = 0;
  for (let line = 0; line < index; line += 1) begin = block.indexOf('\n', begin) + 1;
  const end = block.indexOf('\n', begin);
  return block.slice(begin, end === -1 ? undefined : end);
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/*
 * The layout of a model file, all numbers little-endian:
 *   bytes 0-3    magic "XYMD"
 *   bytes 4-7    version of the layout, unsigned
 *   bytes 8-11   length of the header in bytes, unsigned
 *   bytes 12-43  SHA-256 of bytes 4-11 and of everything after byte 43
 *   header       JSON: what the model says of itself and the list of its tensors, padded with spaces to 4 bytes
 *   tensors      one after another, each padded with zeros to 4 bytes
 */
const MAGIC = 'XYMD';
const VERSION = 2;
const VERSION_AT = 4;
const DIGEST_AT = 12;
const HEADER_AT = 44;

const arrayTypes = { int8: Int8Array, uint8: Uint8Array, float32: Float32Array } as const;
type TensorType = keyof typeof arrayTypes;
export type Tensor = Int8Array | Uint8Array | Float32Array;

interface TensorEntry {
  name: string;
  type: TensorType;
  length: number;
}

/** A trained model as it lies on disk. `facts` is what the model says of itself: labels, feature options, versions. */
export interface ModelFile<Facts> {
  facts: Facts;
  tensors: Readonly<Record<string, Tensor>>;
}

/** The file cannot be used: missing, of another kind or version, cut short or changed. The message names the file only. */
export class ModelFileError extends Error {
  constructor(fileName: string, problem: string) {
    super(`${fileName}: ${problem}`);
    this.name = 'ModelFileError';
  }
}

/**
 * Reads and verifies a model file.
 * @throws {ModelFileError} when it is missing, not a model file, of another version, or damaged in any byte.
 */
export function readModelFile<Facts>(path: string): ModelFile<Facts> {
  const fileName = path.split(/[\\/]/).at(-1) ?? path;
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new ModelFileError(
      fileName,
      `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
    );
  }
  if (bytes.length < HEADER_AT || bytes.toString('latin1', 0, 4) !== MAGIC)
    throw new ModelFileError(fileName, 'is not a model file');
  const version = bytes.readUInt32LE(VERSION_AT);
  if (version !== VERSION)
    throw new ModelFileError(fileName, `has layout version ${version}, expected ${VERSION}`);
  const expected = digest(bytes.subarray(VERSION_AT, DIGEST_AT), bytes.subarray(HEADER_AT));
  if (!expected.equals(bytes.subarray(DIGEST_AT, HEADER_AT)))
    throw new ModelFileError(fileName, 'has a wrong checksum: it is cut short or was changed');
  try {
    return parseBody(bytes, bytes.readUInt32LE(8));
  } catch {
    // What the parser says would quote the file; a checksum that fits says that the writer was at fault.
    throw new ModelFileError(fileName, 'has a header that cannot be read');
  }
}

/** The bytes of a model file; the same model gives the same bytes. */
export function toModelBytes<Facts>({ facts, tensors }: ModelFile<Facts>): Buffer {
  const entries = Object.entries(tensors).map(([name, tensor]): TensorEntry => ({
    name,
    type: typeOf(tensor),
    length: tensor.length,
  }));
  const header = JSON.stringify({ facts, tensors: entries });
  const headerBytes = Buffer.from(header + ' '.repeat(padding(Buffer.byteLength(header))));
  const body = Buffer.concat([headerBytes, ...Object.values(tensors).map(toPaddedBytes)]);
  const start = Buffer.alloc(DIGEST_AT);
  start.write(MAGIC, 'latin1');
  start.writeUInt32LE(VERSION, VERSION_AT);
  start.writeUInt32LE(headerBytes.length, 8);
  return Buffer.concat([start, digest(start.subarray(VERSION_AT), body), body]);
}

/** Throws whatever comes of a header that does not fit the file. */
function parseBody<Facts>(bytes: Buffer, headerLength: number): ModelFile<Facts> {
  if (HEADER_AT + headerLength > bytes.length) throw new RangeError('the header is longer than the file');
  const { facts, tensors } = JSON.parse(bytes.toString('utf8', HEADER_AT, HEADER_AT + headerLength)) as {
    facts: Facts;
    tensors: TensorEntry[];
  };
  // Typed arrays need aligned memory, which a pooled Buffer does not promise.
  const body = new Uint8Array(bytes.subarray(HEADER_AT + headerLength)).buffer;
  let offset = 0;
  const read = tensors.map(({ name, type, length }): [string, Tensor] => {
    const tensor = new arrayTypes[type](body, offset, length);
    offset += tensor.byteLength + padding(tensor.byteLength);
    return [name, tensor];
  });
  return { facts, tensors: Object.fromEntries(read) };
}

function typeOf(tensor: Tensor): TensorType {
  if (tensor instanceof Int8Array) return 'int8';
  return tensor instanceof Uint8Array ? 'uint8' : 'float32';
}

function toPaddedBytes(tensor: Tensor): Buffer {
  const bytes = Buffer.from(tensor.buffer, tensor.byteOffset, tensor.byteLength);
  return Buffer.concat([bytes, Buffer.alloc(padding(bytes.length))]);
}

function padding(length: number): number {
  return (4 - (length % 4)) % 4;
}

function digest(start: Uint8Array, body: Uint8Array): Buffer {
  return createHash('sha256').update(start).update(body).digest();
}

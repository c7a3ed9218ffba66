import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { Logger } from '@nestjs/common';
import { fromImage, toImage, type ImageOptions } from './object-image.js';

export interface PrecompiledOptions<T extends object> extends ImageOptions {
  /** Names the file. */
  name: string;
  /** What the result follows from, as JSON, besides the program itself. */
  sources: unknown;
  compile: () => T;
}

/** Set by the bundle: which program it is. What tsc made, or a test, is none that images are for. */
declare const PROGRAM_ID: string | undefined;

const OWN_ID = typeof PROGRAM_ID === 'undefined' ? undefined : PROGRAM_ID;
const FOLDER = new URL('../../images/', import.meta.url);
/** A file holds, one after another: the SHA-256 of program and sources, the CRC-32 of the image, the image. */
const FINGERPRINT_BYTES = 32;
const IMAGE_AT = FINGERPRINT_BYTES + 4;

/**
 * What takes long to compute and is always the same: the build computes it and keeps an image, a start only reads that.
 * Without an image of just these sources, by just this program, it is computed, so that no older file decides anything.
 */
export class Precompiled<T extends object> {
  private readonly logger = new Logger(Precompiled.name);

  constructor(private readonly options: PrecompiledOptions<T>) {}

  load(programId = OWN_ID, file = this.file()): T {
    const read = programId === undefined ? undefined : this.read(programId, file);
    return read ?? this.options.compile();
  }

  /** For the build. */
  write(programId: string, file = this.file()): void {
    const image = toImage(this.options.compile(), this.options);
    mkdirSync(new URL('.', file), { recursive: true });
    const checksum = Buffer.alloc(IMAGE_AT - FINGERPRINT_BYTES);
    checksum.writeUInt32LE(crc32(image));
    writeFileSync(file, Buffer.concat([this.fingerprint(programId), checksum, image]));
  }

  private read(programId: string, file: URL): T | undefined {
    try {
      const bytes = readFileSync(file);
      const image = bytes.subarray(IMAGE_AT);
      const isOwn = this.fingerprint(programId).equals(bytes.subarray(0, FINGERPRINT_BYTES));
      const isWhole = crc32(image) === bytes.readUInt32LE(FINGERPRINT_BYTES);
      if (isOwn && isWhole) return fromImage(image, this.options) as T;
    } catch {
      // Not there, not readable, or written by a newer version of V8.
    }
    this.logger.warn(
      `the image of ${this.options.name} cannot be used, so the start takes longer: build again`,
    );
    return undefined;
  }

  private fingerprint(programId: string): Buffer {
    return createHash('sha256').update(programId).update(JSON.stringify(this.options.sources)).digest();
  }

  private file(): URL {
    return new URL(`${this.options.name}.bin`, FOLDER);
  }
}

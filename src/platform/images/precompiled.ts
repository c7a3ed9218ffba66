import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { Logger } from '@nestjs/common';
import { fromImage, toImage, type ImageOptions } from './object-image.js';

export interface PrecompiledOptions<T extends object> extends ImageOptions {
  /** Names the file. */
  name: string;
  /** What the result follows from, as JSON, besides the program itself, which the same build makes. */
  sources: unknown;
  compile: () => T;
}

/** The build puts images beside what tsc makes of this file's folder; sources that run by themselves have none. */
const FOLDER = new URL('../../images/', import.meta.url);
/** A file holds, one after another: the SHA-256 of the sources, the CRC-32 of the image, the image. */
const FINGERPRINT_BYTES = 32;
const IMAGE_AT = FINGERPRINT_BYTES + 4;

/**
 * What takes long to compute and is always the same: the build computes it and keeps an image, a start only reads that.
 * Without an image of just these sources it is computed, so that what is judged by it never depends on a file.
 */
export class Precompiled<T extends object> {
  private readonly logger = new Logger(Precompiled.name);

  constructor(private readonly options: PrecompiledOptions<T>) {}

  load(file = this.file()): T {
    return this.read(file) ?? this.options.compile();
  }

  /** For the build. */
  write(file = this.file()): void {
    const image = toImage(this.options.compile(), this.options);
    mkdirSync(new URL('.', file), { recursive: true });
    const checksum = Buffer.alloc(IMAGE_AT - FINGERPRINT_BYTES);
    checksum.writeUInt32LE(crc32(image));
    writeFileSync(file, Buffer.concat([this.fingerprint(), checksum, image]));
  }

  private read(file: URL): T | undefined {
    if (!existsSync(file)) return undefined;
    try {
      const bytes = readFileSync(file);
      const image = bytes.subarray(IMAGE_AT);
      const isOfSources = this.fingerprint().equals(bytes.subarray(0, FINGERPRINT_BYTES));
      const isWhole = crc32(image) === bytes.readUInt32LE(FINGERPRINT_BYTES);
      if (isOfSources && isWhole) return fromImage(image, this.options) as T;
    } catch {
      // Written by a newer version of V8, or not readable.
    }
    this.logger.warn(
      `the image of ${this.options.name} cannot be used, so the start takes longer: build again`,
    );
    return undefined;
  }

  private fingerprint(): Buffer {
    return createHash('sha256').update(JSON.stringify(this.options.sources)).digest();
  }

  private file(): URL {
    return new URL(`${this.options.name}.bin`, FOLDER);
  }
}

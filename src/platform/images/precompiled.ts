import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
const DIGEST_BYTES = 32;

/*
 * A file holds, one after another: the SHA-256 of the sources, the SHA-256 of the image, the image.
 */

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
    writeFileSync(file, Buffer.concat([this.fingerprint(), sha256(image), image]));
  }

  private read(file: URL): T | undefined {
    if (!existsSync(file)) return undefined;
    try {
      const bytes = readFileSync(file);
      const image = bytes.subarray(2 * DIGEST_BYTES);
      const isOfSources = this.fingerprint().equals(bytes.subarray(0, DIGEST_BYTES));
      const isWhole = sha256(image).equals(bytes.subarray(DIGEST_BYTES, 2 * DIGEST_BYTES));
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
    return sha256(JSON.stringify(this.options.sources));
  }

  private file(): URL {
    return new URL(`${this.options.name}.bin`, FOLDER);
  }
}

function sha256(data: string | Uint8Array): Buffer {
  return createHash('sha256').update(data).digest();
}

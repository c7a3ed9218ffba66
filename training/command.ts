import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { ModelFileError } from '../src/platform/classifier/model-file.js';
import { DataFileError } from './tsv.js';

/** An option is missing or has a value the command does not know. */
export class ArgumentError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'ArgumentError';
  }
}

/**
 * Runs a command: a fault the user can mend is one line and the usage on stderr and exit code 2; no stack. Any other
 * fault is the command's own and is thrown. With `--help` the usage is all there is.
 */
export function runCommand(usage: string, work: () => void): void {
  if (process.argv.slice(2).some((option) => option === '--help' || option === '-h')) {
    process.stdout.write(`Usage: ${usage}\n`);
    return;
  }
  try {
    work();
  } catch (error) {
    if (!isMendable(error)) throw error;
    process.stderr.write(`${error.message}\nUsage: ${usage}\n`);
    process.exitCode = 2;
  }
}

/** A path as the caller means it: npm runs commands in the package's folder and leaves the caller's in INIT_CWD. */
export function callersPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** Makes a folder to write to. @throws {DataFileError} when there can be none. */
export function createFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new DataFileError(path, `cannot be written to (${code ?? 'unknown'})`);
  }
}

function isMendable(error: unknown): error is Error {
  if (error instanceof ArgumentError || error instanceof DataFileError || error instanceof ModelFileError)
    return true;
  // What parseArgs throws is a TypeError that only its code tells from a mistake in the code.
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

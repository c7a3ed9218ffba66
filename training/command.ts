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
 * fault is the command's own and is thrown.
 */
export function runCommand(usage: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isMendable(error)) throw error;
    process.stderr.write(`${error.message}\nUsage: ${usage}\n`);
    process.exitCode = 2;
  }
}

function isMendable(error: unknown): error is Error {
  if (error instanceof ArgumentError || error instanceof DataFileError || error instanceof ModelFileError)
    return true;
  // What parseArgs throws is a TypeError that only its code tells from a mistake in the code.
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

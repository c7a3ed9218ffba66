import { readFileSync } from 'node:fs';

/** A file with data cannot be used. The message names the file and, where there is one, the line; never the text. */
export class DataFileError extends Error {
  constructor(path: string, problem: string, line?: number) {
    super(`${path}${line === undefined ? '' : `:${line}`}: ${problem}`);
    this.name = 'DataFileError';
  }
}

export interface TsvRow<Column extends string> {
  /** The line in the file, the header being line 1. */
  line: number;
  fields: Record<Column, string>;
}

/**
 * Reads a tab-separated file with a header, whose names may be quoted and in any case. Other columns than the named
 * ones are ignored, as are lines of nothing but white space; the spaces around a field are no part of it.
 * @throws {DataFileError} when the file cannot be read, lacks a column, has no rows, or a row lacks a field.
 */
export function readTsv<Column extends string>(path: string, columns: readonly Column[]): TsvRow<Column>[] {
  const [header = '', ...lines] = readLines(path);
  const names = header.split('\t').map(toColumnName);
  const places = columns.map((column) => {
    const place = names.indexOf(column);
    if (place >= 0) return place;
    throw new DataFileError(path, `has no column "${column}" (columns: ${names.join(', ')})`, 1);
  });
  const rows: TsvRow<Column>[] = [];
  lines.forEach((text, index) => {
    if (text.trim() === '') return;
    const cells = text.split('\t');
    const entries = columns.map((column, nth): [Column, string] => {
      const cell = cells[places[nth]!];
      if (cell === undefined) throw new DataFileError(path, `has no field for "${column}"`, index + 2);
      return [column, cell.trim()];
    });
    rows.push({ line: index + 2, fields: Object.fromEntries(entries) as Record<Column, string> });
  });
  if (rows.length === 0) throw new DataFileError(path, 'has no rows');
  return rows;
}

function toColumnName(written: string): string {
  return written
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim()
    .toLowerCase();
}

/** @throws {DataFileError} when the file cannot be read. */
export function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/);
  } catch (error) {
    throw new DataFileError(path, `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}

import type { ApiResponseSchemaHost } from '@nestjs/swagger';

export type SchemaObject = ApiResponseSchemaHost['schema'];

const TIMESTAMP = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const records = new WeakSet<object>();

/** Marks an object of an example whose keys are data (ids, names of functions), all with values of one shape. */
export function keyed<T extends object>(entries: T): T {
  records.add(entries);
  return entries;
}

/** What an example alone cannot show, by the names of its fields. */
export interface ExampleNotes {
  sometimesNull?: ReadonlySet<string>;
  sometimesMissing?: ReadonlySet<string>;
}

/** The schema of an answer whose example shows every field once; so the two cannot disagree. */
export function schemaOf(example: unknown, notes: ExampleNotes = {}, name = ''): SchemaObject {
  const schema = withoutNull(example, notes);
  if (!notes.sometimesNull?.has(name) || typeof schema.type !== 'string' || schema.type === 'object')
    return schema;
  return { ...schema, type: [schema.type, 'null'] };
}

function withoutNull(example: unknown, notes: ExampleNotes): SchemaObject {
  if (typeof example === 'string') {
    return TIMESTAMP.test(example) ? { type: 'string', format: 'date-time' } : { type: 'string' };
  }
  if (typeof example === 'number') return { type: 'number' };
  if (typeof example === 'boolean') return { type: 'boolean' };
  if (Array.isArray(example)) return { type: 'array', items: schemaOf(example[0], notes) };
  if (typeof example !== 'object' || example === null) return {};
  if (records.has(example)) {
    return { type: 'object', additionalProperties: schemaOf(Object.values(example)[0], notes) };
  }
  return {
    type: 'object',
    required: Object.keys(example).filter((key) => !notes.sometimesMissing?.has(key)),
    properties: Object.fromEntries(
      Object.entries(example).map(([key, value]) => [key, schemaOf(value, notes, key)]),
    ),
  };
}

import { keyed, schemaOf } from './example-schema.js';

describe('schemaOf', () => {
  it('reads the types of an example', () => {
    expect(
      schemaOf({ at: '2025-06-01T08:00:00.000Z', name: 'a', count: 1, on: true, list: [{ id: 'x' }] }),
    ).toEqual({
      type: 'object',
      required: ['at', 'name', 'count', 'on', 'list'],
      properties: {
        at: { type: 'string', format: 'date-time' },
        name: { type: 'string' },
        count: { type: 'number' },
        on: { type: 'boolean' },
        list: {
          type: 'array',
          items: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
        },
      },
    });
  });

  it('takes the keys of a keyed object for data', () => {
    expect(schemaOf(keyed({ one: 1 }))).toEqual({
      type: 'object',
      additionalProperties: { type: 'number' },
    });
  });

  it('says what may be null or missing, and leaves open what an example cannot show', () => {
    const notes = { sometimesNull: new Set(['rate']), sometimesMissing: new Set(['details']) };
    expect(schemaOf({ rate: 1, details: null, empty: [] }, notes)).toEqual({
      type: 'object',
      required: ['rate', 'empty'],
      properties: { rate: { type: ['number', 'null'] }, details: {}, empty: { type: 'array', items: {} } },
    });
  });
});

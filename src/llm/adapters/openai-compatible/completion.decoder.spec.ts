import fc from 'fast-check';
import { chunkEvent } from '../../../../test/support/model-wire.js';
import type { LanguageModelError } from '../../ports/language-model.js';
import { CompletionDecoder, type AnswerFormat } from './completion.decoder.js';

const DONE = 'data: [DONE]\n\n';
const REPLY = '别急，我在这儿。😀 Take a breath.';
const EVENTS =
  ': keep-alive\n\n' +
  chunkEvent({ role: 'assistant', content: '' }) +
  chunkEvent({ reasoning_content: 'the user is sad' }) +
  [...REPLY].map((character) => chunkEvent({ content: character })).join('') +
  chunkEvent({}, 'stop') +
  'data: {"choices":[],"usage":{"total_tokens":9}}\n\n' +
  DONE;

function decode(parts: readonly (string | Uint8Array)[], format: AnswerFormat = 'events') {
  const decoder = new CompletionDecoder({ format, opensThinking: false });
  let text = '';
  for (const part of parts) {
    text += decoder.push(Buffer.from(part as string));
    if (decoder.finished) break;
  }
  text += decoder.end();
  let failure: string | undefined;
  try {
    decoder.assertWhole();
  } catch (error) {
    failure = (error as LanguageModelError).failure;
  }
  return { text, failure };
}

function split(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [...new Set(at.map((place) => place % bytes.length))].sort((a, b) => a - b);
  return [...places, bytes.length].map((place, index) => bytes.subarray(places[index - 1] ?? 0, place));
}

const toEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

describe('CompletionDecoder', () => {
  it.each(['\n', '\r\n', '\r'])('reads the reply when every byte comes alone (line end %j)', (lineEnd) => {
    const bytes = Buffer.from(EVENTS.replaceAll('\n', lineEnd));
    expect(decode([...bytes].map((byte) => Buffer.of(byte)))).toEqual({ text: REPLY, failure: undefined });
  });

  it('reads the same reply wherever the bytes are cut', () => {
    const bytes = Buffer.from(EVENTS);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 40 }), (places) => {
        expect(decode(split(bytes, places))).toEqual({ text: REPLY, failure: undefined });
      }),
    );
  });

  it.each<[string, string, { text: string; failure: string | undefined }]>([
    [
      'no blank line after [DONE]',
      chunkEvent({ content: '好' }) + 'data: [DONE]',
      { text: '好', failure: undefined },
    ],
    [
      'no [DONE] but a finish reason',
      chunkEvent({ content: '好' }, 'stop'),
      { text: '好', failure: undefined },
    ],
    [
      'no space after the colon',
      'data:{"choices":[{"delta":{"content":"好"}}]}\n\ndata:[DONE]\n\n',
      { text: '好', failure: undefined },
    ],
    [
      'a byte order mark',
      '\ufeff' + chunkEvent({ content: '好' }) + DONE,
      { text: '好', failure: undefined },
    ],
    [
      'an empty finish reason on every chunk',
      chunkEvent({ content: '好' }, '') + chunkEvent({ content: '的' }, '') + DONE,
      { text: '好的', failure: undefined },
    ],
    [
      'the whole message in one event',
      'data: {"choices":[{"message":{"content":"好"},"finish_reason":"stop"}]}\n\n',
      { text: '好', failure: undefined },
    ],
    [
      'content in parts',
      chunkEvent({ content: [{ type: 'thinking', thinking: 'x' }, { type: 'text', text: '好' }, null] }) +
        DONE,
      { text: '好', failure: undefined },
    ],
    [
      'another choice',
      'data: {"choices":[{"index":1,"delta":{"content":"x"}},{"index":0,"delta":{"content":"好"}}]}\n\n' +
        DONE,
      { text: '好', failure: undefined },
    ],
    [
      'the same chunk twice',
      chunkEvent({ content: '哈' }).repeat(2) + DONE,
      { text: '哈哈', failure: undefined },
    ],
    [
      'text after the end',
      chunkEvent({ content: '好' }, 'stop') + chunkEvent({ content: 'x' }) + DONE,
      { text: '好', failure: undefined },
    ],
    [
      'null where objects belong',
      'data: {"choices":[null,{"delta":null,"message":null}]}\n\n' + chunkEvent({ content: '好' }) + DONE,
      { text: '好', failure: undefined },
    ],
    [
      'an end in the middle of an event',
      chunkEvent({ content: '好' }) + 'data: {"choices":[{"del',
      { text: '好', failure: 'truncated' },
    ],
    ['an end without a word', '', { text: '', failure: 'truncated' }],
    [
      'the length limit',
      chunkEvent({ content: '好' }) + chunkEvent({}, 'length') + DONE,
      { text: '好', failure: 'truncated' },
    ],
    [
      'the content filter',
      chunkEvent({ content: '好' }) + chunkEvent({}, 'content_filter') + DONE,
      { text: '好', failure: 'rejected' },
    ],
    ['no text', chunkEvent({ content: ' \n' }) + DONE, { text: '', failure: 'empty' }],
    ['only thinking', chunkEvent({ content: '<think>x</think>' }) + DONE, { text: '', failure: 'empty' }],
    [
      'an error event',
      chunkEvent({ content: '好' }) + 'data: {"error":{"message":"secret"}}\n\n' + DONE,
      { text: '好', failure: 'truncated' },
    ],
    [
      'broken JSON',
      chunkEvent({ content: '好' }) + 'data: {"choices"\n\n' + DONE,
      { text: '好', failure: 'invalid_stream' },
    ],
    ['JSON that is no object', 'data: 7\n\n' + DONE, { text: '', failure: 'invalid_stream' }],
    [
      'thinking that was shown before it was closed',
      chunkEvent({ content: 'x' }) + chunkEvent({ content: '</think>好' }) + DONE,
      { text: 'x', failure: 'invalid_stream' },
    ],
  ])('judges a stream with %s', (_name, stream, expected) => {
    const parts = stream.split(/(?<=\n\n)/);
    expect(decode(parts)).toEqual(expected);
  });

  it('reads what comes an event at a time as it reads single bytes', () => {
    const content = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.constantFrom(
        '心',
        '"',
        '\\',
        '\\"',
        '\n',
        '\u2028',
        '<think>',
        '</think>',
        '',
        'content',
        'bench',
        '\ud83d',
      ),
    );
    const spelled = fc.tuple(content, fc.constantFrom('plain', 'ascii', 'raw')).map(([text, spelling]) => {
      if (spelling === 'raw') return `"${text}"`; // often no JSON at all
      const literal = JSON.stringify(text);
      return spelling === 'plain' ? literal : literal.replace(/[^ -~]/g, toEscape);
    });
    const shape = fc.constantFrom(
      (text: string) =>
        `data: {"id":"1","model":"bench","choices":[{"index":0,"delta":{"content":${text}}}]}\n\n`,
      (text: string) => `data:{"choices":[{"delta":{"content": ${text} },"finish_reason":""}]}\n\n`,
      (text: string) => `data: {"choices":[{"index":1,"delta":{"content":${text}}}]}\n\n`,
      (text: string) => `data: {"choices":[{"delta":{"content":${text}},"finish_reason":"stop"}]}\n\n`,
      (text: string) => `data: {"choices":[{"delta":{"content":${text}}}],"error":${text}}\n\n`,
      (text: string) => `: ${text}\r\n\r\n`,
      (text: string) => `id: 7\ndata: {"choices":[{"delta":\ndata: {"content":${text}}}]}\n\n`,
    );
    const events = fc.array(
      fc
        .tuple(shape, fc.array(spelled, { minLength: 1, maxLength: 6 }))
        .map(([event, texts]) => texts.map(event)),
      { maxLength: 6 },
    );
    const odd = fc.constantFrom<Buffer<ArrayBufferLike>[]>(
      Buffer.of(),
      Buffer.of(0xff),
      Buffer.from('\ufeff'),
      Buffer.from('data'),
    );
    fc.assert(
      fc.property(events, odd, fc.nat({ max: 40 }), fc.nat({ max: 3 }), (groups, noise, at, joined) => {
        const reads: Buffer[] = groups.flat().map((event) => Buffer.from(event));
        reads.splice(at % (reads.length + 1), 0, noise);
        const parts = joined === 0 ? reads : [Buffer.concat(reads.splice(0, joined)), ...reads];
        const bytes = [...Buffer.concat(parts)].map((byte) => Buffer.of(byte));
        expect(decode(parts)).toEqual(decode(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads what is no UTF-8 in a text as if no chunk had been like it before', () => {
    const event = chunkEvent({ content: '好' });
    const broken = Buffer.from(chunkEvent({ content: '?' }));
    broken[broken.indexOf('?')] = 0xe5;
    const reads = [event, event, broken, event].map((part) => Buffer.from(part));
    const bytes = [...Buffer.concat(reads)].map((byte) => Buffer.of(byte));
    expect(decode(reads)).toEqual(decode(bytes));
    expect(decode(reads).text).toBe('好好\ufffd好');
  });

  it('cuts a reply that does not end', () => {
    const event = chunkEvent({ content: '好'.repeat(1000) });
    const { text, failure } = decode(new Array<string>(100).fill(event));
    expect(failure).toBe('invalid_stream');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(200_000);
  });

  it('cuts an event that does not end', () => {
    const parts = ['data: "', ...new Array<string>(100).fill('x'.repeat(10_000))];
    expect(decode(parts)).toEqual({ text: '', failure: 'invalid_stream' });
  });

  it.each<[string, string, { text: string; failure: string | undefined }]>([
    [
      'a whole reply',
      '{"choices":[{"message":{"content":"<think>x</think>好"},"finish_reason":"stop"}]}',
      { text: '好', failure: undefined },
    ],
    [
      'a cut one',
      '{"choices":[{"message":{"content":"好"},"finish_reason":"length"}]}',
      { text: '好', failure: 'truncated' },
    ],
    ['no choices', '{"choices":[]}', { text: '', failure: 'empty' }],
    ['an error', '{"error":{"message":"secret"}}', { text: '', failure: 'truncated' }],
    ['no JSON', '{"choices":', { text: '', failure: 'invalid_stream' }],
    ['too much of it', `"${'x'.repeat(600_000)}"`, { text: '', failure: 'invalid_stream' }],
  ])('reads one JSON document with %s', (_name, document, expected) => {
    expect(decode(split(Buffer.from(document), [7, 30]), 'document')).toEqual(expected);
  });

  it('takes a web page for no reply', () => {
    expect(decode(['<html>'], 'page')).toEqual({ text: '', failure: 'invalid_stream' });
  });
});

import { PinoLoggerService } from './pino-logger.service.js';

const WORDS = '我今天很难过 private-words';

function capture(logLevel: 'info' | 'trace' | 'silent' = 'trace') {
  const lines: string[] = [];
  const logger = new PinoLoggerService({ logLevel }, { write: (line: string) => void lines.push(line) });
  return { logger, lines, last: () => JSON.parse(lines.at(-1)!) as Record<string, unknown> };
}

describe('PinoLoggerService', () => {
  it('writes one JSON line with level, time, context and fields', () => {
    const { logger, last } = capture();
    logger.log({ event: 'request', duration_ms: 12 }, 'Http');
    expect(last()).toMatchObject({
      level: 'info',
      service: 'xinyu',
      context: 'Http',
      event: 'request',
      duration_ms: 12,
      time: expect.stringMatching(/^\d{4}-.*Z$/) as string,
    });
    logger.log('started', { port: 1 }, 'Main');
    expect(last()).toMatchObject({ msg: 'started', port: 1, context: 'Main' });
  });

  it('keeps each of the levels of Nest', () => {
    const { logger, lines } = capture();
    for (const level of ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const)
      logger[level]('x', 'C');
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual([
      'fatal',
      'error',
      'warn',
      'info',
      'debug',
      'trace',
    ]);
  });

  it('leaves out what is below the level, and everything when silent', () => {
    const info = capture('info');
    info.logger.debug('x', 'C');
    expect(info.lines).toEqual([]);
    const silent = capture('silent');
    silent.logger.fatal('x', 'C');
    expect(silent.lines).toEqual([]);
  });

  it('writes kind, code and place of an error, never its words', () => {
    const { logger, lines, last } = capture();
    const cause = Object.assign(new Error(`invalid input: ${WORDS}`), { code: '22P05' });
    logger.error(new TypeError(`${WORDS}\nsecond line ${WORDS}`, { cause }), 'Chat');
    expect(last()).toMatchObject({
      error: 'TypeError',
      cause: { error: 'Error', code: '22P05' },
      context: 'Chat',
    });
    expect(last().at).toEqual(expect.arrayContaining([expect.stringContaining('pino-logger.service.spec')]));
    logger.error('step failed', new Error(WORDS).stack, 'Chat');
    expect(last()).toMatchObject({ msg: 'step failed', context: 'Chat' });
    logger.warn('odd', WORDS, 'Chat');
    logger.error({ thrown: 1 }, [1], 7, 'Chat');
    expect(lines.join('')).not.toContain('private-words');
  });

  it('cuts out fields that must never be logged', () => {
    const { logger, lines } = capture();
    logger.log(
      { message: WORDS, user: { text: WORDS }, request: { headers: { authorization: WORDS } } },
      'C',
    );
    expect(lines.join('')).not.toContain('private-words');
    expect(lines.join('')).toContain('[redacted]');
  });

  it('says why the application could not start', () => {
    const { logger, last } = capture();
    logger.error(new Error("Nest can't resolve dependencies of X"), 'ExceptionHandler');
    expect(last().msg).toContain('dependencies of X');
  });

  it('survives thrown values that are not errors', () => {
    const { logger, last } = capture();
    logger.error(undefined, 'C');
    expect(last()).toMatchObject({ level: 'error', context: 'C' });
  });
});

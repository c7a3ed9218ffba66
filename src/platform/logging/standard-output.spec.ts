import { PinoLoggerService } from './pino-logger.service.js';
import { StandardOutput } from './standard-output.js';

describe('StandardOutput', () => {
  function setUp() {
    let buffered = '';
    let written = '';
    const output = new StandardOutput({
      write: (line: string) => void (buffered += line),
      flushSync: () => {
        written += buffered;
        buffered = '';
      },
    });
    const logger = new PinoLoggerService({ logLevel: 'info' }, output);
    const lines = (): string[] =>
      written.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as { msg: string }).msg));
    return { logger, output, lines };
  }

  it('gathers ordinary lines and writes a warning or an error at once, in order', () => {
    const { logger, lines } = setUp();
    logger.log('one', 'C');
    logger.log('two', 'C');
    expect(lines()).toEqual([]);
    logger.warn('three', 'C');
    expect(lines()).toEqual(['one', 'two', 'three']);
    logger.log('four', 'C');
    logger.error('five', 'C');
    expect(lines()).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('writes an ordinary line soon, with a timer only while something waits', () => {
    jest.useFakeTimers();
    const { logger, lines } = setUp();
    expect(jest.getTimerCount()).toBe(0);
    logger.log('one', 'C');
    jest.advanceTimersByTime(50);
    expect(lines()).toEqual(['one']);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('writes what is left when it is told to', () => {
    const { logger, output, lines } = setUp();
    logger.log('last', 'C');
    output.flush();
    expect(lines()).toEqual(['last']);
  });
});

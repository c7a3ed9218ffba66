import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { OperationsConfig } from '../../config/config.slices.js';
import { errorFacts, stackFrames } from './error-facts.js';
import { StandardOutput } from './standard-output.js';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Nest reports what it met while the application starts under these names; no request has been read by then. */
const BOOT_CONTEXTS: ReadonlySet<string> = new Set(['ExceptionHandler', 'NestFactory', 'InstanceLoader']);

/** A second line of defence: fields that must never be logged are cut out even when somebody passes them. */
const FORBIDDEN_FIELDS = [
  'message',
  'text',
  'content',
  'prompt',
  'response',
  'body',
  'payload',
  'metadata',
  'authorization',
  'cookie',
  'token',
  'password',
  'apiKey',
  'api_key',
];

/** Nest's logger as JSON lines on standard output. */
export class PinoLoggerService implements LoggerService {
  private readonly pino: Pino;

  constructor(
    config: Pick<OperationsConfig, 'logLevel'> & { workerId?: number | undefined },
    destination: DestinationStream = StandardOutput.shared,
  ) {
    this.pino = pino(
      {
        level: config.logLevel,
        base: { service: 'xinyu', ...(config.workerId !== undefined && { worker: config.workerId }) },
        messageKey: 'msg',
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        redact: {
          paths: FORBIDDEN_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
          censor: '[redacted]',
        },
      },
      destination,
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest passes `(message, ...details, context)`, and for errors `(message, stack, context)`. */
  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const last = rest.at(-1);
    const hasContext = typeof last === 'string' && !last.includes('\n');
    const fields: Record<string, unknown> = hasContext ? { context: last } : {};
    for (const detail of hasContext ? rest.slice(0, -1) : rest) addDetail(fields, detail);
    if (typeof message === 'string') {
      this.pino[level](fields, message);
      return;
    }
    addDetail(fields, message);
    const boot = message instanceof Error && typeof last === 'string' && BOOT_CONTEXTS.has(last);
    this.pino[level](fields, boot ? message.message : undefined);
  }
}

function addDetail(fields: Record<string, unknown>, detail: unknown): void {
  if (detail === undefined) return;
  if (detail instanceof Error) Object.assign(fields, errorFacts(detail));
  else if (typeof detail === 'string') {
    // Only a stack is expected here; its first line is the error's message and stays out.
    const frames = stackFrames(detail);
    if (frames.length > 0) fields.at = frames;
  } else if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) {
    Object.assign(fields, detail);
  } else fields.detail = detail;
}

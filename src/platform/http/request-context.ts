import type { Request, Response } from 'express';
import { newSecretId } from '../identity/identifiers.js';
import type { ErrorCode } from '../errors/domain-error.js';

/** What the platform knows of one HTTP request. It holds no text and no user. */
export class RequestContext {
  private readonly phaseMs = new Map<string, number>();
  private firstByteMs: number | undefined;
  /** The code of the problem that was answered, for the access log. */
  errorCode: ErrorCode | undefined;

  constructor(
    readonly requestId: string,
    private readonly startedAt: number = performance.now(),
  ) {}

  get elapsedMs(): number {
    return performance.now() - this.startedAt;
  }

  /** Milliseconds until the answer began, once it did. */
  get timeToFirstByteMs(): number | undefined {
    return this.firstByteMs;
  }

  /** Called by whoever writes the first piece of the answer; later calls change nothing. */
  markFirstByte(): void {
    this.firstByteMs ??= this.elapsedMs;
  }

  /** Names a part of the work for Server-Timing. The name comes from code and is a header token. */
  phase(name: string, durationMs: number): void {
    this.phaseMs.set(name, durationMs);
  }

  /** The value of the Server-Timing header as of now. */
  serverTiming(): string {
    return [...this.phaseMs, ['total', this.elapsedMs] as const]
      .map(([name, durationMs]) => `${name};dur=${durationMs.toFixed(1)}`)
      .join(', ');
  }
}

const contexts = new WeakMap<Response, RequestContext>();

export function openRequestContext(response: Response, requestId: string): RequestContext {
  const context = new RequestContext(requestId);
  contexts.set(response, context);
  return context;
}

/** The context of an answer; one is made when a request came past the middleware, so callers need no check. */
export function requestContext(response: Response): RequestContext {
  return contexts.get(response) ?? openRequestContext(response, newSecretId());
}

const UNMATCHED = 'unmatched';

/** The route's pattern, never the path that was asked for: a path holds ids and is an open set. */
export function routeTemplate(request: Request): string {
  const route: unknown = request.route;
  const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
  return typeof path === 'string' ? path : UNMATCHED;
}

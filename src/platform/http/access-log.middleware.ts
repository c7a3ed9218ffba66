import { Logger } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Metrics } from '../metrics/metrics.js';
import { requestContext, routeTemplate } from './request-context.js';

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Probes come every few seconds; a 503 is what they are there to read while the service starts or drains. */
const PROBE_ROUTES = /^\/(health|healthz|livez|readyz)(\/|$)/;
/** Scrapes and the operator page come as often and would drown the rest; their faults are worth a look. */
const QUIET_ROUTES = /^\/(metrics|performance)(\/|$)/;

/**
 * One line and one measurement per answer, written when the connection is done with it: that moment also covers
 * streams, refused requests and clients that left, which never reach an interceptor's `finalize`.
 */
export function accessLog(metrics: Metrics): RequestHandler {
  const logger = new Logger('Http');
  const labels = ['route', 'method', 'status'] as const;
  const durations = metrics.histogram('http_request_duration_seconds', 'Time until an answer ended', labels);
  const firstBytes = metrics.histogram('http_first_byte_seconds', 'Time until an answer began', labels);

  return (request: Request, response: Response, next: NextFunction) => {
    response.once('close', () => {
      const context = requestContext(response);
      const route = routeTemplate(request);
      const method = METHODS.has(request.method) ? request.method : 'OTHER';
      const left = !response.writableFinished;
      const status = left ? 'client_left' : `${Math.floor(response.statusCode / 100)}xx`;
      const durationMs = context.elapsedMs;
      const firstByteMs = context.timeToFirstByteMs;
      durations.observe({ route, method, status }, durationMs / 1000);
      if (firstByteMs !== undefined) firstBytes.observe({ route, method, status }, firstByteMs / 1000);
      logger[levelOf(route, response.statusCode)]({
        event: 'request',
        request_id: context.requestId,
        method,
        route,
        status: response.statusCode,
        duration_ms: Math.round(durationMs * 10) / 10,
        ...(firstByteMs === undefined ? {} : { first_byte_ms: Math.round(firstByteMs * 10) / 10 }),
        ...(context.errorCode === undefined ? {} : { code: context.errorCode }),
        ...(left ? { client_left: true } : {}),
      });
    });
    next();
  };
}

function levelOf(route: string, statusCode: number): 'debug' | 'log' | 'warn' {
  if (PROBE_ROUTES.test(route)) return 'debug';
  if (statusCode >= 500) return 'warn';
  return QUIET_ROUTES.test(route) ? 'debug' : 'log';
}

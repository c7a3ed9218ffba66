import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { HttpConfig } from '../../config/config.slices.js';
import { Metrics } from '../metrics/metrics.js';
import { Profiler } from '../profiling/profiler.js';
import { accessLog } from './access-log.middleware.js';
import { JSON_BODY_OPTIONS, LARGE_JSON_BODY_OPTIONS, refuseForeignBodies } from './json-body.middleware.js';
import { answerMalformedRequests, leaveMissingHostToUs, refuseMissingHost } from './malformed-request.js';
import { ProblemFilter } from './problem.filter.js';
import { REQUEST_ID_HEADER, assignRequestId } from './request-id.middleware.js';
import { TimingInterceptor } from './timing.interceptor.js';
import { validationPipe } from './validation-pipe.js';

/** Longer than the idle timeouts of common proxies (60 s), so that they close first and never meet a dying socket. */
const KEEP_ALIVE_MS = 65_000;
/** A client has this long to send its headers, and the whole of its small body. */
const HEADERS_TIMEOUT_MS = 20_000;
const REQUEST_ARRIVAL_TIMEOUT_MS = 30_000;

/** What scripts of another origin may read: the ids of a stream in its plain form are only in headers. */
const EXPOSED_HEADERS = [
  REQUEST_ID_HEADER,
  'Retry-After',
  'Server-Timing',
  'X-Session-Id',
  'X-Message-Id',
  'X-Stream-Id',
  'Idempotency-Replayed',
];

/**
 * Everything HTTP that holds for all routes. Create the application with `bodyParser: false` and call this before
 * `init` or `listen`.
 */
export function configureHttp(app: NestExpressApplication, config: HttpConfig): void {
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxyHops);
  app.set('query parser', 'simple');
  app.use(assignRequestId);
  app.use(accessLog(app.get(Metrics)));
  app.use(securityHeaders());
  app.use(refuseMissingHost);
  if (config.corsOrigins.length > 0) {
    app.enableCors({
      origin: [...config.corsOrigins],
      methods: ['GET', 'POST', 'DELETE'],
      exposedHeaders: EXPOSED_HEADERS,
      maxAge: 600,
    });
  }
  app.use(refuseForeignBodies);
  // Each leaves alone what the one before it has read.
  app.useBodyParser('json', LARGE_JSON_BODY_OPTIONS);
  app.useBodyParser('json', JSON_BODY_OPTIONS);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalInterceptors(new TimingInterceptor(app.get(Profiler)));

  const server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_ARRIVAL_TIMEOUT_MS;
  answerMalformedRequests(server);
  leaveMissingHostToUs(server);
}

/** Strict, except for inline styles: the API documentation page cannot draw itself without them. */
function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  });
}

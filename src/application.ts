import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { WsAdapter } from '@nestjs/platform-ws';
import { setTimeout as delay } from 'node:timers/promises';
import { AppModule } from './app.module.js';
import { parseSocketMessage } from './chat/frames/ws.codec.js';
import { StreamPublisher } from './chat/streams/stream-publisher.js';
import { StreamsElsewhere } from './chat/streams/streams-elsewhere.js';
import { DatabaseConfig, HttpConfig } from './config/config.slices.js';
import type { Environment } from './config/env.schema.js';
import { configureDocs } from './platform/http/docs.js';
import { configureHttp } from './platform/http/security.js';
import { PinoLoggerService } from './platform/logging/pino-logger.service.js';
import { Database } from './platform/database/database.js';
import { Lifecycle } from './platform/lifecycle/lifecycle.js';
import { StreamRegistry } from './platform/streams/stream-registry.js';
import { TaskQueue } from './tasks/task-queue.js';

/** A first open of the embedded database takes 4-10 s; beyond this the service starts without it and heals. */
const EMBEDDED_OPEN_MS = 20_000;
/** A server that is there takes a moment; one that is away is not waited for. */
const SERVER_OPEN_MS = 1000;
/** Streams that were told to end get this long to say so. */
const LAST_WORDS_MS = 2000;
/** Their last frames, for the replicas that serve them from now on. */
const LAST_FRAMES_MS = 500;
const TASK_DRAIN_MS = 5000;
/**
 * Connections the system keeps until this process gets round to accepting them; it cuts this to its own limit. Node asks
 * for 511, which a burst of thousands overflows while the event loop is busy, and then some of them are reset.
 */
const LONGEST_ACCEPT_QUEUE = 4096;

/** What Nest hands on to Node, though its types do not say so. */
interface Listener {
  listen(port: number, host: string, backlog: number): Promise<unknown>;
}

/** The whole service, wired and configured, not listening yet. Tests and `main.ts` start it the same way. */
export async function createApplication(
  environment: Environment,
  { workerId }: { workerId?: number | undefined } = {},
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.for(environment), {
    logger: new PinoLoggerService({ logLevel: environment.LOG_LEVEL, workerId }),
    bodyParser: false,
    forceCloseConnections: true,
    abortOnError: false,
  });
  app.useWebSocketAdapter(
    new WsAdapter(app, {
      messageParser: (data) => {
        const request = parseSocketMessage(toText(data));
        return { event: request.kind, data: request };
      },
    }),
  );
  configureHttp(app, app.get(HttpConfig));
  configureDocs(app);
  return app;
}

/**
 * Listens; the service is ready once the database was reached and migrated. The embedded database opens first, so that
 * the first message a newcomer sends finds it; a server gets a moment. Resolves to the address.
 */
export async function start(app: NestExpressApplication): Promise<string> {
  const { port, host } = app.get(HttpConfig);
  const ready = app.get(Database).ready.then(() => app.get(Lifecycle).markReady());
  await app.init();
  const openMs = app.get(DatabaseConfig).url === undefined ? EMBEDDED_OPEN_MS : SERVER_OPEN_MS;
  await Promise.race([ready, delay(openMs, undefined, { ref: false })]);
  await (app as unknown as Listener).listen(port, host, LONGEST_ACCEPT_QUEUE);
  return app.getUrl();
}

/**
 * Ends the service without breaking what it promised: not ready and no new turns at once; open streams may finish
 * within the grace, then end with one `shutting_down` frame, also those that another process runs; the background queue is drained; then everything closes.
 */
export async function shutDown(app: NestExpressApplication): Promise<void> {
  const lifecycle = app.get(Lifecycle);
  const [turns, readers] = [app.get(StreamRegistry), app.get(StreamsElsewhere)];
  const whenIdle = () => Promise.all([turns.whenIdle(), readers.whenIdle()]);
  lifecycle.startDraining();
  await Promise.race([whenIdle(), delay(app.get(HttpConfig).shutdownGraceMs, undefined, { ref: false })]);
  lifecycle.cutStreams();
  await Promise.race([whenIdle(), delay(LAST_WORDS_MS, undefined, { ref: false })]);
  await app.get(StreamPublisher).drain(LAST_FRAMES_MS);
  await app.get(TaskQueue).drain(TASK_DRAIN_MS);
  await app.close();
}

/** `ws` hands text over as a string, a buffer or pieces of one. */
function toText(data: string | Buffer | ArrayBuffer | Buffer[]): string {
  if (typeof data === 'string') return data;
  return Array.isArray(data) ? Buffer.concat(data).toString() : Buffer.from(data as ArrayBuffer).toString();
}

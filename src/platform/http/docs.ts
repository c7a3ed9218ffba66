import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import type { Express, NextFunction, Request, RequestHandler, Response } from 'express';
import { ADMIN_SECURITY } from './admin-security.js';
import { loadSwagger } from './api-documentation.js';

const DESCRIPTION = `The backend of an emotional-support chatbot.

Times in bodies are seconds, timestamps are ISO 8601 with a zone, every answer carries \`X-Request-Id\`, and every fault
is \`application/problem+json\` (RFC 9457). A body is JSON of at most 192 KiB, at
\`POST /emotion/analyze\` 2 MiB. Streams are described at their routes.

## WebSocket

\`ws://<host>/streaming/ws\`; a message is one JSON object of at most 160 KiB.

| a client sends | what it does |
| --- | --- |
| \`{"message", "session_id"?, "user_id"?, "metadata"?, "request_id"?}\` | starts a turn; the fields are those of \`POST /streaming/chat/with-metadata\`. \`"type":"message"\` may be added. Several turns may run at once, at most 16 (one more is \`rate_limited\`, unless it shows a crisis), each with a \`request_id\` of its own; without one, an id is made. Sent again within a day by the same user, with the same fields, also on another socket, it is the same turn, as with \`Idempotency-Key\`; with other fields it is refused (\`idempotency_conflict\`) on the same socket or while that turn runs. A bare number is never such a key, and without a user_id and a session_id only a UUID is |
| \`{"type":"cancel","request_id"}\` | ends that turn with an \`error\` frame of code \`cancelled\`; one that is not running is already ended |
| \`{"type":"resume","stream_id","last_event_id"?,"user_id"?,"request_id"?}\` | reads a stream on, as \`GET /streaming/chat/{stream_id}\` does; \`last_event_id\` is the \`id\` of the last frame that arrived |
| \`{"type":"ping"}\` | is answered with \`{"type":"pong"}\` |

| the service sends | when |
| --- | --- |
| the frames of \`POST /streaming/chat/with-metadata\`, each with the \`request_id\` of its turn and its \`id\` | during a turn; exactly one \`complete\` or \`error\` ends it, there is no \`[DONE]\` |
| \`{"type":"error","code","message","request_id"}\` | a message cannot be understood, or a turn is refused or fails; the socket stays open |
| close 1001 | the service ends |
| close 1009 | a message is longer than 160 KiB |
| close 1013 | streaming is switched off |`;

/** Routes from the start, so that another method is refused there and not unknown. */
const PAGES = ['/docs', '/docs/index.html', '/docs-json', '/docs-yaml'];
const DOCS_PATH = /^\/docs(?:-json|-yaml)?(?:\/|$)/i;

/**
 * `/docs` for people, `/docs-json` for tools. What they show is loaded and built for the first who asks, since a start
 * should not wait for it.
 */
export function configureDocs(app: NestExpressApplication): void {
  let built: Promise<RequestHandler> | undefined;
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!DOCS_PATH.test(request.path)) return next();
    built ??= buildDocs(app);
    built.then(
      (docs) => void docs(request, response, next),
      (error: unknown) => {
        built = undefined;
        next(error);
      },
    );
  });

  for (const page of PAGES) app.getHttpAdapter().get(page, (_request, _response, next) => void next?.());
}

async function buildDocs(app: NestExpressApplication): Promise<RequestHandler> {
  const { DocumentBuilder, SwaggerModule } = await loadSwagger();
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('心语 (XinYu)')
    .setDescription(DESCRIPTION)
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'ADMIN_TOKEN' }, ADMIN_SECURITY)
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const pages = new ExpressAdapter();
  // What the setup uses of an application: where routes go, and where files are served.
  const site = {
    getHttpAdapter: () => pages,
    useStaticAssets: (folder: string, options: { prefix: string }) =>
      void pages.useStaticAssets(folder, options),
  } as unknown as INestApplication;
  SwaggerModule.setup('docs', site, document, {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: '心语 (XinYu) API',
  });
  return pages.getInstance<Express>().router;
}

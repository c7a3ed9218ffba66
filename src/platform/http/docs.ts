import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

const DESCRIPTION = `The backend of an emotional-support chatbot.

Times in bodies are seconds, timestamps are ISO 8601 with a zone, every answer carries \`X-Request-Id\`, and every fault
is \`application/problem+json\` (RFC 9457). Streams are described at their routes. The WebSocket at
\`/streaming/ws\` takes \`{"message", "session_id"?, "user_id"?, "metadata"?, "request_id"?}\`,
\`{"type":"cancel","request_id"}\` and \`{"type":"ping"}\`, and sends the frames of
\`/streaming/chat/with-metadata\`, each with its \`request_id\`.`;

/** `/docs` for people, `/docs-json` for tools. */
export function configureDocs(app: NestExpressApplication): void {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('心语 (XinYu)')
    .setDescription(DESCRIPTION)
    .setVersion('1.0.0')
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'ADMIN_TOKEN' }, 'admin')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config), {
    jsonDocumentUrl: 'docs-json',
    customSiteTitle: '心语 (XinYu) API',
  });
}

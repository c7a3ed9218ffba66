import { requestJson, tell, type JsonBody } from '../support/client.js';
import { startService, type Service } from '../support/service.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  oneOf?: Schema[];
}

interface Content {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

interface Operation {
  summary?: string;
  operationId: string;
  security?: Record<string, string[]>[];
  parameters: { name: string; in: string }[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}

interface Document {
  openapi: string;
  info: { description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, unknown> };
}

interface RouterLayer {
  route?: { path: string; methods: Record<string, boolean> };
}

describe('the API documentation', () => {
  let service: Service;
  let document: Document;
  let operations: [name: string, operation: Operation][];

  beforeAll(async () => {
    service = await startService();
    document = (await requestJson(`${service.url}/docs-json`)).body as Document;
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );
  }, 60_000);
  afterAll(() => service.stop());

  const operation = (name: string): Operation => {
    const found = operations.find(([known]) => known === name)?.[1];
    if (!found) throw new Error(`${name} is not documented`);
    return found;
  };

  it('is OpenAPI 3.1 for tools and a page for people', async () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    const page = await fetch(`${service.url}/docs`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('swagger-ui');
  });

  it('knows exactly the routes that the running service answers', () => {
    const router = (service.app.getHttpAdapter().getInstance() as { router: { stack: RouterLayer[] } })
      .router;
    const registered = router.stack.flatMap(({ route }) => {
      if (!route || /^\/docs(-json|-yaml)?(\/|$)/.test(route.path)) return [];
      const path = route.path.replace(/:(\w+)/g, '{$1}').replace(/(.)\/$/, '$1');
      return Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${path}`);
    });
    expect(registered.length).toBeGreaterThan(20);
    expect(operations.map(([name]) => name).sort()).toEqual([...new Set(registered)].sort());
  });

  it('gives every operation a summary, an id of its own and its path parameters', () => {
    for (const [name, { summary, parameters }] of operations) {
      expect([name, summary]).toEqual([name, expect.stringMatching(/\w{3}/)]);
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect([name, parameters.filter((one) => one.in === 'path').map((one) => one.name)]).toEqual([
        name,
        inPath,
      ]);
    }
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('shows a schema and an example of every good answer', () => {
    for (const [name, { responses }] of operations) {
      const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
      expect([name, good.length]).toEqual([name, 1]);
      const [status, { content }] = good[0]!;
      if (status === '204') continue;
      const contents = Object.values(content ?? {});
      expect([name, contents.length]).toEqual([name, 1]);
      expect([name, contents[0]!.schema]).toEqual([name, expect.any(Object)]);
      expect([name, contents[0]!.example ?? contents[0]!.examples]).toEqual([name, expect.anything()]);
    }
  });

  it('shows examples that fit the schemas beside them', () => {
    for (const [name, { requestBody, responses }] of operations) {
      const contents = [requestBody, ...Object.values(responses)].flatMap((one) =>
        Object.values(one?.content ?? {}),
      );
      for (const { schema, example, examples } of contents) {
        const values = examples ? Object.values(examples).map(({ value }) => value) : [example];
        for (const value of values.filter((one) => one !== undefined)) {
          expect([name, misfits(value, schema!)]).toEqual([name, []]);
        }
      }
    }
  });

  it.each([
    ['POST /chat', ['400', '409', '413', '415', '422', '429', '500', '503', '504']],
    ['POST /streaming/chat', ['400', '409', '413', '415', '422', '429', '500', '503', '504']],
    ['POST /streaming/chat/with-metadata', ['400', '409', '413', '415', '422', '429', '500', '503', '504']],
    ['GET /streaming/chat/{stream_id}', ['400', '404', '500', '503']],
    ['POST /streaming/chat/{stream_id}/cancel', ['400', '404', '500', '503']],
    ['GET /chat/sessions/{id}/history', ['400', '404', '500', '503']],
    ['DELETE /chat/sessions/{id}', ['400', '404', '500', '503']],
    ['GET /chat/users/{id}/sessions', ['400', '403', '500', '503']],
    ['POST /emotion/analyze', ['400', '413', '415', '429', '500', '503']],
    ['GET /emotion/users/{id}/trend', ['400', '403', '500', '503', '504']],
    ['POST /performance/optimization/config', ['400', '401', '403', '413', '415']],
    ['POST /performance/cache/clear', ['400', '401', '403']],
    ['GET /performance/profile', ['401', '403', '503']],
    ['GET /metrics', ['401', '403']],
  ])('lists the problems of %s, each with an example', (name, statuses) => {
    const { responses } = operation(name);
    const failures = Object.entries(responses).filter(([status]) => status >= '400');
    expect(failures.map(([status]) => status)).toEqual(statuses);
    for (const [status, { content }] of failures) {
      const problem = content?.['application/problem+json'];
      expect(problem?.schema).toEqual({ $ref: '#/components/schemas/ProblemDto' });
      for (const { value } of Object.values(problem?.examples ?? {})) {
        expect(value).toMatchObject({ status: Number(status) });
      }
    }
  });

  it('shows what to send to every chat route', () => {
    for (const name of ['POST /chat', 'POST /streaming/chat', 'POST /streaming/chat/with-metadata']) {
      const { schema, examples } = operation(name).requestBody!.content['application/json']!;
      expect(schema).toEqual({ $ref: '#/components/schemas/ChatRequestDto' });
      expect(Object.keys(examples ?? {})).not.toHaveLength(0);
    }
  });

  it('names a security scheme that exists on every operator route', () => {
    for (const [name, { security, responses }] of operations) {
      expect([name, security !== undefined]).toEqual([name, '401' in responses]);
      for (const scheme of (security ?? []).flatMap((one) => Object.keys(one))) {
        expect(Object.keys(document.components.securitySchemes)).toContain(scheme);
      }
    }
  });

  it('describes the WebSocket and every frame', () => {
    for (const word of [
      '/streaming/ws',
      '"type":"cancel"',
      '"type":"resume"',
      '"type":"ping"',
      '"type":"pong"',
      '1013',
    ]) {
      expect(document.info.description).toContain(word);
    }
    const { description } = operation('POST /streaming/chat/with-metadata').responses['200']!;
    for (const [name, schema] of frameSchemas()) {
      expect(description).toContain(`| \`${name}\` |`);
      for (const field of Object.keys(schema.properties!).filter((key) => key !== 'type')) {
        expect([name, description.includes(field)]).toEqual([name, true]);
      }
    }
  });

  it('describes the frames that a turn really sends', async () => {
    const schemas = new Map(frameSchemas());
    const seen = new Set<string>();
    for (const message of ['我今天被领导批评了，好难过', '我不想活了']) {
      const { frames } = await tell(service.url, { message });
      for (const frame of frames) {
        seen.add(frame.type);
        expect([frame.type, misfits(frame, schemas.get(frame.type)!)]).toEqual([frame.type, []]);
      }
    }
    expect([...seen].sort()).toEqual([...schemas.keys()].filter((type) => type !== 'error').sort());
  });

  it('describes the answers that the service really gives', async () => {
    await requestJson(`${service.url}/chat`, {
      body: { message: '你好', session_id: 'session-1', user_id: 'user-1' },
    });
    const notJson = ['GET /metrics', 'GET /streaming/chat/{stream_id}'];
    const reads = operations.filter(([name]) => name.startsWith('GET ') && !notJson.includes(name));
    for (const [name, { responses }] of reads) {
      const id = name.includes('/users/') ? 'user-1' : 'session-1';
      const path = name.slice('GET '.length).replace('{id}', id);
      const { status, body } = await requestJson(`${service.url}${path}`);
      expect([name, status]).toEqual([name, 200]);
      const { schema } = responses['200']!.content!['application/json']!;
      expect([name, misfits(body, schema!)]).toEqual([name, []]);
    }
  });

  it('describes the answer of a whole turn', async () => {
    const { body } = await requestJson(`${service.url}/chat`, { body: { message: '我不想活了' } });
    expect(body.safety.resources.length).toBeGreaterThan(0);
    expect(misfits(body, { $ref: '#/components/schemas/ChatResponseDto' })).toEqual([]);
  });

  it('describes what is read in one text and in several', async () => {
    const { schema } = operation('POST /emotion/analyze').responses['200']!.content!['application/json']!;
    for (const request of [{ text: '好难过' }, { texts: ['太开心了！', ''.padEnd(10, '好')] }]) {
      const { status, body } = await requestJson(`${service.url}/emotion/analyze`, { body: request });
      expect([status, misfits(body, schema!)]).toEqual([200, []]);
    }
  });

  /** The schema of each frame by its type. */
  function frameSchemas(): [string, Schema][] {
    return Object.entries(document.components.schemas)
      .filter(([name]) => name.endsWith('FrameDto'))
      .map(([, schema]) => [schema.properties!.type!.enum![0] as string, schema]);
  }

  /** Where a value departs from a schema; fields that the schema does not name depart as well. */
  function misfits(value: unknown, schema: Schema, path = ''): string[] {
    if (schema.$ref !== undefined) {
      const target = document.components.schemas[schema.$ref.replace('#/components/schemas/', '')];
      return target ? misfits(value, target, path) : [`${path}: ${schema.$ref} does not exist`];
    }
    if (schema.oneOf) {
      const each = schema.oneOf.map((one) => misfits(value, one, path));
      return each.some((faults) => faults.length === 0) ? [] : each.flat();
    }
    const types = [schema.type ?? []].flat();
    const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
    const fits = types.includes(type) || (types.includes('integer') && Number.isInteger(value));
    if (types.length > 0 && !fits) return [`${path}: ${type} is not ${types.join(' or ')}`];
    if (schema.enum && !schema.enum.includes(value)) return [`${path}: ${String(value)} is not in the list`];
    if (Array.isArray(value)) {
      return value.flatMap((item, index) => misfits(item, schema.items ?? {}, `${path}.${index}`));
    }
    if (type !== 'object') return [];
    const { properties = {}, required = [], additionalProperties } = schema;
    const missing = required.filter((key) => !(key in (value as JsonBody)));
    return [
      ...missing.map((key) => `${path}.${key} is missing`),
      ...Object.entries(value as JsonBody).flatMap(([key, child]) => {
        const known = properties[key] ?? additionalProperties;
        if (known === true) return [];
        return known ? misfits(child, known, `${path}.${key}`) : [`${path}.${key} is not described`];
      }),
    ];
  }
});

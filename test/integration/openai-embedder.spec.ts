import { OpenAiEmbedder } from '../../src/memory/adapters/openai.embedder.js';
import { cosineSimilarity } from '../../src/memory/ports/embedder.js';
import { OpenAiHttpClient } from '../../src/platform/http-client/openai-http.client.js';
import { ModelServer } from '../support/model-server.js';

const { signal } = new AbortController();

describe('OpenAiEmbedder', () => {
  let server: ModelServer;
  let embedder: OpenAiEmbedder;
  let now = 0;

  beforeEach(async () => {
    now = 0;
    server = await ModelServer.start();
    const client = new OpenAiHttpClient({ baseUrl: server.baseUrl, apiKey: 'key' });
    embedder = new OpenAiEmbedder(client, { model: 'small', timeoutMs: 1500, now: () => now });
  });

  afterEach(async () => {
    await embedder.onApplicationShutdown();
    await server.stop();
  });

  it('gives one vector of length 1 per text, in the order of the texts', async () => {
    const [cat, again, other] = await embedder.embed(['cat', 'cat', 'xyz'], signal);
    expect(cosineSimilarity(cat!, again!)).toBeCloseTo(1, 4);
    expect(cosineSimilarity(cat!, other!)).toBeLessThan(0.9);
    expect(server.requests[0]!.body).toMatchObject({ model: 'small', input: ['cat', 'cat', 'xyz'] });
    expect(embedder.id).toBe('openai:small:512');
    expect(embedder.status().healthy).toBe(true);
  });

  it('brings longer vectors to 512 dimensions', async () => {
    server.embed = (text) => Array.from({ length: 1024 }, (_, index) => Math.sin(index * text.length));
    const [vector] = await embedder.embed(['four'], signal);
    expect(vector).toHaveLength(512);
  });

  it('asks nothing for no texts, and knows nothing of the server before the first request', async () => {
    expect(await embedder.embed([], signal)).toEqual([]);
    expect(server.requests).toHaveLength(0);
    expect(embedder.status().healthy).toBeNull();
  });

  it('leaves a failing server alone for a while, then tries again by itself', async () => {
    server.embeddingsStatus = 500;
    await expect(embedder.embed(['a'], signal)).rejects.toThrow('status 500');
    expect(embedder.status().healthy).toBe(false);
    server.embeddingsStatus = 200;
    await expect(embedder.embed(['a'], signal)).rejects.toThrow('left alone');
    expect(server.requests).toHaveLength(1);
    now = 15_000;
    await expect(embedder.embed(['a'], signal)).resolves.toHaveLength(1);
    expect(embedder.status().healthy).toBe(true);
  });

  it('gives up at its own deadline', async () => {
    server.embeddingsStatus = 'hang';
    await expect(embedder.embed(['a'], signal)).rejects.toThrow('did not finish within 1500 ms');
  });

  it('does not blame the server when the caller leaves', async () => {
    server.embeddingsStatus = 'hang';
    const caller = new AbortController();
    const embedding = embedder.embed(['a'], caller.signal);
    await server.nextRequest();
    caller.abort(new Error('left'));
    await expect(embedding).rejects.toThrow('left');
    expect(embedder.status().healthy).toBeNull();
  });

  it.each([
    ['too few vectors', [] as number[]],
    ['a vector without direction', [0, 0, 0]],
  ])('refuses an answer with %s', async (_what, vector) => {
    server.embed = () => vector;
    await expect(embedder.embed(['a'], signal)).rejects.toThrow('embedding server');
  });
});

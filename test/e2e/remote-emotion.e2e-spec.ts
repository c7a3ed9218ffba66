import { requestJson, tell } from '../support/client.js';
import { ModelServer } from '../support/model-server.js';
import { startService, type Service } from '../support/service.js';

describe('with a model that reads feelings', () => {
  let model: ModelServer;
  let service: Service;

  beforeAll(async () => {
    model = await ModelServer.start();
    service = await startService({
      EMOTION_PROVIDER: 'llm',
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
      ANALYSIS_TIMEOUT: '0.5',
    });
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    await model.stop();
  });
  beforeEach(() => {
    model.jsonScript = {};
    model.requests.length = 0;
  });

  const analysisOf = async (message: string) => {
    const told = await tell(service.url, { message, user_id: 'reader', session_id: 'ordinary' });
    expect(told.last).toMatchObject({ type: 'complete' });
    return told.frames.find((frame) => frame.type === 'analysis');
  };

  it('uses its label, and asks once for the same words', async () => {
    expect(await analysisOf('我今天被领导批评了')).toMatchObject({
      emotion: { emotion: 'excited', intensity: 8.5, confidence: 0.93 },
      degraded: [],
    });
    await analysisOf('我今天被领导批评了');
    expect(model.jsonRequests).toHaveLength(1);
  });

  it('never shows it a crisis, nor what follows in such a session, nor a text to analyze', async () => {
    const danger = { user_id: 'danger', session_id: 'danger' };
    for (const message of ['我真的不想活了', '嗯，我好难过']) await tell(service.url, { message, ...danger });
    await requestJson(`${service.url}/emotion/analyze`, { body: { text: '我真的不想活了' } });
    expect(model.jsonRequests).toEqual([]);
  });

  it.each([
    ['is silent', { status: 'hang' as const }],
    ['fails', { status: 500 }],
    ['talks', { content: 'They seem sad.' }],
  ])('reads by itself when it %s, and says so', async (what, script) => {
    model.jsonScript = script;
    expect(await analysisOf(`我好难过，${what}`)).toMatchObject({
      emotion: { emotion: 'sad' },
      degraded: ['emotion'],
    });
  });

  it('leaves it alone after failures in a row, at no cost for a turn', async () => {
    model.jsonScript = { status: 'hang' };
    const analysis = await analysisOf('太开心了！');
    expect(analysis).toMatchObject({ emotion: { emotion: 'happy' }, degraded: ['emotion'] });
    expect(model.jsonRequests).toEqual([]);
  });
});

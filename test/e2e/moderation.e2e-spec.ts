import { requestJson, SocketClient, tell, tellPlain } from '../support/client.js';
import { ModelServer } from '../support/model-server.js';
import { startService, type Service } from '../support/service.js';

const HINT = '我把猫托付给邻居了，大家保重';
const IDEATION = '我真的不想活了';
let sessions = 0;
const somebody = () => ({ user_id: `m-${(sessions += 1)}`, session_id: 's' });
const always = (scores: Record<string, number>) => ({ scores: () => scores });

describe('with a moderation server', () => {
  let model: ModelServer;
  let service: Service;

  beforeAll(async () => {
    model = await ModelServer.start();
    service = await startService({
      SAFETY_PROVIDER: 'moderation',
      LLM_BASE_URL: model.baseUrl,
      LLM_MODEL: 'scripted',
      ANALYSIS_TIMEOUT: '0.5',
      ADMIN_TOKEN: 'a-token-for-tests',
    });
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    await model.stop();
  });
  beforeEach(() => {
    model.moderationScript = {};
    model.requests.length = 0;
  });

  const typesOf = ({ frames }: { frames: readonly { type: string }[] }) =>
    frames.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);

  it('lets an ordinary message pass, with every text of it judged', async () => {
    const told = await tell(service.url, { message: '你好', metadata: { note: 'x' }, ...somebody() });
    expect(told.frames.find(({ type }) => type === 'analysis')).toMatchObject({
      safety: { safe: true, risk_level: 'none' },
      degraded: [],
    });
    expect(model.moderationRequests.map(({ body }) => body?.input)).toEqual([
      ['你好', expect.stringContaining('x')],
    ]);
  });

  it('answers intent with the card first, then the fixed reply, and says nothing a model wrote', async () => {
    model.moderationScript = always({ 'self-harm/intent': 0.97 });
    const told = await tell(service.url, { message: HINT, ...somebody() });
    expect(typesOf(told)).toEqual([
      'start',
      'processing',
      'analysis',
      'safety',
      'generating',
      'token',
      'complete',
    ]);
    expect(told.frames.find(({ type }) => type === 'safety')).toMatchObject({ risk_level: 'high' });
    expect(['110', '120']).toContain(/\d{3,}/.exec(told.text)?.[0]);
    // It may have been asked while the moderator was looking; see docs/decisions/0014.
    expect(told.frames.filter(({ type }) => type === 'token')).toHaveLength(1);
  });

  it('does the same over plain events, JSON and a socket', async () => {
    model.moderationScript = always({ 'self-harm/intent': 0.97 });
    const { events } = await tellPlain(service.url, { message: HINT, ...somebody() });
    expect(events[0]?.event).toBe('safety');
    const { body } = await requestJson(`${service.url}/chat`, { body: { message: HINT, ...somebody() } });
    expect(body.safety).toMatchObject({ safe: false, risk_level: 'high', resources: expect.any(Array) });
    const client = await SocketClient.connect(service.webSocketUrl);
    client.send({ message: HINT, request_id: 'r', ...somebody() });
    const types = typesOf({ frames: await client.turn('r') });
    expect(types.indexOf('safety')).toBeLessThan(types.indexOf('token'));
    client.close();
  });

  it('answers self-harm with the card and the help line before the reply, and keeps it for the session', async () => {
    const who = somebody();
    model.moderationScript = always({ 'self-harm': 0.8 });
    const told = await tell(service.url, { message: HINT, ...who });
    expect(told.frames.find(({ type }) => type === 'safety')).toMatchObject({ risk_level: 'medium' });
    expect(told.frames.find(({ type }) => type === 'token')).toMatchObject({
      content: expect.stringContaining('12356'),
    });
    // One that was begun before the moderator answered may come first; what is said was asked with its finding.
    expect(model.chatRequests.at(-1)?.body?.messages?.[0]?.content).toContain('求助方式已经展示给用户');
    expect(told.text.match(/我在听。/g)).toHaveLength(1);
    model.moderationScript = {};
    const later = await tell(service.url, { message: '谢谢', ...who });
    expect(later.frames.find(({ type }) => type === 'analysis')).toMatchObject({
      safety: { risk_level: 'medium' },
    });
  });

  it('shows help for a wish at once, and once more before the fixed reply when it is a plan', async () => {
    model.moderationScript = always({ 'self-harm/intent': 0.97 });
    const told = await tell(service.url, { message: IDEATION, ...somebody() });
    expect(typesOf(told)).toEqual([
      'start',
      'processing',
      'analysis',
      'safety',
      'generating',
      'token',
      'safety',
      'token',
      'complete',
    ]);
    const cards = told.frames.flatMap((frame) => (frame.type === 'safety' ? [frame.risk_level] : []));
    expect(cards).toEqual(['medium', 'high']);
    expect(model.chatRequests).toEqual([]);
    const { body } = await requestJson(`${service.url}/chat`, { body: { message: IDEATION, ...somebody() } });
    expect(body.safety.risk_level).toBe('high');
  });

  it('never lowers what the screen found, and is not shown a plan', async () => {
    const told = await tell(service.url, { message: IDEATION, ...somebody() });
    expect(told.frames.find(({ type }) => type === 'safety')).toMatchObject({ risk_level: 'medium' });
    expect(model.moderationRequests).toHaveLength(1);
    const plan = await tell(service.url, { message: '我已经写好遗书了，今晚就跳楼', ...somebody() });
    expect(plan.frames.find(({ type }) => type === 'safety')).toMatchObject({ risk_level: 'high' });
    expect(model.moderationRequests).toHaveLength(1);
  });

  it.each([
    ['is silent', { status: 'hang' as const }],
    ['fails', { status: 500 }],
    ['talks nonsense', { body: { verdict: 'fine' } }],
  ])(
    'keeps the local verdict when it %s, says so, and takes it for no failed screen',
    async (_what, script) => {
      model.moderationScript = script;
      const told = await tell(service.url, { message: '你好', ...somebody() });
      expect(told.frames.find(({ type }) => type === 'analysis')).toMatchObject({
        safety: { safe: true, risk_level: 'none' },
        degraded: ['moderation'],
      });
      expect(told.last).toMatchObject({ type: 'complete', degraded: ['moderation'] });
    },
  );

  it('leaves it alone after failures in a row, and shows that to operators', async () => {
    model.moderationScript = { status: 'hang' };
    const crisis = await tell(service.url, { message: IDEATION, ...somebody() });
    expect(crisis.frames.find(({ type }) => type === 'safety')).toMatchObject({ risk_level: 'medium' });
    expect(crisis.last).toMatchObject({ type: 'complete', degraded: ['moderation'] });
    expect(model.moderationRequests).toEqual([]);
    const { body } = await requestJson(`${service.url}/performance/health`);
    expect(body).toMatchObject({ status: 'degraded', details: { degraded: ['moderation'] } });
  });
});

import { eventually, requestJson, tell } from '../support/client.js';
import { startService, type Service } from '../support/service.js';

describe('feelings over HTTP', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  }, 60_000);
  afterAll(() => service.stop());

  const today = async (userId: string) => {
    const { status, body } = await requestJson(`${service.url}/emotion/users/${userId}/trend?days=1`);
    expect(status).toBe(200);
    return (body.days as object[])[0];
  };

  it('reads a text as the turn reads the same message', async () => {
    const message = '我今天被领导批评了，好难过';
    const told = await tell(service.url, { message, user_id: 'reader' });
    const { body } = await requestJson(`${service.url}/emotion/analyze`, { body: { text: message } });
    const { emotion, intensity, confidence } = body;
    expect(told.frames.find(({ type }) => type === 'analysis')).toMatchObject({
      emotion: { emotion, intensity, confidence },
    });
  });

  it("follows a user's turns, a crisis included, and nobody else's", async () => {
    await tell(service.url, { message: '太开心了！', user_id: 'lin', session_id: 'one' });
    await tell(service.url, { message: '我好难过', user_id: 'lin', session_id: 'two' });
    await tell(service.url, { message: '我真的不想活了', user_id: 'lin', session_id: 'three' });
    await tell(service.url, { message: '气死我了！', user_id: 'sam', session_id: 'one' });
    await tell(service.url, { message: '气死我了！', session_id: 'one' });
    expect(await today('lin')).toMatchObject({ count: 3, mix: { happy: 0.3333 } });
    expect(await today('sam')).toMatchObject({ count: 1, mix: { angry: 1 } });
    expect((await requestJson(`${service.url}/emotion/users/anonymous/trend`)).status).toBe(403);
  });

  it('counts what was said before a client left', async () => {
    const leave = new AbortController();
    await tell(
      service.url,
      { message: '我好难过', user_id: 'leaver', session_id: 's' },
      { signal: leave.signal, stopWhen: ({ type }) => type === 'token' },
    );
    leave.abort();
    const history = `${service.url}/chat/sessions/s/history?user_id=leaver`;
    await eventually(async () => {
      const { body } = await requestJson(history);
      return body.messages[0].status !== 'received' || undefined;
    }, 'the turn has ended');
    expect(await today('leaver')).toMatchObject({ count: 1, mix: { sad: 1 } });
  });
});

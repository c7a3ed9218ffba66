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

  it('reads 256 texts of 280 escaped characters at once, and no more than 2 MiB', async () => {
    const escaped = '\\u597d\\u96be\\u8fc7\\uff0c'.repeat(70);
    const post = (count: number, text: string) =>
      fetch(`${service.url}/emotion/analyze`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: `{"texts":[${Array(count).fill(`"${text}"`).join(',')}]}`,
      });
    const response = await post(256, escaped);
    expect(response.status).toBe(200);
    const { results, degraded } = (await response.json()) as { results: object[]; degraded: string[] };
    expect([results.length, degraded]).toEqual([256, []]);
    expect(results[255]).toMatchObject({ emotion: 'sad' });
    expect((await post(256, '好'.repeat(3000))).status).toBe(413);
    const { status } = await requestJson(`${service.url}/chat`, { body: { message: 'x'.repeat(200_000) } });
    expect(status).toBe(413);
  });

  it.each(['0x7', '1e1', '%207', '7.0', '0', '91'])('refuses %s days', async (days) => {
    const { status } = await requestJson(`${service.url}/emotion/users/lin/trend?days=${days}`);
    expect(status).toBe(400);
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

import { toApiBase } from './openai-url.js';

describe('toApiBase', () => {
  it.each([
    ['http://localhost:11434', 'http://localhost:11434', '/v1'],
    ['http://localhost:11434/', 'http://localhost:11434', '/v1'],
    ['http://localhost:11434/v1', 'http://localhost:11434', '/v1'],
    ['http://localhost:11434/v1/', 'http://localhost:11434', '/v1'],
    [
      'https://dashscope.aliyuncs.com/compatible-mode/v1',
      'https://dashscope.aliyuncs.com',
      '/compatible-mode/v1',
    ],
    ['https://open.bigmodel.cn/api/paas/v4', 'https://open.bigmodel.cn', '/api/paas/v4'],
    ['https://example.org/v1beta/openai/', 'https://example.org', '/v1beta/openai'],
    ['https://example.org/proxy', 'https://example.org', '/proxy/v1'],
  ])('finds the API of %s', (given, origin, pathPrefix) => {
    expect(toApiBase(given)).toEqual({ origin, pathPrefix });
  });
});

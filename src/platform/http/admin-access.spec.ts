import type { IncomingMessage } from 'node:http';
import { judgeAdminRequest } from './admin-access.js';

const TOKEN = 'correct-horse-battery';

function requestFrom(
  remoteAddress: string | undefined,
  headers: Record<string, string> = {},
): IncomingMessage {
  return {
    socket: { remoteAddress },
    headers: { host: 'localhost:8000', ...headers },
  } as unknown as IncomingMessage;
}

describe('judgeAdminRequest', () => {
  describe('without a token', () => {
    it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', '::FFFF:127.0.0.1'])(
      'allows the peer %s',
      (peer) => {
        expect(judgeAdminRequest(requestFrom(peer), undefined)).toBe('allowed');
      },
    );

    it.each([
      undefined,
      '',
      '10.0.0.1',
      '192.168.1.2',
      '::ffff:10.0.0.1',
      'fe80::1',
      '2001:db8::1',
      '128.0.0.1',
    ])('refuses the peer %s', (peer) => {
      expect(judgeAdminRequest(requestFrom(peer), undefined)).toBe('not_local');
    });

    it.each([
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'x-forwarded-anything',
      'forwarded',
      'x-real-ip',
      'via',
      'cf-connecting-ip',
      'true-client-ip',
      'x-client-ip',
      'client-ip',
      'x-envoy-external-address',
      'x-original-forwarded-for',
      'x-azure-clientip',
      'cdn-loop',
    ])('refuses a loopback peer whose request carries %s', (header) => {
      expect(judgeAdminRequest(requestFrom('127.0.0.1', { [header]: '127.0.0.1' }), undefined)).toBe(
        'not_local',
      );
      expect(judgeAdminRequest(requestFrom('127.0.0.1', { [header]: '' }), undefined)).toBe('not_local');
    });

    it.each([
      ['another host name', { host: 'attacker.example' }],
      ['another origin', { origin: 'https://attacker.example' }],
      ['an opaque origin', { origin: 'null' }],
      ['another site in the browser', { 'sec-fetch-site': 'cross-site' }],
      ['a sibling site in the browser', { 'sec-fetch-site': 'same-site' }],
    ])('refuses a browser sent here by %s', (_name, headers) => {
      expect(judgeAdminRequest(requestFrom('127.0.0.1', headers as Record<string, string>), undefined)).toBe(
        'not_local',
      );
    });

    it('allows the operator page to call its own origin', () => {
      const headers = {
        host: '127.0.0.1:8000',
        origin: 'http://127.0.0.1:8000',
        'sec-fetch-site': 'same-origin',
      };
      expect(judgeAdminRequest(requestFrom('127.0.0.1', headers), undefined)).toBe('allowed');
      expect(
        judgeAdminRequest(requestFrom('::1', { host: '[::1]:8000', 'sec-fetch-site': 'none' }), undefined),
      ).toBe('allowed');
    });

    it('is not moved by a made-up token', () => {
      const headers = { authorization: 'Bearer undefined' };
      expect(judgeAdminRequest(requestFrom('10.0.0.1', headers), undefined)).toBe('not_local');
    });
  });

  describe('with a token', () => {
    it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`])(
      'allows whoever shows it, from anywhere',
      (authorization) => {
        const headers = { authorization, 'x-forwarded-for': '1.2.3.4' };
        expect(judgeAdminRequest(requestFrom('203.0.113.9', headers), TOKEN)).toBe('allowed');
      },
    );

    it.each([
      undefined,
      '',
      'Bearer',
      'Bearer ',
      TOKEN,
      `Basic ${TOKEN}`,
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(1)}`,
    ])('asks for it when loopback shows %p', (authorization) => {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      expect(judgeAdminRequest(requestFrom('127.0.0.1', headers), TOKEN)).toBe('token_needed');
    });
  });
});

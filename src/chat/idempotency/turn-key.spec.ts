import fc from 'fast-check';
import { DomainError } from '../../platform/errors/domain-error.js';
import { UNNAMED_SCOPE } from '../../platform/identity/user-scope.js';
import { fingerprintOf, keyOfHeader, keyOfSocketRequest, type KeyedBody } from './turn-key.js';

const A_UUID = '4f3c2b1a-0d9e-4c7b-8a6f-5e4d3c2b1a09';
const someone = { message: '你好', user_id: 'ming' };
const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 255,
});
const problemsOf = (header: string, body: KeyedBody = someone) => {
  try {
    keyOfHeader(header, body);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'invalid_request') throw error;
    return error.faults;
  }
};

describe('keyOfHeader', () => {
  it('takes any 1 to 255 visible characters, and the same between quotes', () => {
    fc.assert(
      fc.property(visible, (key) => {
        fc.pre(!key.startsWith('"'));
        const bare = keyOfHeader(key, someone);
        expect(bare).toMatchObject({ userScope: 'ming', key: `http:${key}`, reusable: false });
        expect(keyOfHeader(`"${key.replace(/["\\]/g, '\\$&')}"`, someone)).toEqual(bare);
      }),
    );
  });

  it.each(['', ' ', 'a b', 'a, b', '钥匙', 'a\tb', '""', '"a b"', 'x'.repeat(256)])(
    'refuses %p, naming the header',
    (header) => {
      expect(problemsOf(header)).toMatchObject([{ field: 'Idempotency-Key' }]);
    },
  );

  it('is no key where there is no header', () => {
    expect(keyOfHeader(undefined, someone)).toBeUndefined();
  });

  it('wants a key that nobody else thinks of from somebody without a name and a session', () => {
    const nobody = { message: '你好' };
    for (const guessed of ['1', 'request-00000001'])
      expect(problemsOf(guessed, nobody)).toMatchObject([{ field: 'Idempotency-Key' }]);
    expect(keyOfHeader(A_UUID, nobody)).toMatchObject({ userScope: UNNAMED_SCOPE });
    for (const body of [someone, { ...nobody, session_id: 's' }]) expect(problemsOf('1', body)).toEqual([]);
  });

  it('gives two people, and two sessions without a name, no key in common', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9_.:-]{1,20}$/);
    const body = fc.record({ user_id: id, session_id: id }, { requiredKeys: [] });
    fc.assert(
      fc.property(body, body, (mine, yours) => {
        const isSame =
          (mine.user_id ?? 'anonymous') === (yours.user_id ?? 'anonymous') &&
          ((mine.user_id ?? 'anonymous') !== 'anonymous' || mine.session_id === yours.session_id);
        const [one, other] = [mine, yours].map((given) => keyOfHeader(A_UUID, given)!.userScope);
        expect(one === other).toBe(isSame);
      }),
    );
  });
});

describe('keyOfSocketRequest', () => {
  it('may be used again, and is never the key of a header', () => {
    const key = keyOfSocketRequest('r1', someone);
    expect(key).toMatchObject({ userScope: 'ming', reusable: true });
    expect(key?.key).not.toBe(keyOfHeader('r1', someone)?.key);
  });

  it('is none where the id could be anybody’s', () => {
    expect(keyOfSocketRequest('request-00000001', { message: '你好' })).toBeUndefined();
    expect(keyOfSocketRequest(A_UUID, { message: '你好' })).toBeDefined();
    expect(keyOfSocketRequest('r1', { message: '你好', session_id: 's' })).toBeDefined();
  });

  it('is none where a client counts its requests', () => {
    for (const count of ['1', '42', '1764150000000'])
      expect(keyOfSocketRequest(count, someone)).toBeUndefined();
  });
});

describe('fingerprintOf', () => {
  it('is the same for the same request, in whatever order its fields are written', () => {
    const reverse = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reverse);
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).reverse();
      return Object.fromEntries(entries.map(([name, child]) => [name, reverse(child)]));
    };
    fc.assert(
      fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (message, metadata) => {
        const body = { message, session_id: 's', metadata };
        expect(fingerprintOf(reverse(body) as KeyedBody)).toBe(fingerprintOf(body));
      }),
    );
  });

  it('differs where message, session or metadata do, and does not depend on who asks', () => {
    const body = { message: 'a', session_id: 's', metadata: { region: 'CN' } };
    const others: KeyedBody[] = [
      { ...body, message: 'b' },
      { ...body, session_id: 't' },
      { message: 'a', metadata: body.metadata },
      { ...body, metadata: { region: 'US' } },
      { message: 'a', session_id: 's' },
    ];
    expect(new Set([body, ...others].map(fingerprintOf)).size).toBe(6);
    expect(fingerprintOf({ ...body, user_id: 'x' })).toBe(fingerprintOf(body));
    expect(fingerprintOf({ message: 'a', metadata: {} })).toBe(fingerprintOf({ message: 'a' }));
  });

  it('tells nothing of the message', () => {
    expect(fingerprintOf({ message: '我的秘密' })).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});

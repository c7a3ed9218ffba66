import { toInformation, UNKNOWN_INFORMATION } from './redis-information.js';
import { toErrorCode } from './redis-link.js';

describe('toInformation', () => {
  it('reads figures and makes a percentage of hits', () => {
    const text =
      '# Clients\r\nconnected_clients:3\r\nused_memory:1024\r\nkeyspace_hits:3\r\nkeyspace_misses:1\r\n';
    expect(toInformation(text)).toEqual({ connected_clients: 3, used_memory: 1024, hit_rate: 75 });
  });

  it('says null where it does not know', () => {
    expect(toInformation('keyspace_hits:0\nkeyspace_misses:0\nused_memory:many')).toEqual(
      UNKNOWN_INFORMATION,
    );
    expect(toInformation('')).toEqual(UNKNOWN_INFORMATION);
  });
});

describe('toErrorCode', () => {
  it('names a failure without its address or its credentials', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:6379'), { code: 'ECONNREFUSED' });
    expect(toErrorCode(refused)).toBe('ECONNREFUSED');
    expect(toErrorCode(new Error("OOM command not allowed when used memory > 'maxmemory'."))).toBe('OOM');
    expect(toErrorCode(new TypeError('secret'))).toBe('TypeError');
    expect(toErrorCode('secret')).toBe('unknown');
  });
});

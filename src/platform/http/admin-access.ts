import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';

export type AdminVerdict = 'allowed' | 'token_needed' | 'not_local';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** What proxies, balancers and delivery networks add: with any of these, the peer is not who asks. */
const FORWARDING_HEADER = new RegExp(
  `^(${[
    'forwarded',
    'via',
    'x-forwarded(-.*)?',
    'x-original-.*',
    'x-envoy-.*',
    'x-azure-.*',
    'cf-.*',
    'cdn-loop',
    'x-real-ip',
    '((x|true|fastly|fly)-)?client-ip',
    'x-cluster-client-ip',
    'x-appengine-user-ip',
    'x-amzn-trace-id',
  ].join('|')})$`,
);
const LOCAL_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/**
 * Who may see and change operations. With a token: whoever shows it, from anywhere. Without one: only this machine,
 * spoken to directly. A browser on this machine would also run other sites' requests, so what comes from another
 * site, or under a name that is not local (DNS rebinding), is refused as well.
 */
export function judgeAdminRequest(request: IncomingMessage, adminToken: string | undefined): AdminVerdict {
  if (adminToken !== undefined) return showsToken(request, adminToken) ? 'allowed' : 'token_needed';
  return isLocal(request) ? 'allowed' : 'not_local';
}

function showsToken(request: IncomingMessage, adminToken: string): boolean {
  const given = /^Bearer +([^\s]+) *$/i.exec(request.headers.authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(digest(given), digest(adminToken));
}

/** Equal length for the comparison, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isLocal(request: IncomingMessage): boolean {
  if (!isLoopback(request.socket.remoteAddress)) return false;
  if (Object.keys(request.headers).some((name) => FORWARDING_HEADER.test(name))) return false;
  const { host, origin } = request.headers;
  if (host !== undefined && !LOCAL_HOST.test(host)) return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}

function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return LOOPBACK.check(mapped ?? address, mapped === undefined && isIPv6(address) ? 'ipv6' : 'ipv4');
}

import type { IncomingMessage } from 'node:http';

/** The address of a WebSocket's client, believing as many proxies as Express does for HTTP (TRUST_PROXY). */
export function clientAddress(request: IncomingMessage, trustedHops: number): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  if (trustedHops === 0) return peer;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .flatMap((address) => address.trim() || []);
  return forwarded.at(-trustedHops) ?? forwarded[0] ?? peer;
}

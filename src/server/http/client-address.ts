import type { IncomingMessage } from 'node:http';

/**
 * Where a request comes from, as far as it can be trusted: the end of the connection, or what the outermost of our own
 * proxies has seen.
 *
 * @param trustedProxies how many proxies of ours append to `X-Forwarded-For`. What stands before their entries is a
 * client's own claim.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return peer;
  const seen = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  return seen.at(-trustedProxies)?.trim() || peer;
}

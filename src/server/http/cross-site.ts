import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../refusal.ts';

/** Whose pages may use this gateway from a browser. */
export interface TrustedSites {
  /** Sites besides the gateway's own. */
  corsOrigins: readonly string[];
  /**
   * Whether only this machine's own names count as the gateway's. A page of another site can have its own name lead here
   * (DNS rebinding), and is then of the same origin to its browser.
   */
  localOnly: boolean;
}

/**
 * Turns away what a page of another site makes a browser send. A browser tells by `Origin`, or by `Sec-Fetch-Site` where it
 * sends no origin; whoever sends neither is no browser.
 *
 * @throws {Refusal} 403.
 */
export function refuseForeignSites(headers: IncomingHttpHeaders, sites: TrustedSites): void {
  const { origin } = headers;
  if (origin === undefined) {
    const site = headers['sec-fetch-site'];
    if (site === undefined) return;
    if ((site === 'same-origin' || site === 'none') && isOwnHost(headers.host, sites)) return;
  } else if (sites.corsOrigins.includes(origin) || isOwnOrigin(origin, headers, sites)) {
    return;
  }
  throw new Refusal(
    403,
    'BAD_REQUEST',
    'This site may not use this gateway from a browser. Its operator can allow it with CORS_ORIGINS.',
  );
}

/** The headers that let a page of an allowed site read the answer. Without credentials: there are no cookies here. */
export function corsHeaders(
  headers: IncomingHttpHeaders,
  allowedOrigins: readonly string[],
): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !allowedOrigins.includes(origin)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id, retry-after',
  };
}

/** The answer to a browser that asks whether it may; what it may send is up to the site, which is trusted by now. */
export function preflightHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return {
    'access-control-allow-methods': 'GET, POST, PUT, DELETE',
    'access-control-allow-headers':
      headers['access-control-request-headers'] ?? 'authorization, content-type',
    'access-control-max-age': '7200',
  };
}

/** Compares hosts and not schemes, because a proxy in front may speak https with the browser and http with us. */
function isOwnOrigin(origin: string, headers: IncomingHttpHeaders, sites: TrustedSites): boolean {
  return URL.canParse(origin) && new URL(origin).host === headers.host && isOwnHost(headers.host, sites);
}

function isOwnHost(host: string | undefined, { localOnly }: TrustedSites): boolean {
  return !localOnly || /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host ?? '');
}

import { Refusal } from '../refusal.ts';
import { corsHeaders, preflightHeaders, refuseForeignSites, type TrustedSites } from './cross-site.ts';
import type { Route } from './server.ts';

/**
 * What a request to a GraphQL endpoint must pass before it is read: the site it comes from, its method, and whether the
 * process takes new work. The answer then carries what an allowed site needs to read it.
 *
 * @param gate.methods that the endpoint takes.
 * @param gate.sites that may use it from a browser.
 * @param gate.draining aborts when the process is about to end.
 */
export function behindGate(
  gate: { methods: readonly string[]; sites: TrustedSites; draining: AbortSignal },
  answer: Route,
): Route {
  const allow = [...gate.methods, 'OPTIONS'].join(', ');
  return (exchange) => {
    const { request, headers } = exchange;
    headers.vary = 'origin';
    refuseForeignSites(request.headers, gate.sites);
    Object.assign(headers, corsHeaders(request.headers, gate.sites.corsOrigins));
    if (request.method === 'OPTIONS') {
      exchange
        .writeHead(204, { allow, ...(request.headers.origin ? preflightHeaders(request.headers) : {}) })
        .end();
      return;
    }
    if (!gate.methods.includes(request.method ?? '')) {
      throw new Refusal(405, 'BAD_REQUEST', `Send it by ${gate.methods.join(' or ')}.`, { allow });
    }
    if (gate.draining.aborted) {
      throw new Refusal(503, 'SHUTTING_DOWN', 'This process is about to end. Send the request again.', {
        connection: 'close',
        'retry-after': '1',
      });
    }
    return answer(exchange);
  };
}

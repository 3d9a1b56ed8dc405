import type { Config } from './config.ts';

const POLITE_POLL_MS = 10_000;

/** The variables that are set, trimmed. */
export type Given = Readonly<Record<string, string>>;

/** Complaints about what is right by itself and wrong together. */
export function contradictions(given: Given): string[] {
  const complaints: string[] = [];
  const serveOthers = {
    GATEWAY_TOKENS: given.GATEWAY_TOKENS,
    JWKS_URL: given.JWKS_URL,
    ALLOW_ANONYMOUS: given.ALLOW_ANONYMOUS === 'true',
  };
  for (const [name, isSet] of Object.entries(serveOthers)) {
    if (isSet && !given.PICTORY_API_KEY) {
      complaints.push(`${name}: needs PICTORY_API_KEY, which callers without a Pictory key of their own use`);
    }
  }
  for (const name of ['JWT_ISSUER', 'JWT_AUDIENCE']) {
    if (given.JWKS_URL && !given[name]) {
      complaints.push(`${name}: needed with JWKS_URL, or tokens made for others would do`);
    }
    if (!given.JWKS_URL && given[name]) complaints.push(`${name}: has no effect without JWKS_URL`);
  }
  if ((given.WEB_CONCURRENCY ?? '1') !== '1' && !given.REDIS_URL) {
    complaints.push(
      'WEB_CONCURRENCY: needs REDIS_URL, by which the processes know of one another; without Redis leave it at 1',
    );
  }
  return complaints;
}

/** What is allowed but wants a second look, in words for the log. */
export function warningsAbout(
  config: Omit<Config, 'warnings'>,
  given: Record<string, string | undefined>,
): string[] {
  const { callers, jobs, pictory, pixverse } = config;
  const checks: readonly (readonly [boolean, string])[] = [
    [
      jobs.pollIntervalMs < POLITE_POLL_MS,
      `JOB_POLL_INTERVAL_MS is ${jobs.pollIntervalMs}: Pictory asks for 10 to 30 seconds between reads of a job.`,
    ],
    [
      pictory.apiKey !== null && !pictory.apiKey.reveal().startsWith('pictai_'),
      'PICTORY_API_KEY does not begin with "pictai_", as keys of AI Studio do.',
    ],
    [
      pictory.apiKey !== null && callers.tokens.length === 0 && !callers.jwt && !callers.anonymous,
      'PICTORY_API_KEY is set, but nobody may use it: set GATEWAY_TOKENS, JWKS_URL or ALLOW_ANONYMOUS.',
    ],
    [
      pixverse !== null && callers.tokens.length === 0 && !callers.jwt,
      'USEAPI_TOKEN is set, but nobody may use it: PixVerse is served to callers with a token of GATEWAY_TOKENS or a JWT.',
    ],
    [
      pixverse !== null && !pixverse.token.reveal().startsWith('user:'),
      'USEAPI_TOKEN does not begin with "user:", as tokens of useapi.net do.',
    ],
    [
      Boolean(given.USEAPI_BASE_URL) && pixverse === null,
      'USEAPI_BASE_URL has no effect without USEAPI_TOKEN.',
    ],
    [
      pixverse?.baseUrl.startsWith('http:') === true && !isLoopbackUrl(pixverse.baseUrl),
      'USEAPI_BASE_URL is not https: who sits on the way can read the token.',
    ],
    [
      Boolean(given.ANONYMOUS_SCOPES) && !callers.anonymous,
      'ANONYMOUS_SCOPES has no effect without ALLOW_ANONYMOUS=true.',
    ],
    [
      callers.anonymous?.has('generate') === true || callers.anonymous?.has('clean') === true,
      'Anybody who reaches this server can spend its AI credits or delete its results: ANONYMOUS_SCOPES says so.',
    ],
    [
      callers.jwt?.jwksUrl.startsWith('http:') === true,
      'JWKS_URL is not https: who sits on the way can make tokens that are accepted.',
    ],
    [
      config.publicUrl?.startsWith('http:') === true,
      'PUBLIC_URL is not https: who sits on the way can read the addresses that Pictory calls.',
    ],
    [
      config.redis !== null && pictory.apiKey !== null && config.gatewaySecrets.length === 0,
      'REDIS_URL and PICTORY_API_KEY are set without GATEWAY_SECRET: with a new PICTORY_API_KEY, idempotency keys of the last 24 hours are forgotten.',
    ],
    [
      Boolean(given.OTEL_EXPORTER_OTLP_ENDPOINT),
      'OTEL_EXPORTER_OTLP_ENDPOINT has no effect: this version sends no traces.',
    ],
    [
      config.graphiql && !config.introspection,
      'GRAPHIQL is on without INTROSPECTION: the editor cannot load the schema.',
    ],
    [
      config.graphiql && config.trustedDocumentsFile !== null,
      'GRAPHIQL is on with TRUSTED_DOCUMENTS: what is typed there will be refused.',
    ],
  ];
  return checks.filter(([applies]) => applies).map(([, warning]) => warning);
}

function isLoopbackUrl(url: string): boolean {
  return /^(localhost|127\..*|\[::1\])$/.test(new URL(url).hostname);
}

import { z } from 'zod';
import type { Scope } from '../domain/caller.ts';
import { contradictions, type Given, warningsAbout } from './config-checks.ts';
import {
  count,
  flag,
  type GatewayToken,
  gatewayTokens,
  milliseconds,
  origins,
  processes,
  proxies,
  redisUrl,
  scopes,
  secret,
  secrets,
  text,
  typePrefix,
  url,
  urlWithQuery,
} from './config-values.ts';
import type { Secret } from './secret.ts';

/** What the process was told by its environment: read once, checked as a whole. */
export interface Config {
  production: boolean;
  listen: { port: number; host: string };
  /** How many processes serve that; 1: this one. */
  workers: number;
  pictory: { baseUrl: string; apiKey: Secret | null };
  callers: {
    tokens: readonly GatewayToken[];
    jwt: { jwksUrl: string; issuer: string; audience: string } | null;
    /** What callers without a credential may do; null when they are not served. */
    anonymous: ReadonlySet<Scope> | null;
  };
  /** `GATEWAY_SECRET`: the first seals, all open. Empty when not set. */
  gatewaySecrets: readonly Secret[];
  jobs: { pollIntervalMs: number; pollMaxIntervalMs: number; watchLimitMs: number };
  upstream: {
    timeoutMs: number;
    generateTimeoutMs: number;
    /** Per tenant. */
    concurrency: number;
    /** Per tenant; null: no limit. */
    ratePerMinute: number | null;
    /** Whether equal concurrent reads are one call. */
    dedupe: boolean;
  };
  /** What one operation may cost. */
  operation: { upstreamCalls: number; jobs: number; deadlineMs: number };
  library: { lookupMaxPages: number; filterMaxPages: number; pageCacheTtlMs: number };
  allowPrivateUrls: boolean;
  /** Path of a file that extends the catalogue; null: none. */
  modelCatalogueFile: string | null;
  http: {
    corsOrigins: readonly string[];
    bodyLimitBytes: number;
    /** How many proxies in front append to `X-Forwarded-For`. */
    trustedProxies: number;
    /** Operations per minute and principal; null: no limit. */
    callerRatePerMinute: number | null;
    drainLimitMs: number;
  };
  graphiql: boolean;
  introspection: boolean;
  /** What the names of our types and root fields begin with; null: nothing. */
  subgraphPrefix: string | null;
  /** Path of a JSON file `{ id: document }`, the only documents that are executed then; null: any document is. */
  trustedDocumentsFile: string | null;
  /** The operator's useapi.net account; null: there is no PixVerse. */
  pixverse: { baseUrl: string; token: Secret } | null;
  /** Where copies of this process share what they know, and what all keys there begin with; null: this one is alone. */
  redis: { url: Secret; prefix: string } | null;
  /** Where Pictory reaches this gateway, for its callbacks; null: it is not asked to call back. */
  publicUrl: string | null;
  metricsToken: Secret | null;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** What is allowed but wants a second look, in words for the log. */
  warnings: readonly string[];
}

/** An environment that the gateway cannot start with. `complaints` names every fault, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly complaints: readonly string[];

  constructor(complaints: readonly string[]) {
    super(`The configuration is not valid:\n${complaints.map((complaint) => `- ${complaint}`).join('\n')}`);
    this.complaints = complaints;
  }
}

/**
 * Reads the environment. A variable that is set to nothing counts as not set.
 *
 * @throws {ConfigError} with every complaint at once.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given: Given = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const { data: values, error } = variables.safeParse(given);
  const complaints = error ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) : [];
  complaints.push(...contradictions(given));
  if (values && values.JOB_POLL_MAX_INTERVAL_MS < values.JOB_POLL_INTERVAL_MS) {
    complaints.push('JOB_POLL_MAX_INTERVAL_MS: expected at least JOB_POLL_INTERVAL_MS');
  }
  if (!values || complaints.length > 0) throw new ConfigError(complaints);

  const production = values.NODE_ENV === 'production';
  const config: Omit<Config, 'warnings'> = {
    production,
    listen: { port: values.PORT, host: values.HOST },
    workers: values.WEB_CONCURRENCY,
    pictory: { baseUrl: values.PICTORY_BASE_URL, apiKey: values.PICTORY_API_KEY ?? null },
    callers: {
      tokens: values.GATEWAY_TOKENS ?? [],
      jwt:
        values.JWKS_URL && values.JWT_ISSUER && values.JWT_AUDIENCE
          ? { jwksUrl: values.JWKS_URL, issuer: values.JWT_ISSUER, audience: values.JWT_AUDIENCE }
          : null,
      anonymous: values.ALLOW_ANONYMOUS ? new Set(values.ANONYMOUS_SCOPES) : null,
    },
    gatewaySecrets: values.GATEWAY_SECRET ?? [],
    jobs: {
      pollIntervalMs: values.JOB_POLL_INTERVAL_MS,
      pollMaxIntervalMs: values.JOB_POLL_MAX_INTERVAL_MS,
      watchLimitMs: values.JOB_WATCH_LIMIT_MS,
    },
    upstream: {
      timeoutMs: values.UPSTREAM_TIMEOUT_MS,
      generateTimeoutMs: values.GENERATE_TIMEOUT_MS,
      concurrency: values.UPSTREAM_CONCURRENCY,
      ratePerMinute: values.UPSTREAM_RATE_PER_MINUTE ?? null,
      dedupe: values.UPSTREAM_DEDUPE,
    },
    operation: {
      upstreamCalls: values.UPSTREAM_CALLS_PER_OPERATION,
      jobs: values.JOBS_PER_OPERATION,
      deadlineMs: values.REQUEST_DEADLINE_MS,
    },
    library: {
      lookupMaxPages: values.LOOKUP_MAX_PAGES,
      filterMaxPages: values.FILTER_MAX_PAGES,
      pageCacheTtlMs: values.PAGE_CACHE_TTL_MS,
    },
    allowPrivateUrls: values.ALLOW_PRIVATE_URLS,
    modelCatalogueFile: values.MODEL_CATALOGUE_FILE ?? null,
    http: {
      corsOrigins: values.CORS_ORIGINS ?? [],
      bodyLimitBytes: values.BODY_LIMIT_BYTES,
      trustedProxies: values.TRUST_PROXY,
      callerRatePerMinute: values.CALLER_RATE_PER_MINUTE ?? null,
      drainLimitMs: values.DRAIN_LIMIT_MS,
    },
    graphiql: values.GRAPHIQL ?? !production,
    introspection: values.INTROSPECTION ?? !production,
    subgraphPrefix: values.SUBGRAPH_PREFIX ?? null,
    trustedDocumentsFile: values.TRUSTED_DOCUMENTS ?? null,
    pixverse: values.USEAPI_TOKEN ? { baseUrl: values.USEAPI_BASE_URL, token: values.USEAPI_TOKEN } : null,
    redis: values.REDIS_URL ? { url: values.REDIS_URL, prefix: values.REDIS_PREFIX } : null,
    publicUrl: values.PUBLIC_URL ?? null,
    metricsToken: values.METRICS_TOKEN ?? null,
    logLevel: values.LOG_LEVEL,
  };
  return { ...config, warnings: warningsAbout(config, given) };
}

/** Each variable: how it is read and what holds without it. `.env.example` and docs/configuration.md show the same. */
const variables = z.object({
  NODE_ENV: text.optional(),
  PORT: count(0, 65_535).prefault('4000'),
  HOST: text.prefault('127.0.0.1'),
  WEB_CONCURRENCY: processes.prefault('1'),
  PICTORY_BASE_URL: url.prefault('https://api.pictory.ai/pictoryapis'),
  PICTORY_API_KEY: secret.optional(),
  GATEWAY_TOKENS: gatewayTokens.optional(),
  JWKS_URL: urlWithQuery.optional(),
  JWT_ISSUER: text.optional(),
  JWT_AUDIENCE: text.optional(),
  ALLOW_ANONYMOUS: flag.prefault('false'),
  ANONYMOUS_SCOPES: scopes.prefault('read'),
  GATEWAY_SECRET: secrets.optional(),
  USEAPI_TOKEN: secret.optional(),
  USEAPI_BASE_URL: url.prefault('https://api.useapi.net/v2/pixverse'),
  REDIS_URL: redisUrl.optional(),
  REDIS_PREFIX: text.prefault('pictory-graphql:'),
  PUBLIC_URL: url.optional(),
  JOB_POLL_INTERVAL_MS: milliseconds(10).prefault('10000'),
  JOB_POLL_MAX_INTERVAL_MS: milliseconds(10).prefault('30000'),
  JOB_WATCH_LIMIT_MS: milliseconds(1000).prefault('1800000'),
  UPSTREAM_TIMEOUT_MS: milliseconds(100).prefault('10000'),
  GENERATE_TIMEOUT_MS: milliseconds(100).prefault('60000'),
  REQUEST_DEADLINE_MS: milliseconds(100).prefault('15000'),
  UPSTREAM_CONCURRENCY: count(1, 1000).prefault('16'),
  UPSTREAM_RATE_PER_MINUTE: count(1, 1_000_000).optional(),
  UPSTREAM_CALLS_PER_OPERATION: count(1, 10_000).prefault('50'),
  LOOKUP_MAX_PAGES: count(1, 10_000).prefault('20'),
  FILTER_MAX_PAGES: count(1, 10_000).prefault('20'),
  PAGE_CACHE_TTL_MS: milliseconds(0).prefault('5000'),
  UPSTREAM_DEDUPE: flag.prefault('true'),
  ALLOW_PRIVATE_URLS: flag.prefault('false'),
  MODEL_CATALOGUE_FILE: text.optional(),
  CORS_ORIGINS: origins.optional(),
  GRAPHIQL: flag.optional(),
  INTROSPECTION: flag.optional(),
  SUBGRAPH_PREFIX: typePrefix.optional(),
  TRUSTED_DOCUMENTS: text.optional(),
  TRUST_PROXY: proxies.prefault('false'),
  JOBS_PER_OPERATION: count(1, 1000).prefault('100'),
  DRAIN_LIMIT_MS: milliseconds(0).prefault('10000'),
  BODY_LIMIT_BYTES: count(1000, 100_000_000).prefault('1000000'),
  CALLER_RATE_PER_MINUTE: count(1, 1_000_000).optional(),
  METRICS_TOKEN: secret.optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'expected one of fatal, error, warn, info, debug, trace, silent',
    })
    .prefault('info'),
});

/** The names of all variables that `readConfig` knows. */
export const VARIABLE_NAMES: readonly string[] = [
  ...Object.keys(variables.shape),
  // Often set for all programs of a machine: without effect, it costs nobody anything but a warning.
  'OTEL_EXPORTER_OTLP_ENDPOINT',
];

import { readFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Config, ConfigError, readConfig, VARIABLE_NAMES } from '../../src/server/config.ts';

const HASH = 'ab'.repeat(32);

function complaintsAbout(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.complaints;
    throw error;
  }
  return [];
}

/** The part of a configuration that a test is about. */
function read<Part>(environment: Record<string, string>, pick: (config: Config) => Part): Part {
  return pick(readConfig(environment));
}

describe('the configuration', () => {
  test('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      listen: { port: 4000, host: '127.0.0.1' },
      graphiql: true,
      warnings: [],
    });
  });

  test('takes a variable set to nothing for one that is not set, and drops spaces around', () => {
    expect(readConfig({ PORT: '', PICTORY_API_KEY: '  ', HOST: ' ::1 ' })).toEqual(
      readConfig({ HOST: '::1' }),
    );
  });

  test('reports all complaints together', () => {
    expect(
      complaintsAbout({
        PORT: '70000',
        LOG_LEVEL: 'loud',
        GATEWAY_TOKENS: `web:read:${HASH}`,
        JWKS_URL: 'https://id.example/keys',
        PUBLIC_URL: 'gateway.example',
      }),
    ).toEqual([
      'PORT: expected a whole number from 0 to 65535',
      'PUBLIC_URL: expected an http or https URL',
      'LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent',
      'GATEWAY_TOKENS: needs PICTORY_API_KEY, which callers without a Pictory key of their own use',
      'JWKS_URL: needs PICTORY_API_KEY, which callers without a Pictory key of their own use',
      'JWT_ISSUER: needed with JWKS_URL, or tokens made for others would do',
      'JWT_AUDIENCE: needed with JWKS_URL, or tokens made for others would do',
    ]);
  });

  test.each([
    ['PORT', 'x'],
    ['PORT', '-1'],
    ['PORT', '4000.5'],
    ['PORT', '1e3'],
    ['WEB_CONCURRENCY', '0'],
    ['WEB_CONCURRENCY', '-2'],
    ['WEB_CONCURRENCY', 'all'],
    ['WEB_CONCURRENCY', '2'],
    ['WEB_CONCURRENCY', 'auto'],
    ['PICTORY_BASE_URL', 'api.pictory.ai'],
    ['PICTORY_BASE_URL', 'ftp://api.pictory.ai'],
    ['PICTORY_BASE_URL', 'https://user:word@api.pictory.ai'],
    ['PICTORY_BASE_URL', 'https://api.pictory.ai/?a=b'],
    ['PICTORY_API_KEY', 'pictai_two words'],
    ['GATEWAY_TOKENS', 'web'],
    ['GATEWAY_TOKENS', `web:read:${HASH.slice(1)}`],
    ['GATEWAY_TOKENS', `web:everything:${HASH}`],
    ['GATEWAY_TOKENS', `web:read,generate:${HASH}`],
    ['GATEWAY_TOKENS', `web:read:${HASH},web:read:${HASH}`],
    ['JWKS_URL', 'keys'],
    ['JWT_ISSUER', 'https://id.example'],
    ['ALLOW_ANONYMOUS', 'yes'],
    ['ANONYMOUS_SCOPES', 'read,everything'],
    ['ANONYMOUS_SCOPES', ','],
    ['GATEWAY_SECRET', 'short'],
    ['GATEWAY_SECRET', `${HASH},short`],
    ['JOB_POLL_INTERVAL_MS', '0'],
    ['JOB_POLL_MAX_INTERVAL_MS', '5000'],
    ['JOB_WATCH_LIMIT_MS', '2147483648'],
    ['UPSTREAM_CONCURRENCY', '0'],
    ['UPSTREAM_RATE_PER_MINUTE', '0'],
    ['BODY_LIMIT_BYTES', '1MB'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'app.example.com'],
    ['CORS_ORIGINS', 'https://app.example.com/'],
    ['TRUST_PROXY', 'maybe'],
    ['METRICS_TOKEN', 'two words'],
    ['USEAPI_TOKEN', 'user:1 two'],
    ['USEAPI_BASE_URL', 'x'],
    ['USEAPI_BASE_URL', 'https://api.useapi.net/v2/pixverse?a=b'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'http://localhost:6379'],
    ['REDIS_URL', 'redis://localhost:6379/jobs'],
    ['REDIS_URL', 'redis://localhost:6379/16'],
    ['REDIS_URL', 'redis://:50%@localhost:6379'],
    ['PUBLIC_URL', 'gateway.example.com'],
    ['PUBLIC_URL', 'https://gateway.example.com/?a=b'],
  ])('complains of %s=%s, and says what is taken', (name, value) => {
    const complaints = complaintsAbout({ [name]: value });
    expect(complaints).toContainEqual(expect.stringMatching(new RegExp(`^${name}: .{10,}`)));
  });

  test('complains of an address without its scheme once', () => {
    expect(complaintsAbout({ REDIS_URL: 'localhost:6379' })).toHaveLength(1);
  });

  test('never shows a secret, in what it gives or in what it complains of', () => {
    const secrets = {
      PICTORY_API_KEY: 'pictai_mine',
      GATEWAY_SECRET: `first-secret-${HASH},second-secret-${HASH}`,
      METRICS_TOKEN: 'metrics-secret',
      USEAPI_TOKEN: 'user:1-useapi-secret',
    };
    const config = readConfig(secrets);
    expect(config.pictory.apiKey?.reveal()).toBe('pictai_mine');
    expect(config.gatewaySecrets.map((secret) => secret.reveal())).toEqual([
      `first-secret-${HASH}`,
      `second-secret-${HASH}`,
    ]);
    const shown = [JSON.stringify(config), inspect(config, { depth: 9 }), String(config.metricsToken)].join();
    expect(shown).not.toMatch(/pictai_|first-secret|second-secret|metrics-secret|useapi-secret/);
    const wrong = {
      PICTORY_API_KEY: 'pictai_my key',
      GATEWAY_TOKENS: 'web:read:the-token-itself',
      GATEWAY_SECRET: 'my-secret',
    };
    expect(complaintsAbout(wrong).join()).not.toMatch(/pictai_|the-token|my-secret/);
  });
});

describe('what it says', () => {
  test('of tokens', () => {
    const tokens = read(
      {
        PICTORY_API_KEY: 'pictai_x',
        GATEWAY_TOKENS: `web:read+generate:${HASH}, robot_1:clean:${HASH.toUpperCase()},`,
      },
      ({ callers }) => callers.tokens,
    );
    expect(tokens).toEqual([
      { name: 'web', scopes: new Set(['read', 'generate']), sha256: Buffer.from(HASH, 'hex') },
      { name: 'robot_1', scopes: new Set(['clean']), sha256: Buffer.from(HASH, 'hex') },
    ]);
  });

  test('of a JWT issuer, whose address may have a query', () => {
    const jwt = {
      PICTORY_API_KEY: 'pictai_x',
      JWKS_URL: 'https://id.example/keys?policy=1',
      JWT_ISSUER: 'https://id.example/',
      JWT_AUDIENCE: 'pictory',
    };
    expect(read(jwt, ({ callers }) => callers.jwt)).toEqual({
      jwksUrl: 'https://id.example/keys?policy=1',
      issuer: 'https://id.example/',
      audience: 'pictory',
    });
  });

  test('of PixVerse, which there is only with a token', () => {
    expect(read({}, ({ pixverse }) => pixverse)).toBeNull();
    const pixverse = read({ USEAPI_TOKEN: 'user:1-x' }, (config) => config.pixverse);
    expect(pixverse?.baseUrl).toBe('https://api.useapi.net/v2/pixverse');
    expect(pixverse?.token.reveal()).toBe('user:1-x');
  });

  test('of production, and what is on there after all', () => {
    const flags = (environment: Record<string, string>) =>
      read(environment, ({ production, graphiql, introspection }) => [production, graphiql, introspection]);
    expect(flags({ NODE_ENV: 'development' })).toEqual([false, true, true]);
    expect(flags({ NODE_ENV: 'production' })).toEqual([true, false, false]);
    expect(flags({ NODE_ENV: 'production', GRAPHIQL: 'true', INTROSPECTION: 'true' })).toEqual([
      true,
      true,
      true,
    ]);
    expect(flags({ GRAPHIQL: 'false' })).toEqual([false, false, true]);
  });

  test('of proxies', () => {
    const proxies = (value: string) => read({ TRUST_PROXY: value }, ({ http }) => http.trustedProxies);
    expect([proxies('false'), proxies('true'), proxies('3')]).toEqual([0, 1, 3]);
  });

  test('of an address, without the slash at its end', () => {
    expect(read({ PICTORY_BASE_URL: 'http://localhost:1/api/' }, ({ pictory }) => pictory.baseUrl)).toBe(
      'http://localhost:1/api',
    );
  });
});

test.each([
  [{ JOB_POLL_INTERVAL_MS: '500' }, 'JOB_POLL_INTERVAL_MS is 500'],
  [{ PICTORY_API_KEY: 'other_x', ALLOW_ANONYMOUS: 'true' }, 'does not begin with "pictai_"'],
  [{ PICTORY_API_KEY: 'pictai_x' }, 'nobody may use it'],
  [{ ANONYMOUS_SCOPES: 'read' }, 'no effect without ALLOW_ANONYMOUS'],
  [
    { PICTORY_API_KEY: 'pictai_x', ALLOW_ANONYMOUS: 'true', ANONYMOUS_SCOPES: 'generate' },
    'spend its AI credits',
  ],
  [
    { PICTORY_API_KEY: 'pictai_x', JWKS_URL: 'http://id.example', JWT_ISSUER: 'a', JWT_AUDIENCE: 'b' },
    'JWKS_URL is not https',
  ],
  [{ USEAPI_TOKEN: 'user:1-x' }, 'USEAPI_TOKEN is set, but nobody may use it'],
  [
    { USEAPI_TOKEN: 'mine', PICTORY_API_KEY: 'pictai_x', GATEWAY_TOKENS: `web:read:${HASH}` },
    'USEAPI_TOKEN does not begin with "user:"',
  ],
  [{ USEAPI_BASE_URL: 'https://useapi.example' }, 'no effect without USEAPI_TOKEN'],
  [
    {
      USEAPI_TOKEN: 'user:1-x',
      USEAPI_BASE_URL: 'http://useapi.example',
      PICTORY_API_KEY: 'pictai_x',
      GATEWAY_TOKENS: `web:read:${HASH}`,
    },
    'USEAPI_BASE_URL is not https',
  ],
  [{ INTROSPECTION: 'false' }, 'GRAPHIQL is on without INTROSPECTION'],
  [{ TRUSTED_DOCUMENTS: 'documents.json' }, 'GRAPHIQL is on with TRUSTED_DOCUMENTS'],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }, 'no effect'],
])('%j is allowed and warned about', (environment, warning) => {
  expect(readConfig(environment).warnings).toEqual([expect.stringContaining(warning)]);
});

describe('the papers', () => {
  const page = (name: string) => readFile(new URL(`../../${name}`, import.meta.url), 'utf8');

  test('.env.example has every variable once, with its default', async () => {
    const lines = [...(await page('.env.example')).matchAll(/^# ([A-Z_]+)=(.*)$/gm)];
    expect(lines.map(([, name]) => name).sort()).toEqual([...VARIABLE_NAMES].sort());
    expect(readConfig(Object.fromEntries(lines.map(([, name, value]) => [name, value])))).toEqual(
      asIfSaid({}),
    );
  });

  test('docs/configuration.md has every variable once, with its default', async () => {
    const rows = [
      ...(await page('docs/configuration.md')).matchAll(/^\| `([A-Z_]+)` \| (?:`(.*?)`|([^|]*)) \|/gm),
    ];
    expect(rows.map(([, name]) => name).sort()).toEqual([...VARIABLE_NAMES].sort());
    const defaults = rows.flatMap(([, name, value]) => (value === undefined ? [] : [[name, value]]));
    expect(readConfig(Object.fromEntries(defaults))).toEqual(asIfSaid({}));
    const without = rows.flatMap(([, name, value, words]) =>
      value === undefined && words !== '-' ? [name] : [],
    );
    expect(without).toEqual(['GRAPHIQL', 'INTROSPECTION']);
  });

  /** Saying a default aloud warns where it has no effect. */
  function asIfSaid(environment: Record<string, string>): Config {
    return {
      ...readConfig(environment),
      warnings: ['USEAPI_BASE_URL', 'ANONYMOUS_SCOPES'].map((name) => expect.stringContaining(name)),
    };
  }
});

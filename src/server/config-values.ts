import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { Scope } from '../domain/caller.ts';
import { Secret } from './secret.ts';

/** A named credential of this gateway's own; the token itself is never configured, only its hash. */
export interface GatewayToken {
  name: string;
  scopes: ReadonlySet<Scope>;
  /** SHA-256 of the token. */
  sha256: Buffer;
}

const SCOPES = ['read', 'generate', 'clean'] as const satisfies readonly Scope[];
const DAY_MS = 86_400_000;

/** A whole number. */
export function count(least: number, most: number) {
  const expected = `expected a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,16}$/, expected)
    .transform(Number)
    .refine((value) => value >= least && value <= most, expected);
}

/** How many processes: a number, or `auto` for as many as the machine runs at once. */
export const processes = z
  .string()
  .regex(/^(auto|[1-9]\d{0,2})$/, 'expected a whole number from 1 to 999, or auto')
  .transform((value) => (value === 'auto' ? availableParallelism() : Number(value)));

/** A time in milliseconds: at most a day, because timers of more than 24.8 days fire at once. */
export function milliseconds(least: number) {
  return count(least, DAY_MS);
}

/** `true` or `false`. */
export const flag = z
  .enum(['true', 'false'], { error: 'expected true or false' })
  .transform((value) => value === 'true');

/** An address that may have a query. */
export const urlWithQuery = z
  .string()
  .refine((value) => /^https?:$/.test(parseUrl(value)?.protocol ?? ''), 'expected an http or https URL')
  .refine(
    (value) => !parseUrl(value)?.username && !parseUrl(value)?.password,
    'expected a URL without credentials',
  );

/** An address that others are appended to; a slash at its end is dropped. */
export const url = urlWithQuery
  .refine(
    (value) => !parseUrl(value)?.search && !parseUrl(value)?.hash,
    'expected a URL without query and fragment',
  )
  .transform((value) => value.replace(/\/+$/, ''));

/** What must not be printed. One line of visible characters. */
export const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'expected visible ASCII characters without spaces')
  .transform((value) => new Secret(value));

/** Where Redis (or Valkey) listens. Its password is in it, so it is a secret as a whole. */
export const redisUrl = z
  .string()
  .refine(
    (value) => /^rediss?:$/.test(parseUrl(value)?.protocol ?? '') && Boolean(parseUrl(value)?.hostname),
    { error: 'expected a URL such as redis://:password@host:6379/0, or rediss:// for TLS', abort: true },
  )
  .refine(
    (value) => /^(\/(1[0-5]|\d)?)?$/.test(parseUrl(value)?.pathname ?? ''),
    'expected a database from 0 to 15 after the host: redis://host:6379/0',
  )
  .refine(
    (value) => isPercentEncoded(`${parseUrl(value)?.username}${parseUrl(value)?.password}`),
    'expected user and password percent-encoded: % is %25',
  )
  .transform((value) => new Secret(value));

/** Any text. */
export const text = z.string();

/** What the name of a GraphQL type can begin with. */
export const typePrefix = z.string().regex(/^[A-Z][A-Za-z0-9]{0,38}_?$/, {
  error:
    'expected a capital letter, then letters and digits, perhaps an underscore at the end, such as Pictory',
});

/** A comma-separated list; spaces around items and empty items do not count. */
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

/** Secrets of 32 bytes or more, comma-separated. */
export const secrets = list
  .refine(
    (items) => items.every((item) => Buffer.byteLength(item) >= 32),
    'expected secrets of 32 bytes or more each, separated by commas',
  )
  .transform((items) => items.map((item) => new Secret(item)));

/** Scopes, comma-separated. */
export const scopes = list.transform((items, context) => toScopes(items, context));

/** Web origins as browsers send them, comma-separated. */
export const origins = list.refine(
  (items) => items.every((item) => parseUrl(item)?.origin === item),
  'expected origins such as https://app.example.com (scheme, host and port, nothing after them), separated by commas',
);

/** `name:scopes:sha256hex`, comma-separated, the scopes joined by `+`. */
export const gatewayTokens = list.transform((items, context): GatewayToken[] => {
  const tokens: GatewayToken[] = [];
  for (const item of items) {
    const [, name, scopeList, hash] = /^([\w.-]{1,64}):([a-z+]+):([0-9a-fA-F]{64})$/.exec(item) ?? [];
    if (!name || !scopeList || !hash) {
      // What was given is not shown: somebody may have put the token where its hash belongs.
      const place = `entry ${items.indexOf(item) + 1}`;
      context.addIssue(
        `${place}: expected name:scopes:sha256hex, the scopes joined by "+" and the token as 64 hex digits of its SHA-256`,
      );
      continue;
    }
    if (tokens.some((token) => token.name === name)) context.addIssue(`the name "${name}" is given twice`);
    tokens.push({
      name,
      scopes: new Set(toScopes(scopeList.split('+'), context)),
      sha256: Buffer.from(hash, 'hex'),
    });
  }
  return tokens;
});

/** How many proxies stand in front: `false` none, `true` one, or their number. */
export const proxies = z
  .string()
  .regex(/^(true|false|[0-9])$/, 'expected false, true or the number of proxies in front (0 to 9)')
  .transform((value) => (value === 'true' ? 1 : value === 'false' ? 0 : Number(value)));

function toScopes(names: readonly string[], context: z.RefinementCtx): Scope[] {
  const isKnown = (name: string) => SCOPES.some((scope) => scope === name);
  // What was given is not shown here either.
  if (names.length === 0 || !names.every(isKnown))
    context.addIssue(`expected scopes out of ${SCOPES.join(', ')}`);
  return SCOPES.filter((scope) => names.includes(scope));
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

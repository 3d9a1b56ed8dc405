/** What an `Authorization` value holds, judged by its form alone. */
export type Credential =
  | { kind: 'none' }
  | { kind: 'pictory-key'; key: string }
  /** What follows `Bearer`, when it is no Pictory key. */
  | { kind: 'bearer'; token: string }
  | { kind: 'unusable' };

/**
 * Reads an `Authorization` value: a Pictory key with or without `Bearer`, or another token with it. The scheme's case and
 * spaces around do not count.
 */
export function parseCredential(authorization: string | null): Credential {
  const value = authorization?.trim();
  if (!value) return { kind: 'none' };
  const bearer = /^bearer +(\S+)$/i.exec(value)?.[1];
  const token = bearer ?? value;
  if (token.startsWith(KEY_PREFIX)) {
    return KEY.test(token) ? { kind: 'pictory-key', key: token } : { kind: 'unusable' };
  }
  return bearer ? { kind: 'bearer', token: bearer } : { kind: 'unusable' };
}

const KEY_PREFIX = 'pictai_';
/** Visible ASCII without what ends a header's element. */
const KEY = /^pictai_[\x21-\x2b\x2d-\x7e]{1,500}$/;

/**
 * The `Authorization` value of a WebSocket: from `connectionParams`, in any case, directly or under `headers`; else from the
 * upgrade request.
 */
export function authorizationOf(connectionParams: unknown, upgradeHeader: string | undefined): string | null {
  const direct = findAuthorization(connectionParams);
  const nested = entriesNamed(connectionParams, 'headers')
    .map(findAuthorization)
    .find((value) => value !== null);
  return direct ?? nested ?? upgradeHeader ?? null;
}

/**
 * The first `authorization` that says something. One that is no text must not be passed over for another: it is given as
 * a credential that nobody accepts.
 */
function findAuthorization(holder: unknown): string | null {
  const value = entriesNamed(holder, 'authorization').find(
    (said) => said !== null && said !== undefined && said !== '',
  );
  if (value === undefined) return null;
  return typeof value === 'string' ? value : 'not a text';
}

function entriesNamed(holder: unknown, name: string): unknown[] {
  if (typeof holder !== 'object' || holder === null) return [];
  return Object.entries(holder).flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []));
}

import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../clock.ts';
import type { Scope } from '../../domain/caller.ts';

/** What a good token says. */
export interface JwtClaims {
  issuer: string;
  subject: string;
  scopes: ReadonlySet<Scope>;
  expiresAtMs: number;
}

/** The outcome of a check: `unverifiable` when the issuer's keys cannot be had, which says nothing of the token. */
export type JwtVerdict =
  | { claims: JwtClaims }
  | { claims: null; because: 'invalid' | 'expired' | 'unverifiable' };

/** Where tokens come from and whom they must be meant for. */
export interface JwtOptions {
  jwksUrl: string;
  issuer: string;
  audience: string;
}

/** Checks tokens. Answers within `KEYS_TIMEOUT_MS` whatever the issuer does, and never rejects. */
export type VerifyJwt = (token: string) => Promise<JwtVerdict>;

const KEYS_TIMEOUT_MS = 3_000;
/** After a failed fetch of the keys, this long no other is tried. */
const KEYS_RETRY_MS = 10_000;
const CLOCK_SKEW_SECONDS = 5;

/**
 * A verifier for the tokens of one issuer: signature by its published keys, issuer, audience, expiry and subject.
 *
 * `jose` is loaded with the first token. Keys are fetched when needed and kept; when they cannot be fetched again, the last
 * ones known go on counting.
 */
export function createJwtVerifier(options: JwtOptions & { clock: Clock }): VerifyJwt {
  const { clock } = options;
  let loading: Promise<(token: string) => Promise<JwtVerdict>> | null = null;

  const load = async () => {
    const jose = await import('jose');
    const keys = createKeys(jose, options.jwksUrl, clock);
    return async (token: string): Promise<JwtVerdict> => {
      try {
        const { payload } = await jose.jwtVerify(token, keys, {
          issuer: options.issuer,
          audience: options.audience,
          algorithms: [
            'RS256',
            'RS384',
            'RS512',
            'PS256',
            'PS384',
            'PS512',
            'ES256',
            'ES384',
            'ES512',
            'EdDSA',
            'Ed25519',
          ],
          requiredClaims: ['exp', 'sub'],
          clockTolerance: CLOCK_SKEW_SECONDS,
          currentDate: new Date(clock.now()),
        });
        return { claims: readClaims(payload) };
      } catch (error) {
        if (error instanceof KeysUnavailableError) return { claims: null, because: 'unverifiable' };
        return { claims: null, because: error instanceof jose.errors.JWTExpired ? 'expired' : 'invalid' };
      }
    };
  };

  return async (token) => {
    loading ??= load();
    return (await loading)(token);
  };
}

/** The issuer's keys cannot be fetched and none are known. */
class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

function createKeys(jose: typeof import('jose'), url: string, clock: Clock): JWTVerifyGetKey {
  const remote = jose.createRemoteJWKSet(new URL(url), { timeoutDuration: KEYS_TIMEOUT_MS });
  let retryAtMs = 0;
  const tokensFault = [
    jose.errors.JWKSNoMatchingKey,
    jose.errors.JWKSMultipleMatchingKeys,
    jose.errors.JOSENotSupported,
  ];
  return async (header, token) => {
    if (remote.fresh || clock.now() >= retryAtMs) {
      try {
        return await remote(header, token);
      } catch (error) {
        if (tokensFault.some((fault) => error instanceof fault)) throw error;
        retryAtMs = clock.now() + KEYS_RETRY_MS;
      }
    }
    const lastKnown = remote.jwks();
    if (!lastKnown) throw new KeysUnavailableError();
    return jose.createLocalJWKSet(lastKnown)(header, token);
  };
}

/** Scopes as `scope`, a text with spaces (RFC 8693), or as `scopes`, a list. What is not a scope of ours does not count. */
function readClaims(payload: JWTPayload): JwtClaims {
  const { scope, scopes } = payload;
  const named: unknown[] = typeof scope === 'string' ? scope.split(' ') : Array.isArray(scopes) ? scopes : [];
  return {
    issuer: payload.iss ?? '',
    subject: payload.sub ?? '',
    scopes: new Set((['read', 'generate', 'clean'] as const).filter((known) => named.includes(known))),
    expiresAtMs: (payload.exp ?? 0) * 1000,
  };
}

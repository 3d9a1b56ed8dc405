import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Caller, PrincipalId, Scope } from '../../domain/caller.ts';
import type { Tenants } from '../../domain/tenants.ts';
import type { GatewayToken } from '../config-values.ts';
import { parseCredential } from './credential.ts';
import { createJwtVerifier, type JwtOptions, type VerifyJwt } from './jwt.ts';

/** Tells who asks. */
export interface Callers {
  /**
   * The caller behind an `Authorization` value; null: none was sent. Pictory is not asked, and nothing is thrown: a
   * credential that is no good makes a caller without identity, with the reason. Takes seconds at most.
   */
  identify(authorization: string | null): Promise<Caller>;
}

/**
 * @param options.tokens credentials of this gateway's own; they act for its account, like those of a JWT.
 * @param options.jwt null: JWTs are not accepted.
 * @param options.anonymous what callers without credential may do; null: nothing.
 */
export function createCallers(options: {
  tenants: Tenants;
  tokens: readonly GatewayToken[];
  jwt: JwtOptions | null;
  anonymous: ReadonlySet<Scope> | null;
  clock: Clock;
}): Callers {
  const { tenants, tokens, anonymous } = options;
  const verifyJwt = options.jwt ? createJwtVerifier({ ...options.jwt, clock: options.clock }) : null;
  const whatToSend = describeCredentials(tenants.gateway ? tokens.length > 0 : false, verifyJwt !== null);

  /** One of the gateway's own guests. */
  const guest: Guest = (principal, scopes, { isAuthenticatedHere = true, expiresAtMs = null } = {}) =>
    tenants.gateway
      ? {
          identity: {
            principal: principal as PrincipalId,
            tenant: tenants.gateway,
            scopes,
            isAuthenticatedHere,
            expiresAtMs,
          },
        }
      : nobody(`This gateway has no account of its own. ${whatToSend}`);

  return {
    async identify(authorization) {
      const credential = parseCredential(authorization);
      switch (credential.kind) {
        case 'none':
          return anonymous
            ? guest('anonymous', anonymous, { isAuthenticatedHere: false })
            : nobody(`This needs a credential. ${whatToSend}`);
        case 'pictory-key':
          return ownAccount(credential.key, tenants);
        case 'bearer': {
          const token = findToken(tokens, credential.token);
          if (token) return guest(`token:${token.name}`, token.scopes);
          if (verifyJwt && credential.token.split('.').length === 3)
            return guestByJwt(credential.token, verifyJwt, guest);
          return nobody(`The credential in Authorization is not known here. ${whatToSend}`);
        }
        case 'unusable':
          return nobody(`What stands in Authorization is not a credential. ${whatToSend}`);
      }
    },
  };
}

/** Makes a caller who acts for the gateway's account. Default: authenticated, without an end. */
type Guest = (
  principal: string,
  scopes: ReadonlySet<Scope>,
  details?: { isAuthenticatedHere?: boolean; expiresAtMs?: number | null },
) => Caller;

const EVERYTHING: ReadonlySet<Scope> = new Set(['read', 'generate', 'clean'] as const);

function ownAccount(key: string, tenants: Tenants): Caller {
  const tenant = tenants.forKey(key);
  return {
    identity: {
      principal: tenant.owner,
      tenant,
      scopes: EVERYTHING,
      isAuthenticatedHere: false,
      expiresAtMs: null,
    },
  };
}

async function guestByJwt(token: string, verify: VerifyJwt, guest: Guest): Promise<Caller> {
  const verdict = await verify(token);
  if (verdict.claims) {
    const { issuer, subject, scopes, expiresAtMs } = verdict.claims;
    // Hashed, because subjects are often e-mail addresses and principals name records and log lines.
    const hash = createHash('sha256')
      .update(JSON.stringify([issuer, subject]))
      .digest('base64url');
    return guest(`jwt:${hash.slice(0, 22)}`, scopes, { expiresAtMs });
  }
  switch (verdict.because) {
    case 'expired':
      return {
        identity: null,
        because: 'expired',
        reason: 'The token has expired. Get a new one and send it.',
      };
    case 'unverifiable':
      return {
        identity: null,
        because: 'unverifiable',
        reason: "The token cannot be checked now, because its issuer's keys do not load. Try again shortly.",
      };
    case 'invalid':
      return nobody(
        'The token is not valid here: its signature, issuer, audience or time does not fit. Get a new one.',
      );
  }
}

/** Compares with every token, each in constant time. */
function findToken(tokens: readonly GatewayToken[], presented: string): GatewayToken | null {
  const sha256 = createHash('sha256').update(presented).digest();
  let found: GatewayToken | null = null;
  for (const token of tokens) if (timingSafeEqual(token.sha256, sha256)) found = token;
  return found;
}

function nobody(reason: string): Caller {
  return { identity: null, reason };
}

function describeCredentials(takesTokens: boolean, takesJwts: boolean): string {
  const kinds = [
    'your Pictory API key ("pictai_…")',
    ...(takesTokens ? ['"Bearer" and a token of this gateway'] : []),
    ...(takesJwts ? ['"Bearer" and a JWT'] : []),
  ];
  return `Send ${kinds.join(', or ')} in the Authorization header; over WebSocket, in connectionParams.authorization.`;
}

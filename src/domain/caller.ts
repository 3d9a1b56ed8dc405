import { GatewayError } from './errors.ts';
import type { Tenant } from './tenant.ts';

/** What a caller may do: read, spend credits, delete for good. */
export type Scope = 'read' | 'generate' | 'clean';

/** Who is charged with requests and idempotency keys: a key's owner, a token's name, a JWT's subject, or anonymous. */
export type PrincipalId = string & { readonly __brand: 'PrincipalId' };

/** Somebody the gateway serves with Pictory data. */
export interface Identity {
  principal: PrincipalId;
  tenant: Tenant;
  scopes: ReadonlySet<Scope>;
  /** Whether the gateway itself knows who it is: by one of its tokens or a JWT. */
  isAuthenticatedHere: boolean;
  /** When the credential ends, in ms since the epoch; null when it does not. */
  expiresAtMs: number | null;
}

/**
 * Who asks: somebody known, or nobody, with the reason in words that say what to send instead.
 *
 * `because` says more where it matters: `expired` for a credential that was good once, `unverifiable` for one that
 * cannot be checked at the moment, which is no fault of the caller's.
 */
export type Caller =
  | { identity: Identity }
  | { identity: null; reason: string; because?: 'expired' | 'unverifiable' };

/**
 * The caller's identity, when it may do what `scope` names.
 *
 * @throws {GatewayError} `UNAUTHENTICATED`; `FORBIDDEN` without the scope; `UPSTREAM_UNAVAILABLE` for a credential that
 * cannot be checked now (`UNAUTHENTICATED` would make clients log people out).
 */
export function requireScope(caller: Caller, scope: Scope): Identity {
  if (!caller.identity) {
    throw new GatewayError(
      caller.because === 'unverifiable' ? 'UPSTREAM_UNAVAILABLE' : 'UNAUTHENTICATED',
      caller.reason,
    );
  }
  if (!caller.identity.scopes.has(scope)) {
    throw new GatewayError(
      'FORBIDDEN',
      `This credential lacks the scope "${scope}". Ask the operator for one that has it.`,
    );
  }
  return caller.identity;
}

/**
 * The same for PixVerse, which is the operator's own: only for callers whom the gateway itself has authenticated.
 *
 * @throws {GatewayError} as `requireScope`; `FORBIDDEN` for a caller with a Pictory key of its own, or without credential.
 */
export function requireGatewayCaller(caller: Caller, scope: Scope): Identity {
  const identity = requireScope(caller, scope);
  if (identity.isAuthenticatedHere) return identity;
  throw new GatewayError(
    'FORBIDDEN',
    'PixVerse is read with the operator\'s account, and only for callers whom this gateway has authenticated: send "Bearer" and a token of this gateway, or a JWT. A Pictory key of your own does not do.',
  );
}

/** All of a caller that an answer may depend on, as a text: two of one standing are given the same. */
export function standingOf({ identity }: Caller): string {
  if (!identity) return '';
  const { principal, tenant, scopes, isAuthenticatedHere } = identity;
  return JSON.stringify([tenant.id, principal, [...scopes].sort(), isAuthenticatedHere]);
}

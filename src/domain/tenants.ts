import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Pictory } from '../upstream/pictory/pictory.ts';
import type { PrincipalId } from './caller.ts';
import { createSealer, deriveKey } from './seal.ts';
import type { Tenant, TenantId } from './tenant.ts';

/** The accounts that callers act for, one `Tenant` per API key. */
export interface Tenants {
  /** The account of a caller's own key. The same object for the same key, as long as it is remembered. */
  forKey(apiKey: string): Tenant;
  /** The account whose key the gateway holds; null when it holds none. */
  readonly gateway: Tenant | null;
}

/** How many accounts are remembered: those whose key Pictory has accepted, and those it has not yet answered well. */
export interface TenantBounds {
  accepted: number;
  untried: number;
}

/**
 * Remembers accounts in two places, so that a flood of made-up keys pushes out nothing but made-up keys: an account
 * starts among the untried and moves once Pictory has accepted its key. A forgotten account that asks again starts anew.
 *
 * @param options.gatewayKey the gateway's own API key. A caller who sends the same key is the same tenant.
 * @param options.gatewaySecrets when not empty, the gateway's own account takes its ids and its sealers from them
 * instead of from the key (the first seals, all open), so that what is sealed and kept survives a new key.
 */
export function createTenants(options: {
  pictory: Pick<Pictory, 'account'>;
  gatewayKey: string | null;
  gatewaySecrets: readonly string[];
  bounds?: TenantBounds;
}): Tenants {
  const { pictory, gatewayKey, gatewaySecrets } = options;
  const bounds = options.bounds ?? { accepted: 10_000, untried: 1_000 };
  const accepted = new LRUCache<string, Tenant>({ max: bounds.accepted });
  const untried = new LRUCache<string, Tenant>({
    max: bounds.untried,
    // Accepted since it was last looked at: it must not go down with the crowd.
    dispose: (tenant, apiKey, reason) => {
      if (reason === 'evict' && tenant.pictory.answeredWell) accepted.set(apiKey, tenant);
    },
  });

  const create = (
    apiKey: string,
    secrets: readonly [string, ...string[]],
    isGatewayAccount: boolean,
  ): Tenant => ({
    id: nameBy(secrets[0]),
    formerIds: secrets.slice(1).map(nameBy),
    owner: `key:${shorten(deriveKey(apiKey, 'principal'))}` as PrincipalId,
    pictory: pictory.account(apiKey),
    isGatewayAccount,
    cursors: createSealer(secrets, 'cursors'),
    shared: createSealer(secrets, 'shared state'),
  });

  const [firstSecret, ...formerSecrets] = gatewaySecrets;
  const gateway = gatewayKey
    ? create(gatewayKey, firstSecret === undefined ? [gatewayKey] : [firstSecret, ...formerSecrets], true)
    : null;

  return {
    gateway,
    forKey(apiKey) {
      if (gateway && gatewayKey && sameText(apiKey, gatewayKey)) return gateway;
      const known = accepted.get(apiKey);
      if (known) return known;
      const candidate = untried.get(apiKey);
      if (candidate?.pictory.answeredWell) {
        untried.delete(apiKey);
        accepted.set(apiKey, candidate);
      }
      if (candidate) return candidate;
      const tenant = create(apiKey, [apiKey], false);
      untried.set(apiKey, tenant);
      return tenant;
    },
  };
}

function nameBy(secret: string): TenantId {
  return shorten(deriveKey(secret, 'tenant id')) as TenantId;
}

function shorten(key: Buffer): string {
  return key.toString('base64url').slice(0, 22);
}

/** Whether two secrets are equal, in a time that does not tell how far they are. */
function sameText(left: string, right: string): boolean {
  const [leftBytes, rightBytes] = [Buffer.from(left), Buffer.from(right)];
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
}

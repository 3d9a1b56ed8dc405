import type { Clock } from '../../src/clock.ts';
import type { PrincipalId } from '../../src/domain/caller.ts';
import { createLibrary, type Library } from '../../src/domain/library.ts';
import { createOperation, type Operation } from '../../src/domain/operation.ts';
import { createPageCache } from '../../src/domain/paging/pages.ts';
import type { PlaceIndex } from '../../src/domain/paging/place-index.ts';
import { createSealer } from '../../src/domain/seal.ts';
import { createSharedReads } from '../../src/domain/shared-reads.ts';
import type { Tenant, TenantId } from '../../src/domain/tenant.ts';
import type { PictoryAccount } from '../../src/upstream/pictory/pictory.ts';

/** A tenant over the given account. Equal names are the same tenant. */
export function tenantOf(account: PictoryAccount, name = 'tenant-1'): Tenant {
  return {
    id: name as TenantId,
    formerIds: [],
    owner: `key:${name}` as PrincipalId,
    pictory: account,
    isGatewayAccount: false,
    cursors: createSealer([`pictai_key_of_${name}`], 'cursor'),
    shared: createSealer([`pictai_key_of_${name}`], 'shared state'),
  };
}

/** A library with the limits of the default configuration, but without a page cache unless asked for. */
export function libraryOn(
  clock: Clock,
  options: {
    cacheTtlMs?: number;
    lookupMaxPages?: number;
    filterMaxPages?: number;
    places?: PlaceIndex;
  } = {},
): Library {
  return createLibrary({
    reads: createSharedReads(clock),
    cache: createPageCache(clock),
    cacheTtlMs: 0,
    lookupMaxPages: 20,
    filterMaxPages: 20,
    clock,
    ...options,
  });
}

/** An operation with the default allowance, or as many calls as given. */
export function operationOn(
  clock: Clock,
  upstreamCalls = 50,
  signal = new AbortController().signal,
): Operation {
  return createOperation({ upstreamCalls, jobs: 100, deadlineMs: 15_000 }, clock, { signal });
}

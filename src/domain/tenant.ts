import type { PictoryAccount } from '../upstream/pictory/pictory.ts';
import type { PrincipalId } from './caller.ts';
import type { Sealer } from './seal.ts';

/** A one-way keyed hash of an account's key: names the account in caches, logs and shared stores. */
export type TenantId = string & { readonly __brand: 'TenantId' };

/** One account of a REST API. Whatever is cached or shared belongs to exactly one. */
export interface UpstreamAccount {
  readonly id: TenantId;
  /** Seals the cursors of this account; no other account's sealer opens them. */
  readonly cursors: Sealer;
  /** Seals what copies of this process share of this account. */
  readonly shared: Sealer;
}

/** One Pictory account. */
export interface Tenant extends UpstreamAccount {
  readonly pictory: PictoryAccount;
  /** True for the account whose key the gateway itself holds. */
  readonly isGatewayAccount: boolean;
  /** What `id` was under former secrets of the gateway, newest first: something may still be kept under it. */
  readonly formerIds: readonly TenantId[];
  /** Whoever holds the account's key itself. */
  readonly owner: PrincipalId;
}

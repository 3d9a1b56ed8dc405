import type { PictoryAccount } from '../upstream/pictory/pictory.ts';
import type { Sealer } from './seal.ts';

/** A one-way keyed hash of an account's key: names the tenant in caches, logs and shared stores. */
export type TenantId = string & { readonly __brand: 'TenantId' };

/** One Pictory account. Whatever is cached or shared belongs to exactly one. */
export interface Tenant {
  readonly id: TenantId;
  readonly pictory: PictoryAccount;
  /** True for the account whose key the gateway itself holds. */
  readonly isGatewayAccount: boolean;
  /** Seals the cursors of this tenant; no other tenant's sealer opens them. */
  readonly cursors: Sealer;
}

import type { PageKey } from '../../upstream/call.ts';
import type { Tenant } from '../tenant.ts';
import type { AssetKey } from './list-search.ts';
import type { ListKind } from './pages.ts';

/** Where an entry of a list was last seen. */
export interface SeenAt {
  /** Of the page; null: the first. */
  pageKey: PageKey | null;
  createdAtMs: number;
}

/**
 * Where copies of this process have seen the entries of lists: a hint that saves a search. Neither method fails: an
 * implementation whose network is away knows nothing, and forgets what it is told.
 */
export interface PlaceIndex {
  /** Takes note of entries of one page. */
  note(tenant: Tenant, kind: ListKind, pageKey: PageKey | null, entries: readonly PlacedEntry[]): void;
  /** What is known of some keys; no entry for the others. */
  find(tenant: Tenant, kind: ListKind, keys: readonly AssetKey[]): Promise<ReadonlyMap<AssetKey, SeenAt>>;
}

/** One name of an entry on a page. */
export interface PlacedEntry {
  key: AssetKey;
  createdAtMs: number;
}

/** For a process that has nobody to tell: what it has seen itself is in its own memory. */
export const NO_PLACE_INDEX: PlaceIndex = { note() {}, find: async () => new Map() };

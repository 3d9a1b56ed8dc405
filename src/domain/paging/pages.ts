import { LRUCache } from 'lru-cache';
import type { Clock } from '../../clock.ts';
import type { ListItem, ListPage, PageKey, ReadCall } from '../../upstream/call.ts';
import type { SharedReads } from '../shared-reads.ts';
import type { Tenant } from '../tenant.ts';

/** The kinds of list that cursors and caches tell apart. */
export type ListKind = 'images' | 'videos' | 'jobs';

/** The pages of one kind of list, read once for all who ask at the same time and kept for a short while. */
export interface Pages<Item> {
  readonly kind: ListKind;
  /**
   * One page; null: the first. At once where it is kept.
   *
   * @param loadedSince a cached page will do only when its reading began at or after this time.
   * @throws {UpstreamError} as the upstream does.
   */
  read(
    tenant: Tenant,
    key: PageKey | null,
    call: ReadCall,
    loadedSince?: number,
  ): Promise<ListPage<Item>> | ListPage<Item>;
  /** Forgets the first page, also one that is being read just now. */
  forgetFirst(tenant: Tenant): void;
  /** Forgets every page of the tenant. */
  forgetAll(tenant: Tenant): void;
}

/** How long pages are kept: the first one for `cacheTtlMs`, older ones, which hardly change, longer by this factor. */
const OLDER_PAGES_KEEP_FACTOR = 24;
/** Some 80,000 images with prompts of some hundred characters, 12,000 with the longest. */
const MAX_CACHED_BYTES = 64_000_000;
/** What an item takes besides its text. */
const ITEM_BYTES = 400;
const MAX_REMEMBERED_INVALIDATIONS = 10_000;

interface CachedPage {
  page: ListPage<unknown>;
  loadedAt: number;
}

/** Room for the pages of all tenants and kinds; the least recently used leave first. */
export type PageCache = LRUCache<string, CachedPage>;

/** @see PageCache */
export function createPageCache(clock: Clock): PageCache {
  return new LRUCache({
    maxSize: MAX_CACHED_BYTES,
    sizeCalculation: ({ page }) => page.sizeBytes + (page.items.length + 1) * ITEM_BYTES,
    ttl: 1,
    ttlResolution: 0,
    perf: clock,
  });
}

/** @param options.onLoad is told of each page that came from the upstream. */
export function createPages<Item>(options: {
  kind: ListKind;
  list: (tenant: Tenant, key: PageKey | null, call: ReadCall) => Promise<ListPage<Item>>;
  onLoad?: (tenant: Tenant, key: PageKey | null, items: readonly ListItem<Item>[]) => void;
  reads: SharedReads;
  cache: PageCache;
  /** 0: nothing is kept. */
  cacheTtlMs: number;
  clock: Clock;
}): Pages<Item> {
  const { kind, list, onLoad, reads, cache, cacheTtlMs, clock } = options;
  const forgottenAt = {
    first: new LRUCache<string, number>({ max: MAX_REMEMBERED_INVALIDATIONS }),
    all: new LRUCache<string, number>({ max: MAX_REMEMBERED_INVALIDATIONS }),
  };
  let invalidations = 0;

  /** Changes with each invalidation that concerns the page, so that a read begun before it is neither joined nor kept. */
  const nameOf = (tenant: Tenant, key: PageKey | null) =>
    `${tenant.id} ${kind} ${forgottenAt.all.get(tenant.id) ?? 0} ${key ?? `first ${forgottenAt.first.get(tenant.id) ?? 0}`}`;

  return {
    kind,
    read(tenant, key, call, loadedSince = 0) {
      const name = nameOf(tenant, key);
      const cached = cache.get(name);
      if (cached && cached.loadedAt >= loadedSince) return cached.page as ListPage<Item>;
      return reads.read(name, call, async (shared) => {
        const loadedAt = clock.now();
        const page = await list(tenant, key, shared);
        onLoad?.(tenant, key, page.items);
        if (cacheTtlMs > 0 && name === nameOf(tenant, key)) {
          // Nobody else lets go of what is too old: it would stay until there is no more room.
          cache.purgeStale();
          cache.set(
            name,
            { page, loadedAt },
            { ttl: key === null ? cacheTtlMs : cacheTtlMs * OLDER_PAGES_KEEP_FACTOR },
          );
        }
        return page;
      });
    },
    forgetFirst(tenant) {
      forgottenAt.first.set(tenant.id, ++invalidations);
    },
    forgetAll(tenant) {
      forgottenAt.all.set(tenant.id, ++invalidations);
    },
  };
}

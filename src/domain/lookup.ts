import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.ts';
import type { ListItem, ListPage, PageKey, ReadCall } from '../upstream/call.ts';
import { GatewayError } from './errors.ts';
import type { Operation } from './operation.ts';
import type { Pages } from './pages.ts';
import { createReadGroup, type ReadGroup } from './read-group.ts';
import { createPageReader, isStaleKey, ORDER_SLACK_MS, walkPages } from './seek.ts';
import type { Tenant } from './tenant.ts';

/** What an asset can be looked up by. */
export type AssetKey = `id ${string}` | `url ${string}`;

/** Finds the entries of a list that REST cannot fetch one by one. */
export interface Lookup<Item> {
  /**
   * In the order of the keys. Null: the whole list was read and the key is not in it (as of at most 60 s ago).
   *
   * What has passed by is read where it was; the rest is searched for from the top on, in one walk for all who search
   * the same list, which goes on where the last one ended.
   *
   * One key's failure is its own: an `UpstreamError`, or a `GatewayError` such as `LOOKUP_BUDGET_EXCEEDED` for a key that
   * this walk did not reach; the next one starts there.
   */
  find(tenant: Tenant, keys: readonly AssetKey[], operation: Operation): Promise<(Item | null | Error)[]>;
  /** Takes note of a page that passes by. */
  note(tenant: Tenant, key: PageKey | null, items: readonly ListItem<Item>[]): void;
  /** Forgets that keys were absent: something has been added to the list. */
  forgetAbsent(tenant: Tenant): void;
}

const ABSENT_TTL_MS = 60_000;
/** A whole walk counts this long: something may have been listed late, below what later walks read again. */
const COMPLETE_TTL_MS = 15 * 60_000;
const MAX_ABSENT_KEYS = 10_000;
/** About 100 MB: each noted item takes two entries. */
const MAX_NOTED_KEYS = 400_000;

/** What is known of one tenant's list. It is kept or forgotten as a whole, so that what a walk has covered stays findable. */
interface Terrain {
  /** Where each key was last seen. */
  places: Map<AssetKey, SeenAt>;
  /** The newest date of the stretch that walks have covered; null before the first walk. */
  coveredFromMs: number | null;
  /** The page that the next walk goes on with, once it has covered what is new; null: the list's end was reached. */
  frontier: PageKey | null;
  /** When the list's end was reached. */
  completedAtMs: number;
  absent: LRUCache<AssetKey, true>;
  search: Search | null;
}

interface SeenAt {
  pageKey: PageKey | null;
  createdAtMs: number;
}

/** The one walk under way through a list, and who waits for it. */
interface Search {
  group: ReadGroup;
  seekers: Set<Seeker>;
}

interface Seeker {
  missing: Set<AssetKey>;
  found: Map<AssetKey, unknown>;
  pagesLeft: number;
  done: () => void;
  failed: (error: unknown) => void;
}

/** @param options.maxPages how many pages a walk may read for one asker. */
export function createLookup<Item extends { pictoryId: string; url: string }>(options: {
  pages: () => Pages<Item>;
  maxPages: number;
  clock: Clock;
}): Lookup<Item> {
  const { pages, maxPages, clock } = options;
  const terrains = new LRUCache<string, Terrain>({
    maxSize: MAX_NOTED_KEYS,
    sizeCalculation: ({ places }) => places.size + 1,
  });

  function terrainOf(tenant: Tenant): Terrain {
    const known = terrains.get(tenant.id);
    if (known) return known;
    const fresh: Terrain = {
      places: new Map(),
      coveredFromMs: null,
      frontier: null,
      completedAtMs: 0,
      absent: new LRUCache({ max: MAX_ABSENT_KEYS, ttl: ABSENT_TTL_MS, ttlResolution: 0, perf: clock }),
      search: null,
    };
    terrains.set(tenant.id, fresh);
    return fresh;
  }

  /** Follows one key from where it was last seen as far as it can have drifted; undefined when it is gone from there. */
  async function findSeen(
    tenant: Tenant,
    key: AssetKey,
    seen: SeenAt,
    call: () => ReadCall,
  ): Promise<Item | undefined> {
    const reader = createPageReader(pages(), tenant, call);
    const follow = async (from: PageKey | null) => {
      for await (const { page } of walkPages(reader, from)) {
        const hit = page.items.find(({ item }) => item && keysOf(item).includes(key))?.item;
        if (hit) return hit;
        if (page.items.some(({ createdAtMs }) => createdAtMs < seen.createdAtMs - ORDER_SLACK_MS))
          return undefined;
      }
      return undefined;
    };
    try {
      return await follow(seen.pageKey);
    } catch (error) {
      if (seen.pageKey === null || !(await isStaleKey(reader, error))) throw error;
      return follow(null);
    }
  }

  /** Waits for the walk through the tenant's list, starting it where there is none. */
  function search(
    tenant: Tenant,
    terrain: Terrain,
    keys: Set<AssetKey>,
    call: ReadCall,
  ): Promise<Map<AssetKey, unknown>> {
    const under = terrain.search && !terrain.search.group.isEmpty ? terrain.search : null;
    const walk: Search = under ?? { group: createReadGroup(clock), seekers: new Set() };
    let seeker: Seeker | undefined;
    return walk.group
      .ask(
        call,
        () =>
          new Promise<Map<AssetKey, unknown>>((resolve, reject) => {
            const found = new Map<AssetKey, unknown>();
            seeker = {
              missing: keys,
              found,
              pagesLeft: maxPages,
              done: () => resolve(found),
              failed: reject,
            };
            walk.seekers.add(seeker);
            if (under) return;
            terrain.search = walk;
            explore(tenant, terrain, walk).catch((error) => {
              if (terrain.search === walk) terrain.search = null;
              for (const waiting of walk.seekers) waiting.failed(error);
            });
          }),
      )
      .finally(() => seeker && walk.seekers.delete(seeker));
  }

  /** Walks what is new since the last walk, then on from where that one ended, until nobody misses anything. */
  async function explore(tenant: Tenant, terrain: Terrain, walk: Search): Promise<void> {
    const reader = createPageReader(pages(), tenant, () => walk.group.call);
    if (terrain.frontier === null && clock.now() - terrain.completedAtMs > COMPLETE_TTL_MS)
      terrain.coveredFromMs = null;
    const covered = terrain.coveredFromMs;
    let newest: number | null = null;
    let onFrontier = covered === null;

    for (let from: PageKey | null = null; ; from = terrain.frontier) {
      for await (const { page } of walkPages(reader, from)) {
        newest ??= page.items.length ? Math.max(...page.items.map(({ createdAtMs }) => createdAtMs)) : null;
        const joins = covered !== null && !onFrontier && reaches(page, covered);
        if (onFrontier) terrain.frontier = page.nextPageKey;
        if (onFrontier || joins) terrain.coveredFromMs = newest;

        const ended = (onFrontier || joins) && terrain.frontier === null;
        if (ended) terrain.completedAtMs = clock.now();
        const exhausted = settle(terrain, walk, page.items, ended);
        if (exhausted && !onFrontier && !joins) {
          // More is new than one walk may read: what this one has read is the stretch to go on from.
          terrain.coveredFromMs = newest;
          terrain.frontier = page.nextPageKey;
        }
        if (walk.seekers.size === 0) {
          terrain.search = null;
          return;
        }
        if (joins) break;
      }
      onFrontier = true;
    }
  }

  /** Hands out what a page brought. True when somebody's pages were used up. */
  function settle(terrain: Terrain, walk: Search, items: readonly ListItem<Item>[], ended: boolean): boolean {
    let exhausted = false;
    for (const seeker of walk.seekers) {
      for (const { item } of items) {
        if (!item) continue;
        for (const key of keysOf(item)) if (seeker.missing.delete(key)) seeker.found.set(key, item);
      }
      for (const key of ended ? seeker.missing : []) {
        terrain.absent.set(key, true);
        seeker.found.set(key, null);
      }
      seeker.pagesLeft--;
      if (ended || seeker.missing.size === 0 || seeker.pagesLeft === 0) {
        exhausted ||= !ended && seeker.missing.size > 0;
        walk.seekers.delete(seeker);
        seeker.done();
      }
    }
    return exhausted;
  }

  return {
    async find(tenant, keys, operation) {
      const terrain = terrainOf(tenant);
      const answers = new Map<AssetKey, Item | null | Error>();
      const unseen = new Set<AssetKey>();
      const asked = [...new Set(keys)].map(async (key) => {
        const seen = terrain.places.get(key);
        if (!seen) return terrain.absent.has(key) ? answers.set(key, null) : unseen.add(key);
        const item = await findSeen(tenant, key, seen, () => operation.readCall()).catch(asError);
        if (item) return answers.set(key, item);
        terrain.places.delete(key);
        return unseen.add(key);
      });
      await Promise.all(asked);
      if (unseen.size > 0) {
        const found = await search(tenant, terrain, new Set(unseen), operation.readCall()).catch(asError);
        for (const key of unseen) {
          if (found instanceof Error) answers.set(key, found);
          else answers.set(key, found.has(key) ? (found.get(key) as Item | null) : budgetExceeded(maxPages));
        }
      }
      return keys.map((key) => answers.get(key) ?? null);
    },
    note(tenant, key, items) {
      const terrain = terrainOf(tenant);
      const first = items.find(({ item }) => item)?.item;
      const last = items.findLast(({ item }) => item)?.item;
      const isNoted = (item: Item | null | undefined) =>
        !item || terrain.places.get(`id ${item.pictoryId}`)?.pageKey === key;
      // The page passed by before: its ends would have moved with anything else on it.
      if (isNoted(first) && isNoted(last)) return;
      for (const { item, createdAtMs } of items) {
        const seen: SeenAt = { pageKey: key, createdAtMs };
        if (item) for (const name of keysOf(item)) terrain.places.set(name, seen);
      }
      terrains.delete(tenant.id);
      terrains.set(tenant.id, terrain);
    },
    forgetAbsent(tenant) {
      terrains.get(tenant.id)?.absent.clear();
    },
  };
}

/** Whether a walk from the top has come to what earlier walks covered, with room for a list not quite in order. */
function reaches(page: ListPage<unknown>, coveredFromMs: number): boolean {
  return (
    page.nextPageKey === null ||
    page.items.some(({ createdAtMs }) => createdAtMs < coveredFromMs - ORDER_SLACK_MS)
  );
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('Aborted', { cause: error });
}

function keysOf(item: { pictoryId: string; url: string }): AssetKey[] {
  return [`id ${item.pictoryId}`, `url ${item.url}`];
}

function budgetExceeded(maxPages: number): GatewayError {
  return new GatewayError(
    'LOOKUP_BUDGET_EXCEEDED',
    `Not among the ${maxPages} pages that this search may read. Repeat the request: the search goes on where it stopped.`,
  );
}

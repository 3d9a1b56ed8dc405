import { LRUCache } from 'lru-cache';
import type { Clock } from '../../clock.ts';
import type { ListItem, PageKey, ReadCall } from '../../upstream/call.ts';
import { GatewayError } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { Tenant } from '../tenant.ts';
import { WeighedMap } from '../weight.ts';
import { type AssetKey, type Coverage, keysOf, noCoverage, searchList } from './list-search.ts';
import type { Pages } from './pages.ts';
import type { PlaceIndex, SeenAt } from './place-index.ts';
import { createPageReader, isStaleKey, ORDER_SLACK_MS, walkPages } from './seek.ts';

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
const MAX_ABSENT_KEYS = 10_000;
/** Some 250,000 keys, of which each noted item has two. */
const MAX_NOTED_BYTES = 64_000_000;

/** What is known of one tenant's list. It is forgotten as a whole, so that what its coverage tells of stays findable. */
interface ListMemory<Item> {
  /** Where each key was last seen. */
  places: WeighedMap<AssetKey, SeenAt>;
  coverage: Coverage<Item>;
  /** Until when each key counts as absent, the oldest first. A bounded cache would take its whole room at once. */
  absent: WeighedMap<AssetKey, number>;
}

/**
 * @param options.pages a function, because the pages tell the lookup in turn what passes by.
 * @param options.index asked for what has not passed by here: other processes may have seen it.
 * @param options.maxPages how many pages one search may read.
 */
export function createLookup<Item extends { pictoryId: string; url: string }>(options: {
  pages: () => Pages<Item>;
  index: PlaceIndex;
  maxPages: number;
  clock: Clock;
}): Lookup<Item> {
  const { pages, index, maxPages, clock } = options;
  const memories = new LRUCache<string, ListMemory<Item>>({
    maxSize: MAX_NOTED_BYTES,
    sizeCalculation: ({ places, absent }) => 1 + places.sizeBytes + absent.sizeBytes,
  });

  function memoryOf(tenant: Tenant): ListMemory<Item> {
    const known = memories.get(tenant.id);
    if (known) return known;
    const fresh: ListMemory<Item> = {
      places: new WeighedMap(),
      coverage: noCoverage(),
      absent: new WeighedMap(),
    };
    memories.set(tenant.id, fresh);
    return fresh;
  }

  function isAbsent({ absent }: ListMemory<Item>, key: AssetKey): boolean {
    return (absent.get(key) ?? 0) > clock.now();
  }

  function noteAbsent({ absent }: ListMemory<Item>, key: AssetKey): void {
    absent.delete(key);
    absent.set(key, clock.now() + ABSENT_TTL_MS);
    for (const [oldest, untilMs] of absent) {
      if (absent.size <= MAX_ABSENT_KEYS && untilMs > clock.now()) break;
      absent.delete(oldest);
    }
  }

  /** Counts a memory as large as it has become; whatever is too much then is forgotten. */
  function weighAnew(tenant: Tenant, memory: ListMemory<Item>): void {
    if (memories.peek(tenant.id) !== memory) return;
    memories.delete(tenant.id);
    memories.set(tenant.id, memory);
  }

  /** Takes over where other processes have seen what has not passed by here. */
  async function hearOfOthers(tenant: Tenant, keys: readonly AssetKey[]): Promise<void> {
    const memory = memoryOf(tenant);
    const { places } = memory;
    const unseen = keys.filter((key) => !places.has(key) && !isAbsent(memory, key));
    if (unseen.length === 0) return;
    for (const [key, seen] of await index.find(tenant, pages().kind, unseen)) {
      if (!places.has(key)) places.set(key, seen);
    }
  }

  /** Follows one key from where it was last seen as far as it can have drifted; null when it is gone from there. */
  async function follow(
    tenant: Tenant,
    key: AssetKey,
    seen: SeenAt,
    call: () => ReadCall,
  ): Promise<Item | null> {
    const reader = createPageReader(pages(), tenant, call);
    const followFrom = async (from: PageKey | null) => {
      for await (const { page } of walkPages(reader, from)) {
        const hit = page.items.find(({ item }) => item && keysOf(item).includes(key));
        if (hit) return hit.item;
        if (page.items.some(({ createdAtMs }) => createdAtMs < seen.createdAtMs - ORDER_SLACK_MS))
          return null;
      }
      return null;
    };
    try {
      return await followFrom(seen.pageKey);
    } catch (error) {
      if (seen.pageKey === null || !(await isStaleKey(reader, error))) throw error;
      return followFrom(null);
    }
  }

  return {
    async find(tenant, keys, operation) {
      const answers = new Map<AssetKey, Item | null | Error>();
      const call = () => operation.readCall();
      const unanswered = () => [...new Set(keys)].filter((key) => !answers.has(key));

      await hearOfOthers(tenant, unanswered());
      for (;;) {
        // While some are followed, others may pass by: only what is unseen at the moment of the search is searched for.
        const memory = memoryOf(tenant);
        const { places } = memory;
        const followed = unanswered().map(async (key) => {
          const seen = places.get(key);
          if (!seen) return isAbsent(memory, key) && answers.set(key, null);
          const item = await follow(tenant, key, seen, call).catch(asError);
          if (item) return answers.set(key, item);
          return places.get(key) === seen && places.delete(key);
        });
        await Promise.all(followed);
        if (!unanswered().some((key) => memoryOf(tenant).places.has(key))) break;
      }

      const missing = new Set(unanswered());
      if (missing.size > 0) {
        const memory = memoryOf(tenant);
        const terms = { pages: pages(), maxPages, clock };
        const found = await searchList(terms, tenant, memory.coverage, missing, call()).catch(asError);
        for (const key of missing) {
          const answer = found instanceof Error ? found : found.get(key);
          // What a job has just made is missing only until Pictory lists it.
          if (answer === null && key.startsWith('id ')) noteAbsent(memory, key);
          answers.set(key, answer === undefined ? budgetExceeded(maxPages) : answer);
        }
        weighAnew(tenant, memory);
      }
      return keys.map((key) => answers.get(key) ?? null);
    },

    note(tenant, key, items) {
      const memory = memoryOf(tenant);
      const isNoted = (item: Item | null | undefined) =>
        !item || memory.places.get(`id ${item.pictoryId}`)?.pageKey === key;
      // The page passed by before: its ends would have moved with anything else on it.
      if (isNoted(items[0]?.item) && isNoted(items.at(-1)?.item)) return;
      const entries = items.flatMap(({ item, createdAtMs }) =>
        item ? keysOf(item).map((name) => ({ key: name, createdAtMs })) : [],
      );
      for (const { key: name, createdAtMs } of entries)
        memory.places.set(name, { pageKey: key, createdAtMs });
      index.note(tenant, pages().kind, key, entries);
      weighAnew(tenant, memory);
    },

    forgetAbsent(tenant) {
      memories.get(tenant.id)?.absent.clear();
    },
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('Aborted', { cause: error });
}

function budgetExceeded(maxPages: number): GatewayError {
  return new GatewayError(
    'LOOKUP_BUDGET_EXCEEDED',
    `Not among the ${maxPages} pages that this search may read. Repeat the request: the search goes on where it stopped.`,
  );
}

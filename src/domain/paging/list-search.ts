import type { Clock } from '../../clock.ts';
import type { ListItem, ListPage, PageKey, ReadCall } from '../../upstream/call.ts';
import { createReadGroup, type ReadGroup } from '../read-group.ts';
import type { Tenant } from '../tenant.ts';
import type { Pages } from './pages.ts';
import { createPageReader, isStaleKey, ORDER_SLACK_MS, walkPages } from './seek.ts';

/** What an asset can be looked up by. */
export type AssetKey = `id ${string}` | `url ${string}`;

/** The keys of one asset. */
export function keysOf(item: { pictoryId: string; url: string }): AssetKey[] {
  return [`id ${item.pictoryId}`, `url ${item.url}`];
}

/**
 * How much of one tenant's list searches have read: one stretch, from a date down to a page. It holds only as long as
 * whoever keeps it remembers where everything in the stretch was seen.
 */
export interface Coverage<Item> {
  /** The newest date of the stretch; null before the first search. */
  fromMs: number | null;
  /** The page below the stretch; null: the list's end was reached. */
  frontier: PageKey | null;
  /** When the list's end was reached. */
  completedAtMs: number;
  search: Search<Item> | null;
}

/** Nothing has been read yet. */
export function noCoverage<Item>(): Coverage<Item> {
  return { fromMs: null, frontier: null, completedAtMs: 0, search: null };
}

/** The one search under way through a list. */
interface Search<Item> {
  group: ReadGroup;
  seekers: Set<Seeker<Item>>;
}

interface Seeker<Item> {
  missing: Set<AssetKey>;
  found: Map<AssetKey, Item | null>;
  pagesLeft: number;
  done: () => void;
  failed: (error: unknown) => void;
}

/** A whole walk counts this long: something may have been listed late, below what later walks read again. */
const COMPLETE_TTL_MS = 15 * 60_000;

/** What searches need. */
export interface SearchTerms<Item> {
  pages: Pages<Item>;
  /** How many pages a search may read for one asker. */
  maxPages: number;
  clock: Clock;
}

/**
 * Walks a list for keys that have not been seen: first what is new on top, then on from where the last search ended.
 * All who search the same list at the same time share one walk.
 *
 * @param keys not known to lie in the stretch that `coverage` tells of, nor in pages of a search under way.
 * @returns what was found; null for a key that is not in the list; no entry for one that the walk did not reach.
 */
export function searchList<Item extends { pictoryId: string; url: string }>(
  terms: SearchTerms<Item>,
  tenant: Tenant,
  coverage: Coverage<Item>,
  keys: ReadonlySet<AssetKey>,
  call: ReadCall,
): Promise<ReadonlyMap<AssetKey, Item | null>> {
  const running = coverage.search && !coverage.search.group.isEmpty ? coverage.search : null;
  const search: Search<Item> = running ?? { group: createReadGroup(terms.clock), seekers: new Set() };
  const seeker: Seeker<Item> = {
    missing: new Set(keys),
    found: new Map(),
    pagesLeft: terms.maxPages,
    done: () => {},
    failed: () => {},
  };
  const asked = search.group.ask(
    call,
    () =>
      new Promise<Seeker<Item>['found']>((resolve, reject) => {
        seeker.done = () => resolve(seeker.found);
        seeker.failed = reject;
        search.seekers.add(seeker);
        if (running) return;
        coverage.search = search;
        explore(terms, tenant, coverage, search).catch((error) => {
          if (coverage.search === search) coverage.search = null;
          for (const waiting of search.seekers) waiting.failed(error);
        });
      }),
  );
  return asked.finally(() => search.seekers.delete(seeker));
}

/** Reads on until nobody misses anything, and extends the coverage on the way. */
async function explore<Item extends { pictoryId: string; url: string }>(
  { pages, clock }: SearchTerms<Item>,
  tenant: Tenant,
  coverage: Coverage<Item>,
  search: Search<Item>,
): Promise<void> {
  const reader = createPageReader(pages, tenant, () => search.group.call);
  if (coverage.frontier === null && clock.now() - coverage.completedAtMs > COMPLETE_TTL_MS)
    coverage.fromMs = null;
  let newestMs: number | null = null;
  let coveredFromMs = coverage.fromMs;
  let isPastCovered = coveredFromMs === null;

  for (let from: PageKey | null = null; ; from = coverage.frontier) {
    try {
      for await (const { page } of walkPages(reader, from)) {
        newestMs ??= newestOf(page);
        const joins = coveredFromMs !== null && !isPastCovered && reaches(page, coveredFromMs);
        if (isPastCovered) coverage.frontier = page.nextPageKey;
        if (isPastCovered || joins) coverage.fromMs = newestMs;

        const hasEnded = (isPastCovered || joins) && coverage.frontier === null;
        if (hasEnded) coverage.completedAtMs = clock.now();
        // The page that only joins what is new to what is covered is not charged: a search with one page gets on, too.
        const isExhausted = handOut(search, page.items, { hasEnded, isCharged: !joins });
        if (isExhausted && !isPastCovered && !joins) {
          // More is new than one search may read: what this one has read is the stretch to go on from.
          coverage.fromMs = newestMs;
          coverage.frontier = page.nextPageKey;
        }
        if (search.seekers.size === 0) {
          coverage.search = null;
          return;
        }
        if (joins) break;
      }
      isPastCovered = true;
    } catch (error) {
      if (from === null || !(await isStaleKey(reader, error))) throw error;
      // The frontier's key has expired: the list has to be walked anew, with fresh keys.
      coverage.frontier = null;
      coverage.fromMs = coveredFromMs = null;
    }
  }
}

/** Gives each seeker what a page brought. True when somebody's pages were used up. */
function handOut<Item extends { pictoryId: string; url: string }>(
  { seekers }: Search<Item>,
  items: readonly ListItem<Item>[],
  { hasEnded, isCharged }: { hasEnded: boolean; isCharged: boolean },
): boolean {
  let isExhausted = false;
  for (const seeker of seekers) {
    for (const { item } of items) {
      for (const key of item ? keysOf(item) : []) if (seeker.missing.delete(key)) seeker.found.set(key, item);
    }
    if (hasEnded) for (const key of seeker.missing) seeker.found.set(key, null);
    if (isCharged) seeker.pagesLeft--;
    if (hasEnded || seeker.missing.size === 0 || seeker.pagesLeft === 0) {
      isExhausted ||= !hasEnded && seeker.missing.size > 0;
      seekers.delete(seeker);
      seeker.done();
    }
  }
  return isExhausted;
}

/** Whether a walk from the top has come to what earlier ones covered, with room for a list not quite in order. */
function reaches(page: ListPage<unknown>, coveredFromMs: number): boolean {
  return (
    page.nextPageKey === null ||
    page.items.some(({ createdAtMs }) => createdAtMs < coveredFromMs - ORDER_SLACK_MS)
  );
}

function newestOf(page: ListPage<unknown>): number | null {
  return page.items.length > 0 ? Math.max(...page.items.map(({ createdAtMs }) => createdAtMs)) : null;
}

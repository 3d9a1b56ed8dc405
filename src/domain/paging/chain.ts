import type { ListItem, ListPage, PageKey } from '../../upstream/call.ts';
import { invalidCursor, type Place, shortHash, TRAIL_LENGTH } from './cursor.ts';
import { goesInCircles, isStaleKey, type PageReader, seekPlace, UNDATED } from './seek.ts';
import { anchorBefore, type Passed, passedBefore, passedUpTo, type Spot } from './trail.ts';

/**
 * One list, walked forward item by item along its page keys. What stands on the page read last is there at once; behind it
 * a page has to be turned.
 */
export interface Chain<Item> {
  /** The next item of the page read last; null when there is none on it, or it is past the chain's end. */
  peek(): ListItem<Item> | null;
  /** The lowest date from the top of the list down to the next item: never rises, even where the list is out of order. */
  nextDateMs(): number;
  /** Passes the next item. Only after `peek` has shown one. */
  take(): ListItem<Item>;
  /** What else stands on the page read last. */
  remaining(): readonly ListItem<Item>[];
  /** Whether there may be more on another page. */
  hasMorePages(): boolean;
  /**
   * Reads the next page, which may be empty.
   *
   * @throws {UpstreamError | GatewayError} and the chain stands where it stood.
   */
  turnPage(): Promise<void>;
  /** Where the chain stands now; null: its list ended before its place was found. */
  stand(): Stand<Item> | null;
}

/** A position of a chain, and the lowest date down to it: `Infinity` where it has passed nothing with a date. */
export interface Stand<Item> extends Spot<Item> {
  lowestMs: number;
}

/** Where a chain begins. */
export interface ChainStart {
  /** Null: at the top of the list. */
  place: Place | null;
  /** The lowest date that was passed on the way there. Default `Infinity`. */
  lowestMs?: number;
  /** The chain ends before the first item of an earlier date. Default: with its list. */
  endsBelowMs?: number | undefined;
}

/**
 * Begins to walk a list, by reading the page of the place, or more where the place has to be found again.
 *
 * @throws {UpstreamError | GatewayError} `INVALID_CURSOR` for a place that is not to be found.
 */
export async function openChain<Item>(reader: PageReader<Item>, start: ChainStart): Promise<Chain<Item>> {
  const { place, endsBelowMs = Number.NEGATIVE_INFINITY } = start;
  let spot = await enter(reader, place);
  let { lowestMs = Number.POSITIVE_INFINITY } = start;
  const keysFollowed = new Set<PageKey>();

  /** As far as it is not past the end. */
  function at(index: number): ListItem<Item> | null {
    const entry = spot?.visit.page.items[index];
    return entry && dateOf(entry) >= endsBelowMs ? entry : null;
  }

  function peek(): ListItem<Item> | null {
    return spot && at(spot.index);
  }

  return {
    peek,
    nextDateMs() {
      const next = peek();
      return next ? Math.min(lowestMs, dateOf(next)) : lowestMs;
    },
    take() {
      const next = peek();
      if (!spot || !next) throw new Error('There is no item to take.');
      lowestMs = Math.min(lowestMs, dateOf(next));
      spot = { visit: spot.visit, index: spot.index + 1 };
      return next;
    },
    remaining() {
      return peek() && spot ? spot.visit.page.items.slice(spot.index) : [];
    },
    hasMorePages() {
      if (!spot) return false;
      const { items, nextPageKey } = spot.visit.page;
      if (nextPageKey === null) return false;
      // Without looking at every item where there is no end.
      if (endsBelowMs === Number.NEGATIVE_INFINITY) return true;
      return items.slice(spot.index).every((item) => dateOf(item) >= endsBelowMs);
    },
    async turnPage() {
      const key = spot?.visit.page.nextPageKey;
      if (!spot || !key) return;
      if (keysFollowed.has(key)) throw goesInCircles();
      spot = await turnPage(reader, { visit: spot.visit, index: spot.visit.page.items.length });
      keysFollowed.add(key);
    },
    stand: () => spot && { ...spot, lowestMs },
  };
}

/** One without a date, on a page of such, is as new as whatever comes. */
function dateOf({ createdAtMs }: ListItem<unknown>): number {
  return createdAtMs === UNDATED ? Number.POSITIVE_INFINITY : createdAtMs;
}

/**
 * The place at which a chain stands.
 *
 * @param isTurning the walk was cut as it was about to read the next page: go on with that one.
 */
export function placeOf(stand: Spot<unknown>, isTurning: boolean): Place {
  const { visit, index } = stand;
  const { items, nextPageKey } = visit.page;
  const anchor = anchorBefore(stand);
  if (isTurning && index === items.length && nextPageKey !== null) {
    return { pageKey: nextPageKey, stands: 'at-page-start', anchor };
  }
  if (index > 0) return { pageKey: visit.pageKey, stands: 'behind-anchor', anchor };
  const next = items[0];
  if (anchor || !next) return { pageKey: visit.pageKey, stands: 'at-page-start', anchor };
  // Nothing was passed: without the item ahead, what is added on top of it meanwhile would come first.
  const { identity, createdAtMs } = next;
  const trail = items.slice(1, 1 + TRAIL_LENGTH).map((item) => shortHash(item.identity));
  return {
    pageKey: visit.pageKey,
    stands: 'before-anchor',
    anchor: { identity, createdAtMs, index: 0, trail, ties: 0 },
  };
}

/** Where a walk begins: at the top, or at a place. Null: the list ends there. */
async function enter<Item>(reader: PageReader<Item>, place: Place | null): Promise<Spot<Item> | null> {
  const pageKey = place?.pageKey ?? null;
  const anchor = place?.anchor ?? null;
  try {
    if (!anchor) {
      return { visit: { pageKey, page: await reader.read(pageKey), before: () => [] }, index: 0 };
    }
    if (place?.stands === 'at-page-start') {
      const page = await reader.read(pageKey);
      const visit = { pageKey, page, before: () => passedUpTo(place) };
      return { visit, index: indexBehind(page, visit.before()) };
    }
    return await seek(reader, pageKey, place as Place);
  } catch (error) {
    if (pageKey === null || !(await isStaleKey(reader, error))) throw error;
    if (!anchor)
      throw invalidCursor(
        'Pictory no longer takes the page key in this cursor. Start again without `after`.',
        error,
      );
    return seek(reader, null, place as Place);
  }
}

async function seek<Item>(
  reader: PageReader<Item>,
  from: PageKey | null,
  place: Place,
): Promise<Spot<Item> | null> {
  if (!place.anchor) return null;
  const position = await seekPlace(reader, from, place.anchor, place.stands);
  if (!position) return null;
  const { pageKey, page, index } = position;
  const hereAlready = new Set(page.items.slice(0, index).map(({ identity }) => shortHash(identity)));
  const before = () => passedUpTo(place).filter((passed) => !hereAlready.has(passed.shortHash));
  return { visit: { pageKey, page, before }, index };
}

/** The page behind `spot`, which is at the end of its own; null at the end of the list. */
async function turnPage<Item>(reader: PageReader<Item>, spot: Spot<Item>): Promise<Spot<Item> | null> {
  const pageKey = spot.visit.page.nextPageKey;
  let page: ListPage<Item>;
  try {
    page = await reader.read(pageKey);
  } catch (error) {
    const anchor = anchorBefore(spot);
    // The key may have come from a page that was kept: a fresh walk from the top has fresh keys.
    if (!anchor || !(await isStaleKey(reader, error))) throw error;
    const again = await seek(reader, null, { pageKey: null, anchor, stands: 'behind-anchor' });
    // It was not the key, then: that page cannot be read just now.
    if (again && again.visit.page.nextPageKey === pageKey) throw error;
    return again;
  }
  const visit = { pageKey, page, before: () => passedBefore(spot) };
  return { visit, index: indexBehind(page, visit.before()) };
}

/**
 * Behind the item passed last where the page repeats it, else at the page's start.
 *
 * @param before what was passed, nearest first.
 */
function indexBehind(page: ListPage<unknown>, before: Iterable<Passed>): number {
  const [last, beforeLast] = before;
  const index = page.items.findIndex(({ identity }) => identity === last?.identity);
  // Entries without an id can be equal, and this be another one: what stands before it tells.
  const isAnother =
    index > 0 &&
    last?.identity?.startsWith('json:') &&
    shortHash((page.items[index - 1] as ListItem<unknown>).identity) !== beforeLast?.shortHash;
  return isAnother ? 0 : index + 1;
}

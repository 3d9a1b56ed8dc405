import type { ListPage, PageKey } from '../upstream/call.ts';
import type { Connection, ConnectionArguments, Edge } from './connection.ts';
import { invalidCursor, openCursor, type Place, sealCursor, shortHash } from './cursor.ts';
import type { Operation } from './operation.ts';
import type { Pages } from './pages.ts';
import {
  createPageReader,
  goesInCircles,
  isCallBudgetSpent,
  isStaleKey,
  type PageReader,
  seekBehind,
} from './seek.ts';
import type { Tenant } from './tenant.ts';
import { anchorBefore, passedBefore, passedUpTo, type Spot, type Visit } from './trail.ts';

/**
 * A stretch of a list as a Relay connection.
 *
 * However items are added at the top or removed between two calls, the stretches that follow one another's cursors
 * repeat nothing and miss nothing that was there throughout.
 *
 * @throws {GatewayError} `INVALID_CURSOR`, `UPSTREAM_CALL_BUDGET_EXCEEDED` when not even one page could be read.
 * @throws {UpstreamError} when a page cannot be read.
 */
export async function walkConnection<Item>(
  pages: Pages<Item>,
  tenant: Tenant,
  { first, after }: ConnectionArguments,
  operation: Operation,
): Promise<Connection<Item>> {
  const reader = createPageReader(pages, tenant, () => operation.readCall());
  const seal = (place: Place) => sealCursor(tenant, pages.kind, place);
  const edges: Edge<Item>[] = [];

  let spot: Spot<Item> | null = await enter(
    reader,
    after === null ? null : openCursor(tenant, pages.kind, after),
  );
  let last: Spot<Item> | null = spot;
  let stopped: 'full' | 'end' | 'budget' = 'end';
  const keysFollowed = new Set<PageKey>();
  while (spot) {
    const { items, nextPageKey } = spot.visit.page;
    const end = Math.min(items.length, spot.index + first - edges.length);
    for (let index = spot.index; index < end; index++) edges.push(new ListEdge(seal, spot.visit, index));
    last = { visit: spot.visit, index: end };
    if (edges.length === first) {
      stopped = end < items.length || nextPageKey !== null ? 'full' : 'end';
      break;
    }
    if (nextPageKey !== null) {
      if (keysFollowed.has(nextPageKey)) throw goesInCircles();
      keysFollowed.add(nextPageKey);
    }
    try {
      spot = await turnPage(reader, last);
    } catch (error) {
      if (!isCallBudgetSpent(error)) throw error;
      stopped = 'budget';
      break;
    }
  }

  const here = last;
  return {
    edges,
    hasNextPage: stopped !== 'end',
    hasPreviousPage: after !== null,
    truncated: stopped === 'budget',
    get startCursor() {
      return edges[0]?.cursor ?? null;
    },
    get endCursor() {
      if (stopped === 'budget' && here) return seal(startOfNextPage(here));
      return edges.at(-1)?.cursor ?? null;
    },
  };
}

class ListEdge<Item> implements Edge<Item> {
  readonly #seal: (place: Place) => string;
  readonly #visit: Visit<Item>;
  readonly #index: number;
  readonly place: Edge<Item>['place'];

  constructor(seal: (place: Place) => string, visit: Visit<Item>, index: number) {
    this.#seal = seal;
    this.#visit = visit;
    this.#index = index;
    this.place = visit.page.items[index] as Edge<Item>['place'];
  }

  get cursor(): string {
    return this.#seal({
      pageKey: this.#visit.pageKey,
      atPageStart: false,
      anchor: anchorBefore({ visit: this.#visit, index: this.#index + 1 }),
    });
  }
}

/** Where a walk begins: at the top, or behind the place of a cursor. Null: the list ends there. */
async function enter<Item>(reader: PageReader<Item>, place: Place | null): Promise<Spot<Item> | null> {
  const pageKey = place?.pageKey ?? null;
  const anchor = place?.anchor ?? null;
  try {
    if (!anchor) {
      return { visit: { pageKey, page: await reader.read(pageKey), before: () => [] }, index: 0 };
    }
    if (place?.atPageStart) {
      const page = await reader.read(pageKey);
      const visit = { pageKey, page, before: () => passedUpTo(place) };
      return { visit, index: indexBehind(page, anchor.identity) };
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
  const position = await seekBehind(reader, from, place.anchor);
  if (!position) return null;
  const { pageKey, page, index } = position;
  const hereAlready = new Set(page.items.slice(0, index).map(({ identity }) => shortHash(identity)));
  const before = () => passedUpTo(place).filter((passed) => !hereAlready.has(passed.shortHash));
  return { visit: { pageKey, page, before }, index };
}

/** The page behind `spot`; null at the end of the list. */
async function turnPage<Item>(reader: PageReader<Item>, spot: Spot<Item>): Promise<Spot<Item> | null> {
  const pageKey = spot.visit.page.nextPageKey;
  if (pageKey === null) return null;
  let page: ListPage<Item>;
  try {
    page = await reader.read(pageKey);
  } catch (error) {
    const anchor = anchorBefore(spot);
    // The key may have come from a page that was kept: a fresh walk from the top has fresh keys.
    if (!anchor || !(await isStaleKey(reader, error))) throw error;
    return seek(reader, null, { pageKey: null, anchor, atPageStart: false });
  }
  const last = spot.visit.page.items.at(-1);
  const visit = { pageKey, page, before: () => passedBefore(spot) };
  return { visit, index: last ? indexBehind(page, last.identity) : 0 };
}

/** Behind the item where the page repeats it, else at the page's start. */
function indexBehind(page: ListPage<unknown>, identity: string): number {
  return page.items.findIndex((item) => item.identity === identity) + 1;
}

function startOfNextPage(spot: Spot<unknown>): Place {
  return { pageKey: spot.visit.page.nextPageKey, atPageStart: true, anchor: anchorBefore(spot) };
}

import type { ListItem, ListPage, PageKey, ReadCall } from '../../upstream/call.ts';
import { UpstreamError, type UpstreamFailure } from '../../upstream/errors.ts';
import { GatewayError } from '../errors.ts';
import type { ReadLog, RepeatableRead } from '../read-log.ts';
import type { Tenant } from '../tenant.ts';
import { type Anchor, invalidCursor, type Place, shortHash } from './cursor.ts';
import type { Pages } from './pages.ts';

/** How far the order of a list may be off: a search by date goes this much past the date. */
export const ORDER_SLACK_MS = 10 * 60_000;

/** The date of items in a list that tells none. */
export const UNDATED = 0;

/** A position in a list: before the item at `index` of the page. */
export interface Position<Item> {
  pageKey: PageKey | null;
  page: ListPage<Item>;
  index: number;
}

/** Reads the pages of one tenant's list on one asker's account. */
export interface PageReader<Item> {
  /** One page. @throws {UpstreamError | GatewayError} */
  read(key: PageKey | null): Promise<ListPage<Item>>;
}

/** @param call gives fresh terms for each page. */
export function createPageReader<Item>(
  pages: Pages<Item>,
  tenant: Tenant,
  call: () => ReadCall,
): PageReader<Item> {
  return { read: async (key) => readPage(pages, tenant, key, call()) };
}

/** The same for an answer that may be given again as long as the pages are the same: each read stands in the log. */
export function createLoggedPageReader<Item>(
  pages: Pages<Item>,
  tenant: Tenant,
  log: ReadLog,
): PageReader<Item> {
  // Each walk on its own: several at once do not wait for one another.
  const walk = Symbol(pages.kind);
  return { read: (key) => log.read(pageRead(pages, tenant, key, walk)) };
}

/** On its own, because whoever keeps a read is to keep nothing of the operation that made it. */
function pageRead<Item>(
  pages: Pages<Item>,
  tenant: Tenant,
  key: PageKey | null,
  strand: symbol,
): RepeatableRead<ListPage<Item>> {
  return {
    name: `${pages.kind} ${key ?? ''}`,
    strand,
    perform: (terms) => readPage(pages, tenant, key, terms.readCall()),
    isSame: Object.is,
  };
}

function readPage<Item>(pages: Pages<Item>, tenant: Tenant, key: PageKey | null, call: ReadCall) {
  // A page that is kept costs no call that would notice.
  if (call.hasLeft ?? call.signal.aborted) throw call.signal.reason;
  return pages.read(tenant, key, call);
}

/**
 * The position directly behind `anchor` (directly before it, where the place says so), searching from the page `from` on.
 *
 * An anchor that is gone is replaced by the last item of its trail that is still there (the first, where the trail is
 * ahead), and without any by its date: the position is then before the first item that is older, or equally old and not in
 * the trail. Where the page key says that all that stood before the anchor on its page is gone as well, it is the page's
 * start. Null when the list ends before such an item.
 *
 * @throws {GatewayError} `INVALID_CURSOR` when the operation's calls are spent before the place is found.
 */
export async function seekPlace<Item>(
  reader: PageReader<Item>,
  from: PageKey | null,
  anchor: Anchor,
  stands: Place['stands'],
): Promise<Position<Item> | null> {
  const trail = new Set(anchor.trail);
  const isAhead = stands === 'before-anchor';
  const isOlderThan = (ms: number, { createdAtMs }: ListItem<Item>) =>
    createdAtMs < ms && createdAtMs !== UNDATED;
  let byTrail: Position<Item> | null = null;
  let byDate: Position<Item> | null = null;

  for await (const { pageKey, page } of walkPages(reader, from, placeNotFound)) {
    const index = page.items.findIndex(({ identity }) => identity === anchor.identity);
    if (index >= 0) return { pageKey, page, index: isAhead ? index : index + 1 };

    const isOfTrail = ({ identity }: ListItem<Item>) => trail.has(shortHash(identity));
    const firstOfTrail = trail.size && isAhead ? page.items.findIndex(isOfTrail) : -1;
    const lastOfTrail = trail.size && !isAhead ? page.items.findLastIndex(isOfTrail) : -1;
    if (firstOfTrail >= 0) {
      // What was ahead of these is gone.
      byTrail = { pageKey, page, index: firstOfTrail };
      break;
    }
    if (lastOfTrail >= 0) {
      byTrail = { pageKey, page, index: lastOfTrail + 1 };
    } else if (pageKey !== null && pageKey === from && anchor.index <= trail.size) {
      const index = page.items.findIndex(
        ({ createdAtMs }) => createdAtMs <= anchor.createdAtMs + ORDER_SLACK_MS,
      );
      if (index >= 0) byTrail = { pageKey, page, index };
    } else if (byTrail && page.items.length > 0) {
      // The anchor stood next to its trail: it would have been here at the latest.
      break;
    }
    if (!byDate && anchor.createdAtMs !== UNDATED) {
      const first = page.items.findIndex(
        (item) =>
          isOlderThan(anchor.createdAtMs, item) ||
          (item.createdAtMs === anchor.createdAtMs && !isOfTrail(item)),
      );
      if (first >= 0) byDate = { pageKey, page, index: first };
    }
    if (page.items.some((item) => isOlderThan(anchor.createdAtMs - ORDER_SLACK_MS, item))) break;
  }
  const position = byTrail ?? byDate;
  if (!position && anchor.createdAtMs === UNDATED) throw placeNotFound();
  return position;
}

/** A page and the key that fetched it. */
export interface VisitedPage<Item> {
  pageKey: PageKey | null;
  page: ListPage<Item>;
}

/**
 * The pages from `from` to the end of the list, one read each.
 *
 * @param onBudget turns the end of the operation's calls into another error.
 * @throws {GatewayError} `UPSTREAM_INVALID_RESPONSE` when the keys go in circles.
 */
export async function* walkPages<Item>(
  reader: PageReader<Item>,
  from: PageKey | null,
  onBudget: (cause: GatewayError) => Error = (cause) => cause,
): AsyncGenerator<VisitedPage<Item>, void, undefined> {
  const seen = new Set<PageKey>();
  for (let pageKey = from; ; ) {
    let page: ListPage<Item>;
    try {
      page = await reader.read(pageKey);
    } catch (error) {
      throw isCallBudgetSpent(error) ? onBudget(error) : error;
    }
    yield { pageKey, page };
    if (page.nextPageKey === null) return;
    if (pageKey !== null) seen.add(pageKey);
    pageKey = page.nextPageKey;
    if (seen.has(pageKey)) throw goesInCircles();
  }
}

/** Whether the operation may make no further call. */
export function isCallBudgetSpent(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.code === 'UPSTREAM_CALL_BUDGET_EXCEEDED';
}

/** What a REST API may answer to a page key that it no longer takes; which of these it is, Pictory does not document. */
const FAILURES_OF_A_STALE_KEY = new Set<UpstreamFailure>([
  'refused',
  'not-found',
  'server-error',
  'invalid-response',
]);

/**
 * Whether `error`, met while reading with a page key, is the key's fault: a read without one works.
 *
 * @throws what the read without a key throws, when that fails as well.
 */
export async function isStaleKey(reader: PageReader<unknown>, error: unknown): Promise<boolean> {
  if (!(error instanceof UpstreamError) || !FAILURES_OF_A_STALE_KEY.has(error.failure)) return false;
  await reader.read(null);
  return true;
}

function placeNotFound(cause?: GatewayError): GatewayError {
  return invalidCursor(
    'The place of this cursor cannot be found again, or lies too far down the list. Start again without `after`.',
    cause,
  );
}

/** The list's page keys lead back to a page that has been read. */
export function goesInCircles(): GatewayError {
  return new GatewayError(
    'UPSTREAM_INVALID_RESPONSE',
    'Pictory repeats a page of the list instead of ending it. Try again.',
  );
}

import type { ListSlice } from '../../upstream/call.ts';
import type { GatewayError } from '../errors.ts';
import { invalidCursor, shortHash } from './cursor.ts';
import { MAX_PASSED, type SlicePlace } from './slice-cursor.ts';

/** Reads a list by position, on one asker's account. */
export interface SliceReader<Item> {
  /** At most `limit` entries from `offset` on; fewer, perhaps, though there are more. */
  read(offset: number, limit: number): Promise<ListSlice<Item>>;
}

/** A slice as it was read. */
interface Window<Item> {
  offset: number;
  limit: number;
  slice: ListSlice<Item>;
}

/** An entry of a slice. */
export interface SliceSpot<Item> extends Window<Item> {
  index: number;
}

/** The most that is asked for at once: what useapi.net gives when it is not told how much. */
const MAX_SLICE = 50;
/** How often a list that changes meanwhile is searched as a whole. */
const MAX_SEARCHES = 3;
/** How many entries before the place are read again, to see that it is still the place. */
const OVERLAP = 5;

/**
 * Whether entries follow the one before `index`. A total that is told is trusted; without one, a full slice has more behind
 * it.
 */
export function hasMoreBehind({ offset, limit, slice }: Window<unknown>, index: number): boolean {
  const { items, total } = slice;
  if (index < items.length) return true;
  if (items.length === 0) return false;
  return total === null ? items.length >= limit : offset + items.length < total;
}

/**
 * The first entry behind a place, wherever that has gone since; null when the list ends there.
 *
 * Found by the entries passed before it: behind the nearest one that is left. When all that were ever passed are gone,
 * the list begins anew: nothing of it has been seen.
 *
 * @param wanted how many entries the asker would like to have.
 * @throws {GatewayError} `INVALID_CURSOR` when the place is not found.
 */
export async function locate<Item>(
  reader: SliceReader<Item>,
  place: SlicePlace,
  wanted: number,
): Promise<SliceSpot<Item> | null> {
  const { offset, total, passed } = place;
  if (passed.length > 0) {
    const start = Math.max(0, offset - OVERLAP);
    let hasMoved = true;
    // What moves while it is searched for can pass the search by, but hardly so again and again.
    for (let searches = 0; hasMoved && searches < MAX_SEARCHES; searches++) {
      const totals = new Set<number | null>();
      for await (const window of searchAround(reader, { start, total, wanted: wanted + OVERLAP })) {
        const found = await settle(reader, window, place);
        if (found !== 'elsewhere') return found;
        totals.add(window.slice.total);
      }
      hasMoved = totals.size > 1;
    }
    if (passed.length === MAX_PASSED) throw placeNotFound();
  }
  const top = await readWindow(reader, 0, wanted);
  return top.slice.items.length > 0 ? { ...top, index: 0 } : null;
}

/** The operation's calls do not suffice to find a place, or it is there no more. */
export function placeNotFound(cause?: unknown): GatewayError {
  return invalidCursor(
    'The place of this cursor cannot be found again, or lies too far from where it was. Start again without `after`.',
    cause,
  );
}

/** The whole list, from where the place was outwards; deeper first, because new entries tend to come on top. */
async function* searchAround<Item>(
  reader: SliceReader<Item>,
  { start, total, wanted }: { start: number; total: number | null; wanted: number },
): AsyncGenerator<Window<Item>, void, undefined> {
  const first = await readWindow(reader, start, wanted);
  yield first;
  const grownBy = growth(total, first.slice.total);
  if (grownBy !== 0) yield await readWindow(reader, Math.max(0, start + grownBy), MAX_SLICE);

  let deepest = first;
  let highest = start;
  while (highest > 0 || hasMore(deepest)) {
    if (hasMore(deepest)) {
      deepest = await readNext(reader, deepest);
      yield deepest;
    }
    if (highest > 0) {
      const end = highest;
      highest = Math.max(0, end - MAX_SLICE + OVERLAP);
      // As a rule a single one; more where the API gives fewer at once.
      for (let at = highest; at < end; ) {
        const higher = await readWindow(reader, at, MAX_SLICE);
        yield higher;
        at += Math.max(1, higher.slice.items.length);
      }
    }
  }
}

/** Behind the nearest of the passed entries that is in the window; null when the list ends there. */
async function settle<Item>(
  reader: SliceReader<Item>,
  window: Window<Item>,
  place: SlicePlace,
): Promise<SliceSpot<Item> | null | 'elsewhere'> {
  for (let here = window; ; here = await readNext(reader, here)) {
    const index = indexBehindNearest(here, place);
    if (index === null) return endsInSpiteOfTotal(here) ? null : 'elsewhere';
    if (index < here.slice.items.length) return { ...here, index };
    // What follows the last one of a window, only the next window can tell.
    if (!hasMore(here)) return null;
  }
}

/** Whether a total promises entries where none are; a list that has shrunk meanwhile says so in its total. */
function endsInSpiteOfTotal({ offset, slice: { items, total } }: Window<unknown>): boolean {
  return items.length === 0 && total !== null && total > offset;
}

/**
 * Entries without an id can be equal, and a list may hold an entry twice: of those, it is the one that stands where it stood,
 * or as far behind that as the list has grown. (The later one, if in doubt: a walk must not go in circles.)
 */
function indexBehindNearest(
  { offset, slice: { items, total } }: Window<unknown>,
  place: SlicePlace,
): number | null {
  const stoodAt = place.offset - 1;
  const grownBy = growth(place.total, total);
  let nearest: { index: number; rank: number; distance: number } | null = null;
  for (const [index, { identity }] of items.entries()) {
    const rank = place.passed.indexOf(shortHash(identity));
    if (rank < 0 || (nearest && rank > nearest.rank)) continue;
    const shift = offset + index - stoodAt;
    const distance = Math.min(Math.abs(shift), Math.abs(shift - grownBy));
    if (!nearest || rank < nearest.rank || distance <= nearest.distance) nearest = { index, rank, distance };
  }
  return nearest && nearest.index + 1;
}

/** By how many entries a list has grown; 0 where that is not told. */
function growth(before: number | null, now: number | null): number {
  return before === null || now === null ? 0 : now - before;
}

/** The window behind another, and a few entries of that one again. */
function readNext<Item>(reader: SliceReader<Item>, { offset, slice }: Window<Item>): Promise<Window<Item>> {
  return readWindow(reader, offset + Math.max(1, slice.items.length - OVERLAP), MAX_SLICE);
}

async function readWindow<Item>(
  reader: SliceReader<Item>,
  offset: number,
  wanted: number,
): Promise<Window<Item>> {
  const limit = Math.min(MAX_SLICE, wanted);
  return { offset, limit, slice: await reader.read(offset, limit) };
}

function hasMore(window: Window<unknown>): boolean {
  return hasMoreBehind(window, window.slice.items.length);
}

import type { ListItem, ListPage, PageKey } from '../../upstream/call.ts';
import { type Anchor, MAX_TRAIL_LENGTH, type Place, shortHash, TRAIL_LENGTH } from './cursor.ts';

/** A page as this walk met it. */
export interface Visit<Item> {
  pageKey: PageKey | null;
  page: ListPage<Item>;
  /** What the walk passed before the page's first item, nearest first. */
  before: () => Iterable<Passed>;
}

/** A position of this walk: before the item at `index`, or behind the page's last. */
export interface Spot<Item> {
  visit: Visit<Item>;
  index: number;
}

/** The item directly before the spot, with its trail. Null when the walk has passed none. */
export function anchorBefore(spot: Spot<unknown>): Anchor | null {
  let anchor: Passed | undefined;
  const trail: string[] = [];
  let ties = 0;
  for (const passed of passedBefore(spot)) {
    if (!anchor) {
      anchor = passed;
      continue;
    }
    const isTie =
      ties === trail.length && passed.createdAtMs > 0 && passed.createdAtMs === anchor.createdAtMs;
    if (trail.length >= (isTie ? MAX_TRAIL_LENGTH : TRAIL_LENGTH)) break;
    if (isTie) ties++;
    trail.unshift(passed.shortHash);
  }
  if (!anchor || anchor.identity === null) return null;
  return { identity: anchor.identity, createdAtMs: anchor.createdAtMs, index: anchor.index, trail, ties };
}

/** An item that the walk has passed, as far as it is known. */
export interface Passed {
  /** Null, and the numbers NaN, where only the trail of a cursor tells of it. */
  identity: string | null;
  createdAtMs: number;
  /** How many items stood before it on its page. */
  index: number;
  readonly shortHash: string;
}

/** What the walk passed before the spot, nearest first. */
export function* passedBefore({ visit, index }: Spot<unknown>): Generator<Passed> {
  for (let i = index - 1; i >= 0; i--) yield new PassedItem(visit.page.items[i] as ListItem<unknown>, i);
  yield* visit.before();
}

class PassedItem implements Passed {
  readonly identity: string;
  readonly createdAtMs: number;
  readonly index: number;

  constructor({ identity, createdAtMs }: Pick<Anchor, 'identity' | 'createdAtMs'>, index: number) {
    this.identity = identity;
    this.createdAtMs = createdAtMs;
    this.index = index;
  }

  get shortHash(): string {
    return shortHash(this.identity);
  }
}

/** The anchor of a cursor and its trail, nearest first. Nothing, where the anchor is still ahead. */
export function passedUpTo({ anchor, stands }: Place): Passed[] {
  if (!anchor || stands === 'before-anchor') return [];
  const { trail, ties, createdAtMs } = anchor;
  const trailed = trail.map((shortHash, index) => ({
    identity: null,
    createdAtMs: index >= trail.length - ties ? createdAtMs : Number.NaN,
    index: Number.NaN,
    shortHash,
  }));
  return [new PassedItem(anchor, anchor.index), ...trailed.reverse()];
}

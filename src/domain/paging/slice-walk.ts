import type { ListSlice } from '../../upstream/call.ts';
import { type Connection, type ConnectionArguments, type Edge, WalkedConnection } from './connection.ts';
import { shortHash } from './cursor.ts';
import { isCallBudgetSpent } from './seek.ts';
import { MAX_PASSED, type SliceCursors, type SlicePlace } from './slice-cursor.ts';
import { hasMoreBehind, locate, placeNotFound, type SliceReader, type SliceSpot } from './slice-seek.ts';

/** A stretch of a list that says how long it is as a whole; null when that is not told. */
export interface CountedConnection<Item> extends Connection<Item> {
  readonly totalCount: number | null;
}

/**
 * A stretch of a list that is read by position, as a Relay connection.
 *
 * Nothing is taken for granted of the list but that entries keep their order among themselves: neither dates, nor at which
 * end new ones arrive. However many are added or removed between two calls, the stretches that follow one another's
 * cursors repeat nothing and miss nothing that was there throughout, or end in `INVALID_CURSOR`.
 *
 * @throws {GatewayError} `INVALID_CURSOR`, `UPSTREAM_CALL_BUDGET_EXCEEDED` when not even one slice could be read.
 * @throws what the reader throws.
 */
export async function walkSlices<Item>(
  reader: SliceReader<Item>,
  cursors: SliceCursors,
  { first, after }: ConnectionArguments,
): Promise<CountedConnection<Item>> {
  const edges: SliceEdge<Item>[] = [];
  let place = after === null ? TOP : cursors.open(after);
  let totalCount: number | null = null;
  let hasRead = false;
  let stopped: 'full' | 'end' | 'budget' = 'full';
  const counting: SliceReader<Item> = {
    async read(offset, limit) {
      const slice = await reader.read(offset, limit);
      totalCount = slice.total;
      hasRead = true;
      return slice;
    },
  };

  while (edges.length < first) {
    let spot: SliceSpot<Item> | null;
    try {
      spot = await locate(counting, place, first - edges.length);
    } catch (error) {
      if (!isCallBudgetSpent(error)) throw error;
      if (edges.length === 0) throw hasRead ? placeNotFound(error) : error;
      stopped = 'budget';
      break;
    }
    if (!spot) {
      stopped = 'end';
      break;
    }
    const end = Math.min(spot.slice.items.length, spot.index + first - edges.length);
    for (let index = spot.index; index < end; index++) {
      edges.push(new SliceEdge(cursors, spot, index, place.passed));
    }
    if (!hasMoreBehind(spot, end)) {
      stopped = 'end';
      break;
    }
    place = placeBehind(spot, end - 1, place.passed);
  }

  const connection = new WalkedConnection(
    edges,
    {
      hasNextPage: stopped !== 'end',
      hasPreviousPage: after !== null,
      truncated: stopped === 'budget',
    },
    edges.at(-1) ?? null,
  );
  return Object.assign(connection, { totalCount });
}

const TOP: SlicePlace = { offset: 0, total: null, passed: [] };

class SliceEdge<Item> implements Edge<Item> {
  readonly #cursors: SliceCursors;
  readonly #spot: SliceSpot<Item>;
  readonly #index: number;
  readonly #passed: readonly string[];
  readonly place: Edge<Item>['place'];

  constructor(cursors: SliceCursors, spot: SliceSpot<Item>, index: number, passed: readonly string[]) {
    this.#cursors = cursors;
    this.#spot = spot;
    this.#index = index;
    this.#passed = passed;
    this.place = spot.slice.items[index] as ListSlice<Item>['items'][number];
  }

  get cursor(): string {
    return this.#cursors.seal(placeBehind(this.#spot, this.#index, this.#passed));
  }
}

/** The place behind an entry. @param passed what was passed before the slice, nearest first, as far as it is known. */
function placeBehind(
  { offset, slice }: SliceSpot<unknown>,
  index: number,
  passed: readonly string[],
): SlicePlace {
  const here = slice.items.slice(Math.max(0, index + 1 - MAX_PASSED), index + 1).reverse();
  const hashes = new Set([...here.map(({ identity }) => shortHash(identity)), ...passed]);
  return {
    offset: offset + index + 1,
    total: slice.total,
    passed: [...hashes].slice(0, MAX_PASSED),
  };
}

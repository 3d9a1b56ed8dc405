import * as z from 'zod';
import type { Sealer } from '../seal.ts';
import { invalidCursor, splitShortHashes } from './cursor.ts';

/** A place in a list that is read by position, found again when entries have come or gone. */
export interface SlicePlace {
  /** How many entries stood before it. */
  offset: number;
  /** How many entries the list had; null when that was not told. */
  total: number | null;
  /** Short hashes of the entries directly before it, nearest first: all of them, or `MAX_PASSED`. */
  passed: readonly string[];
}

/** How many entries a place remembers: as many in a row may vanish, less one, and it is still found. */
export const MAX_PASSED = 16;

/** Writes and reads the cursors of one list. */
export interface SliceCursors {
  /** The same place of the same list always has the same cursor. */
  seal(place: SlicePlace): string;
  /** @throws {GatewayError} `INVALID_CURSOR` for what was not sealed by this account for this list. */
  open(cursor: string): SlicePlace;
}

const sealedPlace = z.tuple([z.string(), z.int().min(0), z.int().min(0).nullable(), z.string()]);

/** @param list names the list among all that the sealer serves, and whatever narrows it. */
export function createSliceCursors(sealer: Sealer, list: string): SliceCursors {
  return {
    seal: ({ offset, total, passed }) => sealer.seal(JSON.stringify([list, offset, total, passed.join('')])),
    open(cursor) {
      const text = sealer.open(cursor);
      if (text === null) {
        throw invalidCursor(
          'This cursor was not made by this gateway for its present account. Pass a cursor as it was received, or leave `after` out.',
        );
      }
      const [ofList, offset, total, passed] = sealedPlace.parse(JSON.parse(text));
      if (ofList !== list) {
        throw invalidCursor(
          'This cursor belongs to another list, or was got with another `email`. Use it where it came from, or leave `after` out.',
        );
      }
      return { offset, total, passed: splitShortHashes(passed) };
    },
  };
}

import { hash } from 'node:crypto';
import * as z from 'zod';
import type { PageKey } from '../../upstream/call.ts';
import { GatewayError } from '../errors.ts';
import type { Tenant } from '../tenant.ts';
import type { ListKind } from './pages.ts';

/** A place in a list that a walk can go on from, also when the list has changed meanwhile. */
export interface Place {
  /** The key of the page to start reading at; null: the first page. */
  pageKey: PageKey | null;
  /** The last item passed, or the first one ahead; null when the walk has met none. */
  anchor: Anchor | null;
  stands: Standing;
}

/**
 * Where a walk stands: within the page behind the anchor or (where nothing was passed) before it, or before the page, of
 * which the anchor then tells only what was passed last.
 */
type Standing = (typeof STANDINGS)[number];

/** Their order is part of every cursor. */
const STANDINGS = ['behind-anchor', 'at-page-start', 'before-anchor'] as const;

/** An item that the walk has passed, or the first one ahead, and how to tell where it stood should it be gone. */
export interface Anchor {
  identity: string;
  createdAtMs: number;
  /** How many items stood before it on its page. */
  index: number;
  /**
   * Short hashes of the items passed directly before it, of a first one ahead those of the items behind it; in the order of
   * the list.
   */
  trail: readonly string[];
  /** How many of the trail's last items are of the same date as the anchor. */
  ties: number;
}

/** How far the trail of an anchor goes back: this many items, or as many more as share its date. */
export const TRAIL_LENGTH = 4;
/** Length of the longest trail. */
export const MAX_TRAIL_LENGTH = 64;

const HASH_CHARACTERS = 6;

/** 36 bits of the identity: enough to tell the neighbours of one place apart. */
export function shortHash(identity: string): string {
  return hash('sha256', identity, 'base64url').slice(0, HASH_CHARACTERS);
}

/** Short hashes that stand one behind the other in one text. */
export function splitShortHashes(text: string): string[] {
  return Array.from({ length: Math.floor(text.length / HASH_CHARACTERS) }, (_, index) =>
    text.slice(index * HASH_CHARACTERS, (index + 1) * HASH_CHARACTERS),
  );
}

/** The same place of the same list always has the same cursor; only its tenant's key opens it. */
export function sealCursor(tenant: Tenant, kind: ListKind, place: Place): string {
  return sealParts(tenant, kind, encodePlace(place));
}

/** @throws {GatewayError} `INVALID_CURSOR` for what this tenant's gateway has not sealed for this kind of list. */
export function openCursor(tenant: Tenant, kind: ListKind, cursor: string): Place {
  return decodePlace(openParts(tenant, kind, cursor));
}

/** A cursor of any list: its parts are what JSON can hold. */
export function sealParts(tenant: Tenant, kind: string, parts: readonly unknown[]): string {
  return tenant.cursors.seal(JSON.stringify([kind, ...parts]));
}

/** @throws {GatewayError} `INVALID_CURSOR` for what this tenant's gateway has not sealed for this kind of list. */
export function openParts(tenant: Tenant, kind: string, cursor: string): readonly unknown[] {
  const text = tenant.cursors.open(cursor);
  if (text === null) {
    throw invalidCursor(
      'This cursor was not made by this gateway for this account. Pass a cursor as it was received, or leave `after` out.',
    );
  }
  const [ofKind, ...parts] = z.tuple([z.string()], z.unknown()).parse(JSON.parse(text));
  if (ofKind !== kind) {
    throw invalidCursor(
      `This cursor belongs to the list "${ofKind}", not to "${kind}". Use it where it came from, or leave \`after\` out.`,
    );
  }
  return parts;
}

/** A place as a list of what JSON can hold. */
export function encodePlace({ pageKey, stands, anchor }: Place): readonly unknown[] {
  const anchorParts = anchor
    ? [anchor.identity, anchor.createdAtMs, anchor.index, anchor.ties, anchor.trail.join('')]
    : [];
  return [pageKey, STANDINGS.indexOf(stands), ...anchorParts];
}

const encodedPlace = z.union([
  z.tuple([z.string().nullable(), z.int()]),
  z.tuple([
    z.string().nullable(),
    z.int(),
    z.string(),
    z.number(),
    z.int().min(0),
    z.int().min(0),
    z.string(),
  ]),
]);

/** @throws {ZodError} for what `encodePlace` has not made. */
export function decodePlace(parts: unknown): Place {
  const [pageKey, standing, identity, createdAtMs, index, ties, trail] = encodedPlace.parse(parts);
  return {
    pageKey: pageKey as PageKey | null,
    stands: STANDINGS[standing] as Standing,
    anchor:
      identity === undefined || createdAtMs === undefined
        ? null
        : { identity, createdAtMs, index: index ?? 0, ties: ties ?? 0, trail: splitShortHashes(trail ?? '') },
  };
}

/** @param message says what to do. */
export function invalidCursor(message: string, cause?: unknown): GatewayError {
  return new GatewayError('INVALID_CURSOR', message, { cause });
}

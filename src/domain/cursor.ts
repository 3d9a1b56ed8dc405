import { hash } from 'node:crypto';
import * as z from 'zod';
import type { PageKey } from '../upstream/call.ts';
import { GatewayError } from './errors.ts';
import type { ListKind } from './pages.ts';
import type { Tenant } from './tenant.ts';

/** A place in a list that a walk can go on from, also when the list has changed meanwhile. */
export interface Place {
  /** The key of the page to start reading at; null: the first page. */
  pageKey: PageKey | null;
  /** The last item passed; null when the walk has met none. */
  anchor: Anchor | null;
  /** True when the walk stands before the page `pageKey`, false when it stands behind the anchor within it. */
  atPageStart: boolean;
}

/** An item that the walk has passed, and how to tell where it stood should it be gone. */
export interface Anchor {
  identity: string;
  createdAtMs: number;
  /** How many items stood before it on its page. */
  index: number;
  /** Short hashes of the items passed directly before it, in the order of the list. */
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

/** The same place of the same list always has the same cursor; only its tenant's key opens it. */
export function sealCursor(tenant: Tenant, kind: ListKind, place: Place): string {
  const { pageKey, anchor, atPageStart } = place;
  const anchorParts = anchor
    ? [anchor.identity, anchor.createdAtMs, anchor.index, anchor.ties, anchor.trail.join('')]
    : [];
  return tenant.cursors.seal(JSON.stringify([kind, pageKey, atPageStart ? 1 : 0, ...anchorParts]));
}

const sealedPlace = z.union([
  z.tuple([z.string(), z.string().nullable(), z.literal([0, 1])]),
  z.tuple([
    z.string(),
    z.string().nullable(),
    z.literal([0, 1]),
    z.string(),
    z.number(),
    z.int().min(0),
    z.int().min(0),
    z.string(),
  ]),
]);

/** @throws {GatewayError} `INVALID_CURSOR` for what this tenant's gateway has not sealed for this kind of list. */
export function openCursor(tenant: Tenant, kind: ListKind, cursor: string): Place {
  const text = tenant.cursors.open(cursor);
  if (text === null) {
    throw invalidCursor(
      'This cursor was not made by this gateway for this account. Pass a cursor as it was received, or leave `after` out.',
    );
  }
  const [ofKind, pageKey, atPageStart, identity, createdAtMs, index, ties, trail] = sealedPlace.parse(
    JSON.parse(text),
  );
  if (ofKind !== kind) {
    throw invalidCursor(
      `This cursor belongs to the list "${ofKind}", not to "${kind}". Use it where it came from, or leave \`after\` out.`,
    );
  }
  return {
    pageKey: pageKey as PageKey | null,
    atPageStart: atPageStart === 1,
    anchor:
      identity === undefined || createdAtMs === undefined
        ? null
        : { identity, createdAtMs, index: index ?? 0, ties: ties ?? 0, trail: trail?.match(/.{6}/g) ?? [] },
  };
}

/** @param message says what to do. */
export function invalidCursor(message: string, cause?: unknown): GatewayError {
  return new GatewayError('INVALID_CURSOR', message, { cause });
}

import * as z from 'zod';
import { ASSET_KINDS, type AssetFilter, type AssetKind } from './asset-filter.ts';
import type { Image, Video } from './library.ts';
import type { Operation } from './operation.ts';
import { type ChainStart, openChain, placeOf, type Stand } from './paging/chain.ts';
import type { Connection, ConnectionArguments } from './paging/connection.ts';
import { decodePlace, encodePlace, openParts, type Place, sealParts } from './paging/cursor.ts';
import type { Pages } from './paging/pages.ts';
import { createLoggedPageReader } from './paging/seek.ts';
import { mergeChains } from './paging/walk.ts';
import type { Tenant } from './tenant.ts';

type Asset = Image | Video;

/** Where a timeline goes on in one of its lists; null: that list is at its end. */
type TimelineStart = Required<Pick<ChainStart, 'place' | 'lowestMs'>> | null;

const TOP: TimelineStart = { place: null, lowestMs: Number.POSITIVE_INFINITY };

/**
 * A stretch of images and videos in one order, newest first: by the lowest date from the top of each list down to the
 * item, images before videos, then as each list has them. A cursor holds a place in both lists; the rules of
 * `walkConnection` hold for each.
 *
 * @throws {GatewayError | UpstreamError} as `walkConnection` does, when either list fails.
 */
export async function walkTimeline(
  pages: Record<AssetKind, Pages<Asset>>,
  tenant: Tenant,
  { first, after }: ConnectionArguments,
  operation: Operation,
  filter: AssetFilter | null,
): Promise<Connection<Asset>> {
  const starts = after === null ? ASSET_KINDS.map(() => TOP) : openTimelineCursor(tenant, after);
  const walked = ASSET_KINDS.flatMap((kind, index) => {
    const start = starts[index];
    return start && (!filter || filter.kinds.has(kind)) ? [{ kind, start }] : [];
  });
  const chains = await Promise.all(
    walked.map(({ kind, start }) => {
      const reader = createLoggedPageReader(pages[kind], tenant, operation.log);
      return openChain(reader, { ...start, endsBelowMs: filter?.endsBelowMs });
    }),
  );
  return mergeChains(chains, { first, after, filter }, (stands, isCut) => {
    const reached = walked.map(({ kind }, index) => ({ kind, stand: stands[index] ?? null }));
    return sealTimelineCursor(
      tenant,
      ASSET_KINDS.map((kind, index) => {
        const own = reached.find((one) => one.kind === kind);
        return own ? startAt(own.stand, isCut) : startBeside(starts[index] ?? null, kind, reached);
      }),
    );
  });
}

function startAt(stand: Stand<Asset> | null, isCut: boolean): TimelineStart {
  if (!stand) return null;
  const { items, nextPageKey } = stand.visit.page;
  if (stand.index === items.length && nextPageKey === null) return null;
  return { place: placeOf(stand, isCut), lowestMs: stand.lowestMs };
}

/**
 * Where a list that was left out of the walk would stand by now: before its first item that comes after what the other has
 * passed.
 */
function startBeside(
  start: TimelineStart,
  kind: AssetKind,
  reached: readonly { kind: AssetKind; stand: Stand<Asset> | null }[],
): TimelineStart {
  const [other] = reached;
  const passedMs = other?.stand?.lowestMs ?? Number.POSITIVE_INFINITY;
  if (!start || !other || !Number.isFinite(passedMs)) return start;
  const isAfterEqualDates = ASSET_KINDS.indexOf(kind) > ASSET_KINDS.indexOf(other.kind);
  const createdAtMs = isAfterEqualDates ? passedMs : passedMs - 1;
  if (createdAtMs >= start.lowestMs) return start;
  const anchor = { identity: '', createdAtMs, index: Number.MAX_SAFE_INTEGER, trail: [], ties: 0 };
  const place: Place = { pageKey: start.place?.pageKey ?? null, stands: 'before-anchor', anchor };
  return { place, lowestMs: createdAtMs };
}

function sealTimelineCursor(tenant: Tenant, starts: readonly TimelineStart[]): string {
  return sealParts(
    tenant,
    'assets',
    starts.map(
      (start) =>
        start && [
          Number.isFinite(start.lowestMs) ? start.lowestMs : null,
          start.place && encodePlace(start.place),
        ],
    ),
  );
}

const encodedStart = z.tuple([z.number().nullable(), z.unknown()]).nullable();

function openTimelineCursor(tenant: Tenant, cursor: string): TimelineStart[] {
  return openParts(tenant, 'assets', cursor).map((part) => {
    const start = encodedStart.parse(part);
    if (!start) return null;
    const [lowestMs, place] = start;
    return {
      lowestMs: lowestMs ?? Number.POSITIVE_INFINITY,
      place: place === null ? null : decodePlace(place),
    };
  });
}

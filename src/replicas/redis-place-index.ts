import { createHash } from 'node:crypto';
import type { AssetKey } from '../domain/paging/list-search.ts';
import type { ListKind } from '../domain/paging/pages.ts';
import type { PlaceIndex, SeenAt } from '../domain/paging/place-index.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { RedisLink } from './redis-link.ts';

/** How long the index of one list is kept after the last page that passed by. */
const KEPT_MS = 6 * 3_600_000;
/** Names in the index of one list, two for each entry; a fuller one is begun anew. About 12 MB. */
const MAX_NAMES = 100_000;

/** Writes fields into a hash, which is emptied first when it has grown too large, and prolongs its life. */
const NOTE = `
if redis.call('HLEN', KEYS[1]) > tonumber(ARGV[1]) then redis.call('DEL', KEYS[1]) end
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 0
`;

/**
 * The index on one Redis: for each list of a tenant a hash from names (hashed) to dates and pages. The page's key is
 * written once for all that stand on it, sealed, because the keys of Pictory's pages tell of the account.
 */
export function createRedisPlaceIndex({ link }: { link: RedisLink }): PlaceIndex {
  const keyOf = (tenant: Tenant, kind: ListKind) => `${link.prefix}places:${tenant.id}:${kind}`;

  return {
    note(tenant, kind, pageKey, entries) {
      if (!link.isUp || entries.length === 0) return;
      const sealed = tenant.shared.seal(JSON.stringify(pageKey));
      const page = `page ${shorten(sealed)}`;
      const fields = entries.flatMap(({ key, createdAtMs }) => [shorten(key), `${createdAtMs} ${page}`]);
      link
        .run((redis) => redis.eval(NOTE, 1, keyOf(tenant, kind), MAX_NAMES, KEPT_MS, page, sealed, ...fields))
        .catch(() => {});
    },

    async find(tenant, kind, keys) {
      const found = new Map<AssetKey, SeenAt>();
      if (!link.isUp) return found;
      const key = keyOf(tenant, kind);
      try {
        const places = await link.run((redis) => redis.hmget(key, ...keys.map(shorten)));
        const pages = new Map<string, string | null>();
        for (const place of places) if (place) pages.set(pageOf(place), null);
        if (pages.size === 0) return found;
        const names = [...pages.keys()];
        const sealed = await link.run((redis) => redis.hmget(key, ...names));
        for (const [index, name] of names.entries()) pages.set(name, sealed[index] ?? null);
        for (const [index, place] of places.entries()) {
          const name = keys[index];
          const text = place ? tenant.shared.open(pages.get(pageOf(place)) ?? '') : null;
          if (!place || !name || text === null) continue;
          found.set(name, { pageKey: JSON.parse(text), createdAtMs: Number.parseInt(place, 10) });
        }
        return found;
      } catch {
        return new Map();
      }
    },
  };
}

/** The second part of a place. */
function pageOf(place: string): string {
  return place.slice(place.indexOf(' ') + 1);
}

function shorten(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

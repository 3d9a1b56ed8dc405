import type { Listing } from './listing.ts';
import type { Settings } from './settings.ts';

/** What a `nextPageKey` says: where in which list the next page begins. */
interface PagePosition {
  /** Of the last item delivered: the place decides, the rest is for show. */
  place: number;
  id: string;
  createdDate: string;
  /** How many empty pages come first. */
  emptyPages: number;
}

/** Writes and reads the opaque `nextPageKey` of all lists. */
export interface PageKeys {
  /** @param partition names the list and its owner. */
  seal(partition: string, position: PagePosition): string;
  /** Null for a key that is broken, expired, or of another list. */
  open(partition: string, key: string): PagePosition | null;
  /** Makes every key given so far a bad one. */
  expireAll(): void;
}

/**
 * Keys that look like Pictory's: base64 of a JSON "last evaluated key". Each has `+`, `/` and `=` in it, because a
 * client that forgets to percent-encode them should notice here.
 */
export function createPageKeys(): PageKeys {
  let generation = 1;

  return {
    seal(partition, position) {
      // Three of a kind put "+" and "/" into base64 wherever they stand.
      const fields = { partitionKey: partition, ...position, generation, mark: '>>>???' };
      const text = JSON.stringify(fields);
      // Base64 of a length that three divides has no "="; a blank after JSON means nothing.
      return Buffer.from(Buffer.byteLength(text) % 3 === 0 ? `${text} ` : text).toString('base64');
    },

    open(partition, key) {
      const bytes = Buffer.from(key, 'base64');
      // Node forgives what was lost on the way (padding, "+" turned into a blank); Pictory need not.
      if (bytes.toString('base64') !== key) return null;
      const fields = readJson(bytes.toString());
      if (fields?.partitionKey !== partition || fields.generation !== generation) return null;
      const { place, emptyPages, id, createdDate } = fields;
      if (!Number.isInteger(place) || !Number.isInteger(emptyPages)) return null;
      return {
        place: Number(place),
        id: String(id),
        createdDate: String(createdDate),
        emptyPages: Number(emptyPages),
      };
    },

    expireAll() {
      generation += 1;
    },
  };
}

/**
 * One page of a list; the key of the next page is left out at the end.
 *
 * @param options.query may hold `nextPageKey`; an empty one starts at the top.
 * @returns null when that key is a bad one.
 */
export function readPage<Item extends { id: string; createdDate: string }>(
  listing: Listing<Item>,
  options: { partition: string; query: URLSearchParams; settings: Settings; pageKeys: PageKeys },
): { items: Item[]; nextPageKey?: string } | null {
  const { partition, query, settings, pageKeys } = options;
  const key = query.get('nextPageKey');
  const from = key ? pageKeys.open(partition, key) : null;
  if (key && !from) return null;
  if (from && from.emptyPages > 0) {
    const next = { ...from, emptyPages: from.emptyPages - 1 };
    return { items: [], nextPageKey: pageKeys.seal(partition, next) };
  }
  const { items, lastPlace, hasMore } = listing.page(settings.pageSize, from?.place ?? null);
  const last = items.at(-1);
  if (!last || !(hasMore || settings.emptyLastPage)) return { items };
  const { id, createdDate } = last;
  const next = { place: lastPlace, id, createdDate, emptyPages: settings.emptyPages };
  return { items, nextPageKey: pageKeys.seal(partition, next) };
}

function readJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

import { type JsonBody, textSizeOf } from '../body.ts';
import type { ListItem, ListPage, PageKey } from '../call.ts';
import { UpstreamError } from '../errors.ts';
import { asFields, type Fields, MAX_ENTRIES, readInstant, readText } from '../fields.ts';
import { identityOf } from '../identity.ts';

/** An entry of a list, read on its own. */
export interface ParsedEntry<Item> {
  /** The entry's id; null where it has none. */
  id: string | null;
  /** Null where it has no readable date. */
  createdAtMs: number | null;
  item: Item | null;
  problem: string | null;
}

/**
 * One page of any list of Pictory's. A bad entry costs itself, never the page.
 *
 * @throws {UpstreamError} `invalid-response` when it is not a page.
 */
export function parsePage<Item>(
  body: JsonBody,
  parseEntry: (entry: Fields) => ParsedEntry<Item>,
): ListPage<Item> {
  const page = asFields(body);
  if (!page || !Array.isArray(page.items)) throw unexpected('a list whose "items" is not a list');
  checkLength(page.items);
  const timesSeen = new Map<string, number>();
  const items = page.items.map((entry: unknown): ListItem<Item> => {
    const fields = asFields(entry);
    const parsed = fields ? parseEntry(fields) : NOT_AN_OBJECT;
    const identity = parsed.id ?? identityOf(entry);
    const times = (timesSeen.get(identity) ?? 0) + 1;
    timesSeen.set(identity, times);
    return {
      // A walk that goes on behind the second of two equal ones must not take the first for it.
      identity: times === 1 ? identity : `${identity} ${times}`,
      createdAtMs: parsed.createdAtMs ?? Number.NaN,
      item: parsed.item,
      problem: parsed.problem,
    };
  });
  borrowDates(items);
  return { items, nextPageKey: parsePageKey(page.nextPageKey), sizeBytes: textSizeOf(body) };
}

/** @throws {UpstreamError} `invalid-response` for a list so long that it is not one that anybody reads. */
export function checkLength(entries: readonly unknown[]): void {
  if (entries.length > MAX_ENTRIES) throw unexpected(`a list of more than ${MAX_ENTRIES} entries`);
}

/** Longer than what fits into the address of a request. */
const MAX_PAGE_KEY_CHARACTERS = 8_000;

/** The same for bodies that come again: the page of the same body is the same page. */
export function parseOnce<Item>(
  parse: (body: JsonBody) => ListPage<Item>,
): (body: JsonBody) => ListPage<Item> {
  const pages = new WeakMap<JsonBody, ListPage<Item>>();
  return (body) => {
    const known = pages.get(body);
    if (known) return known;
    const page = parse(body);
    pages.set(body, page);
    return page;
  };
}

/** What every image and video must have. */
export interface Essentials {
  id: string;
  url: string;
  createdDate: string;
}

/** Reads an image or video: `toItem` sees only entries that have what each must have. */
export function parseAsset<Item>(
  entry: Fields,
  toItem: (entry: Fields, essentials: Essentials) => Item,
): ParsedEntry<Item> {
  const id = readText(entry.id);
  const url = readText(entry.url);
  const createdDate = readText(entry.createdDate);
  const createdAtMs = readInstant(createdDate);
  if (id !== null && url !== null && createdDate !== null && createdAtMs !== null) {
    return { id, createdAtMs, item: toItem(entry, { id, url, createdDate }), problem: null };
  }
  const missing = Object.entries({ id, url, createdDate: createdAtMs }).filter(([, value]) => value === null);
  const names = missing.map(([name]) => `"${name}"`).join(', ');
  return { id, createdAtMs, item: null, problem: `Pictory lists this item without a usable ${names}.` };
}

/** An answer that is JSON but not what it should be. */
export function unexpected(what: string): UpstreamError {
  return new UpstreamError('invalid-response', `Pictory answered with ${what}.`, { status: 200 });
}

/** The query of a list page, with its question mark; empty for the first. */
export function pageQuery(pageKey: PageKey | null): string {
  return pageKey === null ? '' : `?nextPageKey=${encodeURIComponent(pageKey.toWellFormed())}`;
}

const NOT_AN_OBJECT = {
  id: null,
  createdAtMs: null,
  item: null,
  problem: 'Pictory lists something here that is not an object.',
};

/** Absent, null and empty all mean the end. */
function parsePageKey(value: unknown): PageKey | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string' && value.length <= MAX_PAGE_KEY_CHARACTERS) return value as PageKey;
  if (typeof value === 'string') throw unexpected('a list whose "nextPageKey" is too long to be sent back');
  throw unexpected('a list whose "nextPageKey" is not text');
}

/** Items without a date take that of the item before; at the top, of the next that has one. */
function borrowDates(items: ListItem<unknown>[]): void {
  let known = items.find(({ createdAtMs }) => !Number.isNaN(createdAtMs))?.createdAtMs ?? 0;
  for (const item of items) {
    if (Number.isNaN(item.createdAtMs)) item.createdAtMs = known;
    known = item.createdAtMs;
  }
}

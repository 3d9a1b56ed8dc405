import type { JsonBody } from '../body.ts';
import type { ListItem, ListPage, PageKey } from '../call.ts';
import { UpstreamError } from '../errors.ts';
import { asFields, type Fields, readInstant, readText } from '../fields.ts';
import { identityOf } from '../identity.ts';

/** An entry of a list, read on its own. */
export interface ParsedEntry<Item> {
  /** Null where it has no readable date. */
  createdAtMs: number | null;
  item: Item | null;
  problem: string | null;
}

/** How the entries of a list are read. */
export interface EntryReader<Item> {
  /** The entry's id; null where it has none. */
  readId(entry: Fields): string | null;
  parse(entry: Fields): ParsedEntry<Item>;
}

/**
 * One page of any list of Pictory's. A bad entry costs itself, never the page. Entries are parsed as they are looked at: of
 * a page of 100, most askers want 20.
 *
 * @throws {UpstreamError} `invalid-response` when it is not a page.
 */
export function parsePage<Item>(body: JsonBody, reader: EntryReader<Item>): ListPage<Item> {
  const page = asFields(body);
  if (!page || !Array.isArray(page.items)) throw unexpected('a list whose "items" is not a list');
  const entries = new Entries(page.items, reader);
  const timesSeen = new Map<string, number>();
  const items = page.items.map((entry: unknown, index) => {
    const fields = asFields(entry);
    const name = (fields && reader.readId(fields)) ?? identityOf(entry);
    const times = (timesSeen.get(name) ?? 0) + 1;
    timesSeen.set(name, times);
    // A walk that goes on behind the second of two equal ones must not take the first for it.
    return new Entry(times === 1 ? name : `${name} ${times}`, entries, index);
  });
  return { items, nextPageKey: parsePageKey(page.nextPageKey) };
}

/** The entries of a page, each parsed when it is first looked at. */
class Entries<Item> {
  readonly #entries: readonly unknown[];
  readonly #reader: EntryReader<Item>;
  readonly #parsed: ParsedEntry<Item>[] = [];
  #dates: readonly number[] | null = null;

  constructor(entries: readonly unknown[], reader: EntryReader<Item>) {
    this.#entries = entries;
    this.#reader = reader;
  }

  at(index: number): ParsedEntry<Item> {
    const known = this.#parsed[index];
    if (known) return known;
    const fields = asFields(this.#entries[index]);
    const parsed = fields ? this.#reader.parse(fields) : NOT_AN_OBJECT;
    this.#parsed[index] = parsed;
    return parsed;
  }

  /** The date of an entry that has none of its own. */
  borrowedDate(index: number): number {
    this.#dates ??= borrowDates(this.#entries.map((_, each) => this.at(each).createdAtMs));
    return this.#dates[index] ?? 0;
  }
}

class Entry<Item> implements ListItem<Item> {
  readonly identity: string;
  readonly #entries: Entries<Item>;
  readonly #index: number;

  constructor(identity: string, entries: Entries<Item>, index: number) {
    this.identity = identity;
    this.#entries = entries;
    this.#index = index;
  }

  get createdAtMs(): number {
    return this.#entries.at(this.#index).createdAtMs ?? this.#entries.borrowedDate(this.#index);
  }

  get item(): Item | null {
    return this.#entries.at(this.#index).item;
  }

  get problem(): string | null {
    return this.#entries.at(this.#index).problem;
  }
}

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

/** Reads images or videos: `toItem` sees only entries that have what each must have. */
export function assetReader<Item>(
  toItem: (entry: Fields, essentials: Essentials) => Item,
): EntryReader<Item> {
  return { readId: (entry) => readText(entry.id), parse: (entry) => parseAsset(entry, toItem) };
}

function parseAsset<Item>(
  entry: Fields,
  toItem: (entry: Fields, essentials: Essentials) => Item,
): ParsedEntry<Item> {
  const id = readText(entry.id);
  const url = readText(entry.url);
  const createdDate = readText(entry.createdDate);
  const createdAtMs = readInstant(createdDate);
  if (id !== null && url !== null && createdDate !== null && createdAtMs !== null) {
    return { createdAtMs, item: toItem(entry, { id, url, createdDate }), problem: null };
  }
  const missing = Object.entries({ id, url, createdDate: createdAtMs }).filter(([, value]) => value === null);
  const names = missing.map(([name]) => `"${name}"`).join(', ');
  return { createdAtMs, item: null, problem: `Pictory lists this item without a usable ${names}.` };
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
  createdAtMs: null,
  item: null,
  problem: 'Pictory lists something here that is not an object.',
};

/** Absent, null and empty all mean the end. */
function parsePageKey(value: unknown): PageKey | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'string') return value as PageKey;
  throw unexpected('a list whose "nextPageKey" is not text');
}

/** Entries without a date take that of the one before; at the top, of the next that has one. */
function borrowDates(dates: readonly (number | null)[]): number[] {
  let known = dates.find((date) => date !== null) ?? 0;
  return dates.map((date) => {
    known = date ?? known;
    return known;
  });
}

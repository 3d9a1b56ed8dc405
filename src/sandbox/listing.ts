import { SandboxInputError } from './input.ts';

/** A list as Pictory keeps it: newest first, read in pages that start after a place. */
export interface Listing<Item extends { id: string }> {
  /** Newest first. A copy. */
  readonly items: Item[];
  /** Puts one item on top of the list, whatever date it bears. @throws {SandboxInputError} when the id is in the list already. */
  add(item: Item): void;
  find(id: string): Item | null;
  /** Takes one item out; null when there is none of this id. */
  remove(id: string): Item | null;
  /**
   * The items that follow a place, at most `size` of them.
   *
   * Places are those of a key-based store: they stay where they are when items arrive on top, and when the item that
   * gave the place is gone.
   *
   * @param after the `lastPlace` of the page before; null starts at the top.
   */
  page(size: number, after: number | null): { items: Item[]; lastPlace: number; hasMore: boolean };
}

/** An empty list. */
export function createListing<Item extends { id: string }>(): Listing<Item> {
  // Oldest first, so that adding is a push. `place` only ever grows.
  const entries: { place: number; item: Item }[] = [];
  const places = new Map<string, number>();
  let placesGiven = 0;

  /** How many entries are older than the place. */
  const countBefore = (place: number) => {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((entries[middle]?.place ?? Number.POSITIVE_INFINITY) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    get items() {
      return entries.map(({ item }) => item).reverse();
    },

    add(item) {
      if (places.has(item.id)) throw new SandboxInputError(`There is a ${item.id} in this list already.`);
      placesGiven += 1;
      entries.push({ place: placesGiven, item });
      places.set(item.id, placesGiven);
    },

    find(id) {
      const place = places.get(id);
      return place === undefined ? null : (entries[countBefore(place)]?.item ?? null);
    },

    remove(id) {
      const place = places.get(id);
      if (place === undefined) return null;
      places.delete(id);
      return entries.splice(countBefore(place), 1)[0]?.item ?? null;
    },

    page(size, after) {
      const end = after === null ? entries.length : countBefore(after);
      const start = Math.max(0, end - size);
      const page = entries.slice(start, end).reverse();
      return { items: page.map(({ item }) => item), lastPlace: page.at(-1)?.place ?? 0, hasMore: start > 0 };
    },
  };
}

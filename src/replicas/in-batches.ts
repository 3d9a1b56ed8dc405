/** Commands under way at once: many more would wait for one another until they count as unanswered. */
const BATCH = 200;

/** Does something with each item, in order, so many at a time. @throws the first failure, and begins no further batch then. */
export async function inBatches<Item>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const all = [...items];
  for (let from = 0; from < all.length; from += BATCH) {
    await Promise.all(all.slice(from, from + BATCH).map(work));
  }
}

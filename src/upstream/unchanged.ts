import { LRUCache } from 'lru-cache';
import { type JsonBody, textSizeOf } from './body.ts';
import { release } from './release.ts';

/** Remembers answers by their bytes: one that comes again byte by byte is not read again. */
export interface Unchanged {
  /** What these bytes were read as when they last came to this question; undefined when others came. */
  find(question: string, parts: readonly Buffer[]): JsonBody | undefined;
  note(question: string, parts: readonly Buffer[], json: JsonBody): void;
  /** What `make` makes of a body: the same object for the same body, as long as that is remembered. */
  madeOf<Made extends object>(json: JsonBody, make: (json: JsonBody) => Made): Made;
}

/** All accounts together. What was made of the bytes takes about six times as much. */
const MAX_BYTES = 8_000_000;
/** A larger answer is read anew each time. */
const MAX_ENTRY_BYTES = 500_000;
/** What nobody has asked for in this time is let go. */
const IDLE_MS = 60_000;

/** Nothing remembered yet. */
export function createUnchanged(): Unchanged {
  // Not a WeakMap: to a young collection all its values are alive, so that what changes with each answer would grow old.
  const made = new Map<JsonBody, object | null>();
  const answers = new LRUCache<string, { bytes: Buffer; json: JsonBody }>({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ENTRY_BYTES,
    // What came compressed is larger as an object.
    sizeCalculation: ({ bytes, json }) => Math.max(bytes.byteLength, textSizeOf(json)) + 500,
    ttl: IDLE_MS,
    updateAgeOnGet: true,
    dispose({ bytes, json }) {
      made.delete(json);
      release([bytes]);
    },
  });
  return {
    find(question, parts) {
      const known = answers.get(question);
      return known && consistsOf(known.bytes, parts) ? known.json : undefined;
    },
    note(question, parts, json) {
      answers.purgeStale();
      answers.delete(question);
      if (parts.reduce((sum, part) => sum + part.length, 0) > MAX_ENTRY_BYTES) return;
      // A copy: the parts are given back with their answer.
      answers.set(question, { bytes: Buffer.concat(parts), json });
      if (answers.has(question)) made.set(json, null);
    },
    madeOf<Made extends object>(json: JsonBody, make: (json: JsonBody) => Made) {
      const known = made.get(json) as Made | null | undefined;
      if (known) return known;
      const fresh = make(json);
      if (made.has(json)) made.set(json, fresh);
      return fresh;
    },
  };
}

/** Part by part: put together only to be compared, every answer would leave its size in garbage once more. */
function consistsOf(bytes: Buffer, parts: readonly Buffer[]): boolean {
  let from = 0;
  for (const part of parts) {
    if (!bytes.subarray(from, from + part.length).equals(part)) return false;
    from += part.length;
  }
  return from === bytes.length;
}

import { LRUCache } from 'lru-cache';
import type { JsonBody } from './body.ts';

/** Remembers answers by their bytes: one that comes again byte by byte is the object that was made of it before. */
export interface Unchanged {
  /** What these bytes were read as when they last came to this question; undefined when others came. */
  find(question: string, bytes: Buffer): JsonBody | undefined;
  note(question: string, bytes: Buffer, json: JsonBody): void;
}

/** All accounts together. What was made of the bytes takes about four times as much. */
const MAX_BYTES = 8_000_000;
/** A larger answer is read anew each time. */
const MAX_ENTRY_BYTES = 500_000;
/** What nobody has asked for in this time is let go. */
const IDLE_MS = 60_000;

/** Nothing remembered yet. */
export function createUnchanged(): Unchanged {
  const answers = new LRUCache<string, { bytes: Buffer; json: JsonBody }>({
    maxSize: MAX_BYTES,
    maxEntrySize: MAX_ENTRY_BYTES,
    sizeCalculation: ({ bytes }) => bytes.byteLength + 500,
    ttl: IDLE_MS,
    updateAgeOnGet: true,
  });
  return {
    find(question, bytes) {
      const known = answers.get(question);
      return known?.bytes.equals(bytes) ? known.json : undefined;
    },
    note(question, bytes, json) {
      answers.purgeStale();
      answers.set(question, { bytes, json });
    },
  };
}

import { gzipSync } from 'node:zlib';
import { jsonAnswer } from './answers.ts';

/** The ways in which an answer of Pictory's can be too much, each in the key of the caller who gets it. */
export const HUGE_KINDS = {
  prompts: 'a hundred images with long prompts',
  text: 'one text',
  images: 'as many whole images as there is room for',
  specks: 'as many empty items as there is room for',
  fullest: 'as many items, and lists in them, as are taken',
  nested: 'lists within lists, one item',
  garbage: 'no JSON but for its beginning',
  cut: 'JSON that breaks off',
  packed: 'a hundred images with long prompts, compressed',
  job: 'a hundred finished jobs with long urls',
} as const;

/** @see HUGE_KINDS */
export type HugeKind = keyof typeof HUGE_KINDS;

/** The key of a caller whose every read is answered by so many bytes of that kind. */
export function hugeKey(kind: HugeKind, sizeBytes: number, caller: number): string {
  return `${HUGE_KEYS}${kind}-${sizeBytes}-${caller}`;
}

const HUGE_KEYS = 'pictai_huge-';
const HUGE_KEY = /pictai_huge-(\w+)-(\d+)-\d+/;
const answers = new Map<string, Buffer>();

/** The answer that the head of a request asks for by its key; null for other keys. Made once, and kept. */
export function hugeAnswer(head: string): Buffer | null {
  if (!head.includes(HUGE_KEYS)) return null;
  const [, kind, size] = HUGE_KEY.exec(head) ?? [];
  if (kind === undefined || !(kind in HUGE_KINDS)) return null;
  const name = `${kind} ${size}`;
  const answer = answers.get(name) ?? makeAnswer(kind as HugeKind, Number(size));
  answers.set(name, answer);
  return answer;
}

function makeAnswer(kind: HugeKind, sizeBytes: number): Buffer {
  if (kind === 'packed') return jsonAnswer(gzipSync(makePage('prompts', sizeBytes)), 'gzip');
  return jsonAnswer(makePage(kind, sizeBytes));
}

function makePage(kind: Exclude<HugeKind, 'packed'>, sizeBytes: number): Buffer {
  const fill = (piece: string, around = 20) =>
    piece.repeat(Math.max(1, Math.floor((sizeBytes - around) / piece.length)));
  switch (kind) {
    case 'prompts': {
      const prompt = 'x'.repeat(Math.floor(sizeBytes / PROMPTS) - 200);
      return toPage(Array.from({ length: PROMPTS }, (_, index) => image(index, prompt)).join());
    }
    case 'text':
      return toPage(image(0, fill('x', 300)));
    case 'images':
      return toPage(
        Array.from({ length: Math.floor(sizeBytes / (image(1e6).length + 1)) }, (_, index) =>
          image(index),
        ).join(),
      );
    case 'specks':
      return toPage(fill('{},').slice(0, -1));
    case 'fullest': {
      const lists = `[${Array.from({ length: LISTS_IN_FULLEST }, () => '[]').join()}]`;
      const item = `${image(0).slice(0, -1)},"lists":${lists},"text":"`;
      const text = 'x'.repeat(Math.max(0, Math.floor(sizeBytes / FULLEST_ITEMS) - item.length - 4));
      return toPage(Array.from({ length: FULLEST_ITEMS }, () => `${item}${text}"}`).join());
    }
    case 'nested': {
      const depth = Math.floor((sizeBytes - 20) / 2);
      return toPage(`${'['.repeat(depth)}${']'.repeat(depth)}`);
    }
    case 'garbage':
      return Buffer.from(`{"items":[${fill('nonsense ')}`);
    case 'cut':
      return toPage(image(0, fill('x', 300))).subarray(0, -5);
    case 'job':
      return Buffer.from(`{"data":{"status":"completed","url":"https://${fill('x', 60)}"}}`);
  }
}

const PROMPTS = 100;
/** Just below what the gateway takes: 20,000 entries, and 200,000 objects and lists. */
const FULLEST_ITEMS = 19_999;
const LISTS_IN_FULLEST = 8;

function image(index: number, prompt = ''): string {
  const createdDate = new Date(Date.UTC(2026, 0, 1) - index * 1000).toISOString();
  return JSON.stringify({ id: `i${index}`, url: `https://cdn.example.net/${index}`, createdDate, prompt });
}

function toPage(items: string): Buffer {
  return Buffer.from(`{"items":[${items}]}`);
}

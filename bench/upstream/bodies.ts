import { growImages, growVideos, type Seed } from '../../src/sandbox/seed.ts';
import { jsonAnswer, textAnswer } from './answers.ts';

// As in the sandbox, so that sizes are real ones: a page of 100 images has about 40 kB.
const SEED: Seed = {
  seed: 'bench',
  imageCount: 200,
  videoCount: 200,
  jobCount: 0,
  newestAtMs: Date.parse('2026-11-20T12:00:00Z'),
  tieShare: 0.02,
  disorderMs: 0,
};

const FOLDER = 'https://cdn.example.net/files/u-4471';
const PAGE_SIZE = 100;

/** The key under which each list goes on after its first page. */
const SECOND_PAGE_KEY = 'second';

/** Whole answers by path and query: two pages of images and of videos. */
export function createPages(): Map<string, Buffer> {
  const lists = {
    images: growImages(SEED, FOLDER, FOLDER),
    videos: growVideos(SEED, FOLDER, FOLDER),
  };
  return new Map(
    Object.entries(lists).flatMap(([name, items]): [string, Buffer][] => {
      const path = `/v1/aistudio/${name}`;
      const first = { items: items.slice(0, PAGE_SIZE), nextPageKey: SECOND_PAGE_KEY };
      const second = { items: items.slice(PAGE_SIZE) };
      return [
        [path, jsonAnswer(Buffer.from(JSON.stringify(first)))],
        [`${path}?nextPageKey=${SECOND_PAGE_KEY}`, jsonAnswer(Buffer.from(JSON.stringify(second)))],
      ];
    }),
  );
}

const PROMPT = '"prompt":"';

/** The same page with a number in its first prompt, of the same length. */
export function changedPage(page: Buffer, number: number): Buffer {
  const changed = Buffer.from(page);
  changed.write(String(number).padStart(DIGITS, '0'), page.indexOf(PROMPT) + PROMPT.length);
  return changed;
}

const DIGITS = 8;

const PAGE_KEYS = 'pictai_page-';
const PAGE_KEY = /pictai_page-(\d+)/;
const pagesBySize = new Map<string, Buffer>();

/** The key of a caller whose images come on one page of so many. */
export function pageKey(size: number): string {
  return PAGE_KEYS + size;
}

/** The page that the head of a request asks for by its key; null for other keys. */
export function pageBySize(head: string): Buffer | null {
  const [, size] = (head.includes(PAGE_KEYS) && PAGE_KEY.exec(head)) || [];
  if (size === undefined) return null;
  const known = pagesBySize.get(size);
  if (known) return known;
  const items = growImages({ ...SEED, imageCount: Number(size) }, FOLDER, FOLDER);
  const page = jsonAnswer(Buffer.from(JSON.stringify({ items })));
  pagesBySize.set(size, page);
  return page;
}

/** A job that is being worked on. */
export function runningJob(id: string): string {
  return textAnswer(`{"job_id":"${id}","success":true,"data":{"status":"in-progress"}}`);
}

/** The same job when it is done. */
export function finishedJob(id: string): string {
  const data = {
    status: 'completed',
    url: `${FOLDER}/images/${id}.png`,
    width: 1024,
    height: 1024,
    aiCreditsUsed: 2,
  };
  return textAnswer(JSON.stringify({ job_id: id, success: true, data }));
}

/** What has no answer of its own. */
export const NOT_FOUND = textAnswer('{"message":"Not Found"}', '404 Not Found');

/** What a key that Pictory does not know is told. */
export const UNAUTHORIZED = textAnswer('{"message":"Unauthorized"}', '401 Unauthorized');

/** What is told of a job that does not exist. */
export const NO_SUCH_JOB = textAnswer(
  '{"success":false,"data":{"error_code":"5000","error_message":"JOB_NOT_FOUND"}}',
  '404 Not Found',
);

/** The start of a job. */
export function startedJob(id: string): string {
  return textAnswer(`{"success":true,"data":{"jobId":"${id}"}}`);
}

import { growImages, growVideos, type Seed } from '../../src/sandbox/seed.ts';

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
        [path, toAnswer(JSON.stringify(first))],
        [`${path}?nextPageKey=${SECOND_PAGE_KEY}`, toAnswer(JSON.stringify(second))],
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

/** A page of images of that many bytes: few items with very long prompts. */
export function createHugePage(sizeBytes: number): Buffer {
  const items = growImages({ ...SEED, imageCount: PAGE_SIZE }, FOLDER, FOLDER);
  const bare = JSON.stringify({ items }).length;
  const padding = 'x'.repeat(Math.floor((sizeBytes - bare) / PAGE_SIZE));
  return toAnswer(
    JSON.stringify({ items: items.map((item) => ({ ...item, prompt: item.prompt + padding })) }),
  );
}

/** A job that is being worked on. */
export function runningJob(id: string): string {
  return toText(`{"job_id":"${id}","success":true,"data":{"status":"in-progress"}}`);
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
  return toText(JSON.stringify({ job_id: id, success: true, data }));
}

/** What has no answer of its own. */
export const NOT_FOUND = toText('{"message":"Not Found"}', '404 Not Found');

function toAnswer(body: string): Buffer {
  return Buffer.from(toText(body));
}

/** Status line, headers and body. */
function toText(body: string, status = '200 OK'): string {
  return `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: keep-alive\r\n\r\n${body}`;
}

import { Pool } from 'undici';

/** An image or a video as Pictory lists it. */
export interface Item {
  id: string;
  url: string;
  createdDate: string;
  prompt?: string;
  model?: string;
  style?: string;
  aspectRatio?: string;
  width?: number;
  height?: number;
  duration?: string;
  thumbnailImageUrl?: string;
}

/** A page of one of Pictory's lists. */
export interface Page {
  items: Item[];
  nextPageKey?: string;
}

/** A job as Pictory answers it. */
export interface JobAnswer {
  job_id: string;
  data: { status: string; url?: string; width?: number; height?: number };
}

const base = new URL(process.env.PICTORY_BASE_URL ?? '');
const pool = new Pool(base.origin);

/** The bytes of one answer of Pictory's, read with the caller's key. */
export async function readBytes(path: string, authorization: string): Promise<Uint8Array> {
  return (await send(path, authorization)).bytes();
}

/** The same, parsed. */
export async function readJson<Answer>(path: string, authorization: string): Promise<Answer> {
  return (await (await send(path, authorization)).json()) as Answer;
}

async function send(path: string, authorization: string) {
  const { statusCode, body } = await pool.request({
    method: 'GET',
    path,
    headers: { authorization, 'user-agent': 'bench' },
  });
  if (statusCode === 200) return body;
  await body.dump();
  throw new Error(`Pictory answered ${statusCode}.`);
}

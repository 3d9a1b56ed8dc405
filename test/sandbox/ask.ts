import { SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';

/** What came back. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  body: ReplyBody;
}

/** All that any answer may hold; what it does hold is for the test to say. Undefined as a whole when it was not JSON. */
interface ReplyBody {
  items: ReplyItem[];
  nextPageKey?: string | null;
  success: boolean;
  data: { [field: string]: unknown; jobId: string; status: string; url: string };
  code: string;
  message: string;
  fields: { name: string; errors: string }[];
  aiCredits: { used: number };
  id: string;
}

/** An entry of a list. */
export interface ReplyItem {
  id: string;
  url: string;
  createdDate: string;
  aspectRatio: string;
  width: number;
  height: number;
}

/** Asks the simulated API, e.g. `ask(sandbox, 'GET /v1/jobs')`. @param ask.key default the sample one; null sends none. */
export function ask(
  sandbox: Sandbox,
  line: string,
  ask: { key?: string | null; body?: unknown; signal?: AbortSignal } = {},
): Promise<Reply> {
  const { key = SAMPLE_API_KEY, body, signal } = ask;
  return send(sandbox.url, line, { body, signal, headers: key === null ? {} : { authorization: key } });
}

/** Asks a control route, e.g. `control(sandbox, 'DELETE /sandbox/faults')`. */
export function control(sandbox: Sandbox, line: string, body?: unknown): Promise<Reply> {
  return send(sandbox.origin, line, { body, headers: {} });
}

/** All pages of a list, one after the other, at most 500. */
export async function walk(sandbox: Sandbox, path: string, key?: string): Promise<ReplyItem[][]> {
  const pages: ReplyItem[][] = [];
  let query = '';
  while (pages.length < 500) {
    const { status, body } = await ask(sandbox, `GET ${path}${query}`, key === undefined ? {} : { key });
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    pages.push(body.items);
    if (!body.nextPageKey) return pages;
    query = `?nextPageKey=${encodeURIComponent(body.nextPageKey)}`;
  }
  throw new Error(`${path} does not end`);
}

async function send(
  base: string,
  line: string,
  request: { body?: unknown; signal?: AbortSignal | undefined; headers: Record<string, string> },
): Promise<Reply> {
  const [method = 'GET', path = ''] = line.split(' ');
  const { body, signal, headers } = request;
  const answer = await fetch(base + path, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parse(text) as ReplyBody };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { type AddressInfo, createServer, type Socket } from 'node:net';
import { changedPage, createHugePage, createPages, finishedJob, NOT_FOUND, runningJob } from './bodies.ts';
import type { UpstreamNews, UpstreamOrder } from './upstream.ts';

// Pictory for benchmarks, in a process of its own: answers that were made before, written to bare sockets, so that it asks
// for as little of the machine as possible. It knows GET only, believes every key, and every id is a job's.

const JOBS = '/v1/jobs/';
const HEAD_END = '\r\n\r\n';
/** In the key of callers who get the huge page, when there is one. */
const HUGE_KEY = 'pictai_huge';

const pages = createPages();
const finished = new Set<string>();
const told = new Set<string>();
let hugePage: Buffer | null = null;
let delayMs = 0;
let changesPages = false;
let calls = 0;

const server = createServer({ noDelay: true }, (socket) => {
  let pending = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    pending += text;
    for (let end = pending.indexOf(HEAD_END); end !== -1; end = pending.indexOf(HEAD_END)) {
      const head = pending.slice(0, end);
      pending = pending.slice(end + HEAD_END.length);
      take(socket, head);
    }
  });
  socket.on('error', () => socket.destroy());
});

function take(socket: Socket, head: string): void {
  calls += 1;
  const path = head.slice('GET '.length, head.indexOf(' ', 'GET '.length));
  if (delayMs === 0) answer(socket, path, head);
  else setTimeout(() => answer(socket, path, head), delayMs);
}

function answer(socket: Socket, path: string, head: string): void {
  if (!socket.writable) return;
  if (path.startsWith(JOBS)) answerJob(socket, path.slice(JOBS.length));
  else if (hugePage && head.includes(HUGE_KEY)) socket.write(hugePage);
  else socket.write(pageOf(path) ?? NOT_FOUND);
}

function pageOf(path: string): Buffer | undefined {
  const page = pages.get(path);
  return page && changesPages ? changedPage(page, calls) : page;
}

function answerJob(socket: Socket, id: string): void {
  if (!finished.has(id)) {
    socket.write(runningJob(id), 'latin1');
    return;
  }
  if (!told.has(id)) {
    told.add(id);
    tell({ type: 'final read', jobId: id, atMs: nowMs() });
  }
  socket.write(finishedJob(id), 'latin1');
}

process.on('message', (order: UpstreamOrder) => {
  switch (order.type) {
    case 'delay':
      delayMs = order.ms;
      break;
    case 'change pages':
      changesPages = order.always;
      break;
    case 'finish':
      for (const id of order.jobIds) finished.add(id);
      break;
    case 'huge page':
      hugePage = createHugePage(order.sizeBytes);
      tell({ type: 'huge page' });
      break;
    case 'count':
      tell({ type: 'count', calls });
  }
});

server.listen(0, '127.0.0.1', () => {
  tell({ type: 'listening', port: (server.address() as AddressInfo).port });
});

function tell(news: UpstreamNews): void {
  process.send?.(news);
}

/** Of a clock that all processes of the machine share. */
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

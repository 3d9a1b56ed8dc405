import { type AddressInfo, createServer, type Socket } from 'node:net';

import {
  changedPage,
  createPages,
  finishedJob,
  NO_SUCH_JOB,
  NOT_FOUND,
  pageBySize,
  runningJob,
  startedJob,
  UNAUTHORIZED,
} from './bodies.ts';
import { hugeAnswer } from './huge.ts';

import type { UpstreamNews, UpstreamOrder } from './upstream.ts';

// Pictory for benchmarks, in a process of its own: answers that were made before, written to bare sockets, so that it asks
// for as little of the machine as possible. It believes every key but those that say that it does not know them, and every
// id is a job's but for those that say that they are none.

const JOBS = '/v1/jobs/';
const HEAD_END = '\r\n\r\n';
/** In the keys of callers whom it does not know. */
const REFUSED_KEY = 'pictai_refused';
/** What the ids of jobs that do not exist begin with. */
const ABSENT = 'absent';
const CONTENT_LENGTH = /\r\ncontent-length: (\d+)/i;

const pages = createPages();
const finished = new Set<string>();
const told = new Set<string>();
let started = 0;
let delayMs = 0;
let changesPages = false;
let calls = 0;

const server = createServer({ noDelay: true }, (socket) => {
  let pending = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    pending += text;
    for (let end = pending.indexOf(HEAD_END); end !== -1; end = pending.indexOf(HEAD_END)) {
      const head = pending.slice(0, end);
      const bodyLength = head.startsWith('GET') ? 0 : Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0);
      const next = end + HEAD_END.length + bodyLength;
      if (pending.length < next) return;
      pending = pending.slice(next);
      take(socket, head);
    }
  });
  socket.on('error', () => socket.destroy());
});

function take(socket: Socket, head: string): void {
  calls += 1;
  const [, path = ''] = head.slice(0, head.indexOf('\r\n')).split(' ');
  if (delayMs === 0) answer(socket, path, head);
  else setTimeout(() => answer(socket, path, head), delayMs);
}

function answer(socket: Socket, path: string, head: string): void {
  if (!socket.writable) return;
  const huge = hugeAnswer(head);
  if (huge) socket.write(huge);
  else if (head.includes(REFUSED_KEY)) socket.write(UNAUTHORIZED);
  else if (head.startsWith('POST')) socket.write(startedJob(`started-${started++}`));
  else if (path.startsWith(JOBS)) answerJob(socket, path.slice(JOBS.length));
  else socket.write(pageOf(path, head) ?? NOT_FOUND);
}

function pageOf(path: string, head: string): Buffer | undefined {
  const page = pageBySize(head) ?? pages.get(path);
  return page && changesPages ? changedPage(page, calls) : page;
}

function answerJob(socket: Socket, id: string): void {
  if (id.startsWith(ABSENT)) {
    socket.write(NO_SUCH_JOB);
    return;
  }
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
    case 'count':
      tell({ type: 'count', calls });
  }
});

// Servers that are compared begin with hundreds of connections at once.
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  tell({ type: 'listening', port: (server.address() as AddressInfo).port });
});

function tell(news: UpstreamNews): void {
  process.send?.(news);
}

/** Of a clock that all processes of the machine share. */
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

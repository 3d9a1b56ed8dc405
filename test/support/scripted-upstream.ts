import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect } from 'vitest';

/** A real HTTP server on the loopback that gives the answers a test has queued, each once. */
export interface ScriptedUpstream extends AsyncDisposable {
  /** With a path of its own, as the real one has. */
  baseUrl: string;
  /** Every request so far, in the order of arrival. */
  requests: ReceivedRequest[];
  /**
   * Queues answers for requests of this line, such as `GET /v1/jobs/j1`: below the base address, with the query.
   * A request that no answer waits for, and an answer that no request fetched, fail the test as the server is disposed.
   */
  plan(line: string, ...answers: Answer[]): void;
  /** Resolves once `count` requests have arrived. */
  untilReceived(count: number): Promise<void>;
}

/** A request as it arrived. */
interface ReceivedRequest {
  line: string;
  headers: IncomingHttpHeaders;
  body: string;
  socket: Socket;
  /** Resolves when the connection it came over has closed. */
  closed: Promise<void>;
}

/** Answers a request, or fails to in some way. */
export type Answer = (response: ServerResponse) => void;

/** Starts one on a free port. */
export async function createScriptedUpstream(): Promise<ScriptedUpstream> {
  const basePath = '/base';
  const plans = new Map<string, Answer[]>();
  const unplanned: string[] = [];
  const requests: ReceivedRequest[] = [];
  const watchers = new Set<() => void>();

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    const closed = new Promise<void>((resolve) => request.socket.once('close', () => resolve()));
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const line = `${request.method} ${request.url?.replace(basePath, '')}`;
      const body = Buffer.concat(chunks).toString();
      requests.push({ line, headers: request.headers, body, socket: request.socket, closed });
      const answer = plans.get(line)?.shift();
      if (answer) answer(response);
      else {
        unplanned.push(line);
        json(418, { message: 'No answer was planned for this request.' })(response);
      }
      for (const watcher of watchers) watcher();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${basePath}`,
    requests,
    plan(line, ...answers) {
      plans.set(line, [...(plans.get(line) ?? []), ...answers]);
    },
    untilReceived: (count) =>
      new Promise((resolve) => {
        const watch = () => {
          if (requests.length < count) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      const unfetched = [...plans].flatMap(([line, answers]) => answers.map(() => line));
      expect({ unplanned, unfetched }).toEqual({ unplanned: [], unfetched: [] });
    },
  };
}

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return raw(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
}

/** Answers with these bytes. */
export function raw(status: number, body: string | Buffer, headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers });
    response.end(body);
  };
}

/** Answers with a page for people. */
export function html(status: number): Answer {
  return raw(status, '<!doctype html><title>Sorry</title><p>error code: 1010</p>', {
    'content-type': 'text/html',
  });
}

/** Waits for `event`, then gives `answer`. */
export function answerAfter(event: Promise<unknown>, answer: Answer): Answer {
  return (response) => void event.then(() => answer(response));
}

/** Never answers. */
export const silence: Answer = () => {};

/** Resets the connection instead of answering. */
export const reset: Answer = (response) => {
  response.socket?.resetAndDestroy();
};

/** Sends a head that promises a body, then resets the connection. */
export const resetInBody: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
  response.write('{"items":[', () => response.socket?.resetAndDestroy());
};

/** Sends less than promised and closes the connection politely. */
export const endInBody: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
  response.write('{"items":[', () => response.socket?.end());
};

/** Sends a head and half a body, then nothing more. */
export const stallInBody: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
  response.write('{"items":[');
};

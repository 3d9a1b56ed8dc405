import type { ServerResponse } from 'node:http';
import type { Clock } from '../../clock.ts';
import type { OpenConnection } from '../open-connections.ts';

/** An answer that stays open: server-sent events. */
export interface EventStream {
  /** Resolves when the client has room for more, or is gone. @param data JSON, or empty. */
  send(event: string, data: string): Promise<void>;
  /** Ends the answer in order. */
  end(): void;
}

const PING_MS = 12_000;
const MAX_PINGS_NOT_READ = 5;

/**
 * Opens a stream of events, kept alive by a comment every 12 seconds. Once the client has gone, sending does nothing; one
 * that has not read for a minute counts as gone.
 */
export function openEventStream(response: ServerResponse, clock: Clock): EventStream {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store',
    // nginx would keep events back until a buffer is full.
    'x-accel-buffering': 'no',
  });
  // Something must be sent: some browsers do not take the headers alone for an answer.
  response.write(':\n\n');
  void keepAlive(response, clock);

  return {
    async send(event, data) {
      if (response.destroyed || response.writableEnded) return;
      if (!response.write(`event: ${event}\ndata: ${data}\n\n`)) await drained(response);
    },
    end() {
      response.end();
    },
  };
}

/** A stream's connection, for the drain: it breaks off without the end of the answer, so that clients come again. */
export function asOpenConnection(response: ServerResponse): OpenConnection {
  return {
    // What has been written still goes out.
    leave: () => response.socket?.destroySoon(),
    cut: () => response.destroy(),
  };
}

async function keepAlive(response: ServerResponse, clock: Clock): Promise<void> {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  let notRead = 0;
  while (!closed.signal.aborted && !response.destroyed) {
    await clock.sleep(PING_MS, closed.signal).catch(() => {});
    if (response.writableEnded) continue;
    notRead = response.writableNeedDrain ? notRead + 1 : 0;
    if (notRead === 0) response.write(':\n\n');
    else if (notRead === MAX_PINGS_NOT_READ) response.destroy();
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

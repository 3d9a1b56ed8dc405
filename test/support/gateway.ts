import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { expect } from 'vitest';
import WebSocket from 'ws';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { type App, createApp } from '../../src/server/app.ts';
import { readConfig } from '../../src/server/config.ts';
import { createLog } from '../../src/server/log.ts';
import type { Shortcuts } from '../../src/server/serve.ts';
import { askThatWay, SHORTCUTS } from './way.ts';

/** What a GraphQL answer is made of. */
export interface Answer<Data = Record<string, unknown>> {
  data?: Data | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: Record<string, unknown> }[];
  extensions?: { upstreamCalls?: number };
}

/** What is asked, and with which key. */
export interface Asked {
  query: string;
  variables?: Record<string, unknown>;
  /** Null: no credential. */
  key: string | null;
  headers?: Record<string, string>;
}

/** A real gateway for one test: `await using gateway = await startGateway(sandbox)`. */
export interface Gateway extends AsyncDisposable {
  readonly url: string;
  readonly app: App;
  /** All that was logged. */
  readonly log: () => string;
  /** POSTs an operation, as often as the way of the run needs, and gives its answer. */
  ask<Data = Record<string, unknown>>(asked: Asked): Promise<Answer<Data>>;
  /** The same where it counts how often. */
  askOnce<Data = Record<string, unknown>>(asked: Asked): Promise<Answer<Data>>;
}

/** @param environment as the process would have it; polling is fast unless it says otherwise. */
export async function startGateway(
  sandbox: Pick<Sandbox, 'url'>,
  environment: Record<string, string> = {},
  shortcuts: Shortcuts | undefined = SHORTCUTS,
): Promise<Gateway> {
  const lines: string[] = [];
  const config = readConfig({
    PORT: '0',
    PICTORY_BASE_URL: sandbox.url,
    ALLOW_PRIVATE_URLS: 'true',
    JOB_POLL_INTERVAL_MS: '100',
    JOB_POLL_MAX_INTERVAL_MS: '300',
    ...environment,
  });
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const app = await createApp({ config, log, shortcuts });
  const askOnce: Gateway['ask'] = (asked) => postOperation(app.url, asked);
  return {
    url: app.url,
    app,
    log: () => lines.join(''),
    ask: (asked) => askThatWay(asked.query, () => askOnce(asked)),
    askOnce,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

/** POSTs an operation and gives its answer. Aborting `signal` cuts the connection. */
export async function postOperation<Data = Record<string, unknown>>(
  url: string,
  { query, variables, key, headers }: Asked,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === null ? {} : { authorization: key }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
    ...(signal ? { signal } : {}),
  });
  return (await answer.json()) as Answer<Data>;
}

/** Ends a running job and expects whoever follows it to be told: running, completed, over. */
export async function expectNewsOfJob(
  events: AsyncGenerator<Answer>,
  sandbox: Pick<Sandbox, 'jobs'>,
  jobId: string,
): Promise<void> {
  // The job ends when it is told to: the first event comes before, or never.
  expect((await events.next()).value?.data).toEqual({ jobUpdated: { status: 'IN_PROGRESS' } });
  sandbox.jobs().finish(jobId.replace('Job:', ''));
  expect((await events.next()).value?.data).toEqual({ jobUpdated: { status: 'COMPLETED' } });
  expect(await events.next()).toEqual({ done: true, value: undefined });
}

type Ask = (gateway: Gateway, asked: Asked) => Promise<Answer>;

/** Every way a request can take, by name: each gives the first (or only) result of an operation. */
export const WAYS: Record<string, Ask> = {
  POST: (gateway, asked) => gateway.ask(asked),
  'SSE, distinct connections': (gateway, asked) => firstOf(subscribeOverSse(gateway, asked)),
  'SSE, single connection': (gateway, asked) => firstOf(subscribeOverSse(gateway, asked, true)),
  WebSocket: (gateway, asked) => firstOf(subscribeOverWebSocket(gateway, asked)),
};

/** The events of an operation over graphql-sse's client. Leaving the loop ends it. */
export async function* subscribeOverSse(
  gateway: Pick<Gateway, 'url'>,
  { query, variables, key, headers }: Asked,
  singleConnection = false,
): AsyncGenerator<Answer> {
  const client = createSseClient({
    url: singleConnection ? `${gateway.url}/stream` : gateway.url,
    singleConnection,
    headers: { ...(key === null ? {} : { authorization: key }), ...headers },
    retryAttempts: 0,
  });
  try {
    yield* client.iterate({ query, ...(variables ? { variables } : {}) }) as AsyncIterable<Answer>;
  } finally {
    client.dispose();
  }
}

/** The events of an operation over graphql-ws's client. Leaving the loop ends it. */
export async function* subscribeOverWebSocket(
  gateway: Pick<Gateway, 'url'>,
  { query, variables, key }: Asked,
): AsyncGenerator<Answer> {
  const client = createWsClient({
    url: gateway.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: key === null ? {} : { authorization: key },
    retryAttempts: 0,
  });
  try {
    yield* client.iterate({ query, ...(variables ? { variables } : {}) }) as AsyncIterable<Answer>;
  } catch (error) {
    // The protocol hands over rejections as an error message: a list of GraphQL errors.
    if (!Array.isArray(error)) throw error;
    yield { errors: error };
  } finally {
    await client.dispose();
  }
}

async function firstOf(events: AsyncGenerator<Answer>): Promise<Answer> {
  for await (const event of events) return event;
  throw new Error('The operation ended without a result.');
}

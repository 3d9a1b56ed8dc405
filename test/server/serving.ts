import { EventEmitter } from 'node:events';
import { type Clock, systemClock } from '../../src/clock.ts';
import { createTenants } from '../../src/domain/tenants.ts';
import { createMemoryCallerRate } from '../../src/replicas/memory-caller-rate.ts';
import type { Parts } from '../../src/schema/context.ts';
import { readConfig } from '../../src/server/config.ts';
import { createLog } from '../../src/server/log.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { type ServeOptions, type Serving, serve } from '../../src/server/serve.ts';
import { askThatWay, SHORTCUTS } from '../support/way.ts';
import { toySchema } from './toy-schema.ts';

/** A key that the toy schema's callers show. */
export const KEY = 'pictai_first_caller';
export const OTHER_KEY = 'pictai_second_caller';

/** A gateway that serves a toy schema to tests, and what it wrote and was asked. */
export interface TestServing extends AsyncDisposable, Serving {
  /** Lines of the log, parsed. */
  readonly log: Record<string, unknown>[];
  /** The log as it was written. */
  readonly logText: () => string;
  /** What happened inside, in order. */
  readonly events: string[];
  /** Lets `slow` fields and the studio's POSTs end. */
  release(): void;
  /** Lets the studio's POSTs end. */
  releasePosts(): void;
  /** Gives one event to all who subscribe to `changes`, at once. */
  change(number: number): void;
  /** Resolves when the event has happened. */
  happened(event: string): Promise<void>;
  /** POSTs an operation, as often as the way of the run needs. */
  send(body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The same where it counts how often. */
  sendOnce(body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** Serves the toy schema on a free port. @param environment as the process would have it. */
export async function startServing(
  environment: Record<string, string> = {},
  overrides: Partial<ServeOptions> = {},
): Promise<TestServing> {
  const clock: Clock = overrides.clock ?? systemClock;
  const config = readConfig({ PORT: '0', ...environment });
  const lines: string[] = [];
  const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } });
  const events: string[] = [];
  const waiting = new Set<() => void>();
  const note = (event: string) => {
    events.push(event);
    for (const check of waiting) check();
  };
  const changes = new EventEmitter().setMaxListeners(0);
  const released = Promise.withResolvers<void>();
  const posted = Promise.withResolvers<void>();
  const serving = await serve({
    config,
    schema: toySchema(note, released.promise, changes),
    parts: toyParts(note, Promise.race([released.promise, posted.promise])),
    tenants: createTenants({
      pictory: { account: toyAccount },
      gatewayKey: config.pictory.apiKey?.reveal() ?? null,
      gatewaySecrets: [],
    }),
    callbacks: { receive: async () => false },
    callerRate: createMemoryCallerRate(config.http.callerRatePerMinute),
    details: () => ({}),
    trustedDocuments: null,
    graphiql: null,
    metrics: createMetrics(),
    log,
    shortcuts: SHORTCUTS,
    ...overrides,
    clock,
  });
  const sendOnce: TestServing['sendOnce'] = (body, headers = {}) =>
    fetch(serving.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  return {
    ...serving,
    events,
    get log() {
      return lines.map((line) => JSON.parse(line));
    },
    logText: () => lines.join(''),
    release: released.resolve,
    releasePosts: posted.resolve,
    change: (number) => void changes.emit('change', { number }),
    happened: (event) =>
      new Promise((resolve) => {
        const check = () => {
          if (!events.includes(event)) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    send: (body, headers = {}) =>
      askThatWay(String((body as { query?: unknown } | null)?.query), () => sendOnce(body, headers)),
    sendOnce,
    async [Symbol.asyncDispose]() {
      released.resolve();
      await serving.close();
    },
  };
}

/** An account that is never asked. */
export function toyAccount() {
  return { answeredWell: false } as ReturnType<Parameters<typeof createTenants>[0]['pictory']['account']>;
}

function toyParts(note: (event: string) => void, released: Promise<void>): Parts {
  return {
    jobs: { drain: () => note('jobs drain') },
    studio: {
      startDraining: () => note('studio drains'),
      drained: () => released.then(() => note('studio drained')),
    },
  } as unknown as Parts;
}

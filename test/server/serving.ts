import { buildSchema, type GraphQLSchema } from 'graphql';
import { type Clock, systemClock } from '../../src/clock.ts';
import { requireScope } from '../../src/domain/caller.ts';
import { type ErrorCode, GatewayError } from '../../src/domain/errors.ts';
import { createTenants } from '../../src/domain/tenants.ts';
import { createMemoryCallerRate } from '../../src/replicas/memory-caller-rate.ts';
import type { Context, Parts } from '../../src/schema/context.ts';
import { readConfig } from '../../src/server/config.ts';
import { createLog } from '../../src/server/log.ts';
import { createMetrics } from '../../src/server/metrics.ts';
import { type ServeOptions, type Serving, serve } from '../../src/server/serve.ts';
import { askThatWay, SHORTCUTS, WAY } from '../support/way.ts';

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
  const released = Promise.withResolvers<void>();
  const posted = Promise.withResolvers<void>();
  const serving = await serve({
    config,
    schema: toySchema(note, released.promise),
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

const typeDefinitions = /* GraphQL */ `
  type Query {
    hello: String
    text(length: Int!): String
    echo(word: Word): String
    principal: String
    tenant: String
    idempotencyKey: String
    upstream(calls: Int!): Boolean
    fail(code: String!, retryAfterMs: Int): String
    crash(message: String): String
    badScalar: Int
    argument(needed: Int! = 1): Int
    slow: String
    nested: Query
    list: [Query]
  }
  type Mutation {
    write: String
    slowWrite: String
  }
  type Subscription {
    count(to: Int!): Int
    forever: Int
    flood: String
    failing: Int
    refused: Int
    principal: String
  }
  enum Word {
    SECRETWORD
  }
`;

/** A schema of plain graphql-js, to see what the server does around it. */
function toySchema(note: (event: string) => void, released: Promise<void>): GraphQLSchema {
  const schema = buildSchema(typeDefinitions);
  const resolve = (type: string, field: string, resolver: (args: never, context: Context) => unknown) => {
    const found = schema.getType(type);
    if (!found || !('getFields' in found)) throw new Error(`no type ${type}`);
    const definition = found.getFields()[field];
    if (!definition || !('resolve' in definition)) throw new Error(`no field ${field}`);
    if (type === 'Subscription') {
      definition.subscribe = (_parent, args, context) => resolver(args as never, context as Context) as never;
      definition.resolve = (event) => event;
    } else {
      definition.resolve = (_parent, args, context) => resolver(args as never, context as Context);
    }
  };
  const slow = async (name: string, { operation }: Context) => {
    note(`${name} begins`);
    operation.signal.addEventListener('abort', () => note(`${name} aborted`));
    await Promise.race([released, new Promise((free) => operation.signal.addEventListener('abort', free))]);
    note(`${name} ends`);
    return name;
  };

  resolve('Query', 'hello', () => 'world');
  resolve('Query', 'text', ({ length }: { length: number }) => 'x'.repeat(length));
  resolve('Query', 'echo', ({ word }: { word: string }) => word);
  resolve('Query', 'principal', (_, { caller }) => requireScope(caller, 'read').principal);
  resolve('Query', 'tenant', (_, { caller }) => requireScope(caller, 'read').tenant.id);
  resolve('Query', 'idempotencyKey', (_, { idempotencyKeyHeader }) => idempotencyKeyHeader);
  resolve('Query', 'upstream', ({ calls }: { calls: number }, { operation }) => {
    for (let call = 0; call < calls; call += 1) operation.countCall();
    return true;
  });
  resolve('Query', 'fail', ({ code, retryAfterMs }: { code: ErrorCode; retryAfterMs: number | null }) => {
    throw new GatewayError(code, `failed with ${code}`, { retryAfterMs });
  });
  resolve('Query', 'crash', ({ message }: { message: string }) => {
    throw new TypeError(message);
  });
  resolve('Query', 'badScalar', () => 'no number');
  resolve('Query', 'argument', ({ needed }: { needed: number }) => needed);
  resolve('Query', 'slow', (_, context) => slow('slow', context));
  resolve('Query', 'nested', () => ({}));
  resolve('Query', 'list', () => [{}, {}]);
  // Over a shortcut go those that tell nothing of who asks.
  if (WAY !== 'usual')
    for (const field of [
      'hello',
      'text',
      'echo',
      'tenant',
      'upstream',
      'fail',
      'crash',
      'badScalar',
      'argument',
      'slow',
    ])
      Object.assign(schema.getQueryType()?.getFields()[field] ?? {}, { extensions: { repeatable: true } });
  resolve('Mutation', 'write', () => {
    note('written');
    return 'written';
  });
  resolve('Mutation', 'slowWrite', (_, context) => slow('slowWrite', context));
  resolve('Subscription', 'count', async function* ({ to }: { to: number }) {
    for (let number = 1; number <= to; number += 1) yield number;
  } as never);
  resolve('Subscription', 'forever', async function* (_: never, { operation }: Context) {
    note('forever begins');
    try {
      yield 1;
      await new Promise((free) => operation.signal.addEventListener('abort', free));
    } finally {
      note('forever ends');
    }
  } as never);
  resolve('Subscription', 'flood', async function* () {
    note('flood begins');
    try {
      for (;;) yield 'x'.repeat(100_000);
    } finally {
      note('flood ends');
    }
  } as never);
  resolve('Subscription', 'failing', async function* () {
    yield 1;
    throw new GatewayError('JOB_WATCH_LIMIT', 'watched long enough');
  } as never);
  resolve('Subscription', 'refused', () => {
    throw new GatewayError('JOB_NOT_FOUND', 'no such job');
  });
  resolve('Subscription', 'principal', async function* (_: never, { caller }: Context) {
    yield requireScope(caller, 'read').principal;
  } as never);
  return schema;
}

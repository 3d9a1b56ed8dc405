import { type EventEmitter, on } from 'node:events';
import { buildSchema, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { requireScope } from '../../src/domain/caller.ts';
import { type ErrorCode, GatewayError } from '../../src/domain/errors.ts';
import type { Context } from '../../src/schema/context.ts';
import { WAY } from '../support/way.ts';

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
    broken: Int
    principal: String
    changes: Change
  }
  type Change {
    number: Int
    tenant: String
    text(length: Int!): String
    "For who may generate."
    price: Int
    "Costs a call when the number is odd."
    detail: Int
    crash: Int
  }
  enum Word {
    SECRETWORD
  }
`;

/**
 * A schema of plain graphql-js, to see what the server does around it.
 *
 * @param note is told what happens inside.
 * @param released lets `slow` fields end.
 * @param changes emits the events of `changes`.
 */
export function toySchema(
  note: (event: string) => void,
  released: Promise<void>,
  changes: EventEmitter,
): GraphQLSchema {
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
    operation.signal.throwIfAborted();
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
  resolve('Subscription', 'broken', () => {
    throw new Error('nobody has thought of this');
  });
  resolve('Subscription', 'principal', async function* (_: never, { caller }: Context) {
    yield requireScope(caller, 'read').principal;
  } as never);
  let watchers = 0;
  resolve('Subscription', 'changes', async function* (_: never, { operation }: Context) {
    const events = on(changes, 'change', { signal: operation.signal });
    watchers += 1;
    note(`changes for ${watchers}`);
    for await (const [change] of events) yield change;
  } as never);
  resolve('Change', 'tenant', (_, { caller }) => requireScope(caller, 'read').tenant.id);
  resolve('Change', 'text', ({ length }: { length: number }) => 'x'.repeat(length));
  resolve('Change', 'price', (_, { caller }) => requireScope(caller, 'generate') && 7);
  resolve('Change', 'crash', () => {
    throw new TypeError('inner words');
  });
  const detail = (schema.getType('Change') as GraphQLObjectType).getFields().detail;
  if (detail) {
    detail.resolve = ({ number }: { number: number }, _args, { operation }: Context) => {
      if (number % 2 === 0) return number;
      operation.countCall();
      return Promise.resolve(number);
    };
  }
  return schema;
}

import { buildSchema, type ExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Caller, PrincipalId, Scope } from '../../src/domain/caller.ts';
import type { Tenant } from '../../src/domain/tenant.ts';
import { createEngine } from '../../src/server/engine.ts';

const schema = buildSchema(/* GraphQL */ `
  type Query {
    unused: Int
  }
  type Subscription {
    changed(of: Int): Change
  }
  type Change {
    number: Int
    nothing: Int
    seenBy: String
    plus(addend: Int!): Int
    slowly: Int
    fails: Int
  }
`);

interface Change {
  number: number;
}

/** Somebody; the tenant is the first word of the name. */
function callerOf(name: string, scopes: Scope[] = ['read'], isAuthenticatedHere = false): Caller {
  const tenant = { id: name.split(' ')[0] } as Tenant;
  return {
    identity: {
      principal: name as PrincipalId,
      tenant,
      scopes: new Set(scopes),
      isAuthenticatedHere,
      expiresAtMs: null,
    },
  };
}

/** Subscriptions to one source, whose events reach all of them in one turn as they do from a poll loop. */
function openSource() {
  const waiting = new Set<(step: IteratorResult<Change>) => void>();
  let executions = 0;
  const fields = (schema.getType('Change') as ReturnType<typeof schema.getQueryType>)?.getFields() ?? {};
  const resolve = (name: string, resolver: (...parameters: never[]) => unknown) => {
    if (fields[name]) fields[name].resolve = resolver as never;
  };
  resolve('number', ({ number }: Change) => {
    executions += 1;
    return number;
  });
  resolve('seenBy', (_: Change, _arguments: object, { caller }: { caller: Caller }) =>
    JSON.stringify([caller.identity?.principal, ...(caller.identity?.scopes ?? [])]),
  );
  resolve('plus', ({ number }: Change, { addend }: { addend: number }) => number + addend);
  resolve('slowly', async ({ number }: Change) => number);
  resolve('fails', () => {
    throw new Error('failed');
  });
  const changed = schema.getSubscriptionType()?.getFields().changed;
  if (changed) {
    changed.resolve = (event) => event;
    changed.subscribe = () => ({
      next: () => new Promise((answer) => waiting.add(answer)),
      return: async () => ({ done: true, value: undefined }),
      [Symbol.asyncIterator]() {
        return this;
      },
    });
  }
  const engineOf = createEngine({ schema, introspection: true });
  return {
    get executions() {
      return executions;
    },
    give(change: Change) {
      const answers = [...waiting];
      waiting.clear();
      for (const answer of answers) answer({ done: false, value: change });
    },
    async subscribe(query: string, options: Partial<Parameters<typeof subscriptionOf>[1]> = {}) {
      const engine = engineOf({});
      const events = await engine.subscribe(
        subscriptionOf(engine.parse(query), { caller: callerOf('mine'), ...options }),
      );
      if (!(Symbol.asyncIterator in events)) throw new Error('no events');
      return events[Symbol.asyncIterator]();
    },
  };
}

function subscriptionOf(
  document: ReturnType<ReturnType<ReturnType<typeof createEngine>>['parse']>,
  {
    caller,
    operationName = null,
    variables = {},
  }: { caller: Caller; operationName?: string | null; variables?: Record<string, unknown> },
) {
  return { schema, document, operationName, variableValues: variables, contextValue: { caller } };
}

const NUMBER = 'subscription { changed { number } }';

async function resultOf(
  step: Promise<IteratorResult<ExecutionResult>> | undefined,
): Promise<ExecutionResult> {
  return (await step)?.value;
}

/** What two equal subscriptions make of one event. */
async function twice(source: ReturnType<typeof openSource>, query: string) {
  const steps = [await source.subscribe(query), await source.subscribe(query)].map((events) => events.next());
  source.give({ number: 1 });
  return Promise.all(steps.map(resultOf));
}

describe('an event of equal subscriptions', () => {
  test('is executed once, and all are given the same result', async () => {
    const source = openSource();
    const all = await Promise.all(Array.from({ length: 5 }, () => source.subscribe(NUMBER)));
    for (const number of [1, 2]) {
      const steps = all.map((events) => events.next());
      source.give({ number });
      const [first, ...others] = await Promise.all(steps.map(resultOf));
      expect(first).toEqual({ data: { changed: { number } } });
      for (const other of others) expect(other).toBe(first);
    }
    expect(source.executions).toBe(2);
  });

  test('is executed again for who comes in a later turn', async () => {
    const source = openSource();
    const change = { number: 1 };
    for (let turn = 1; turn <= 2; turn += 1) {
      const step = (await source.subscribe(NUMBER)).next();
      source.give(change);
      expect(await resultOf(step)).toMatchObject({ data: { changed: { number: 1 } } });
      await new Promise(setImmediate);
    }
    expect(source.executions).toBe(2);
  });

  test('reaches those who stay when one has left', async () => {
    const source = openSource();
    const [leaves, stays] = await Promise.all([source.subscribe(NUMBER), source.subscribe(NUMBER)]);
    const step = stays.next();
    void leaves.next();
    await leaves.return?.();
    source.give({ number: 7 });
    expect(await resultOf(step)).toMatchObject({ data: { changed: { number: 7 } } });
  });

  test('may hold a null', async () => {
    const [first, second] = await twice(openSource(), 'subscription { changed { number nothing } }');
    expect(first).toEqual({ data: { changed: { number: 1, nothing: null } } });
    expect(second).toBe(first);
  });

  test.each([
    ['waits for something', 'number slowly'],
    ['fails in part', 'number fails'],
  ])('is executed for each when it %s', async (_, fields) => {
    const source = openSource();
    const [first, second] = await twice(source, `subscription { changed { ${fields} } }`);
    expect(second?.data).toEqual(first?.data);
    expect(second).not.toBe(first);
    expect(source.executions).toBe(2);
  });
});

describe('nothing is shared by subscriptions', () => {
  test.each<[string, string, object, object, unknown, unknown]>([
    [
      'with different variables',
      'subscription ($a: Int!) { changed { number value: plus(addend: $a) } }',
      { variables: { a: 1 } },
      { variables: { a: 2 } },
      11,
      12,
    ],
    [
      'by another name out of one document',
      'subscription A { changed { number value: plus(addend: 3) } } subscription B { changed { number value: plus(addend: 4) } }',
      { operationName: 'A' },
      { operationName: 'B' },
      13,
      14,
    ],
    [
      'of two tenants',
      'subscription { changed { number value: seenBy } }',
      { caller: callerOf('mine') },
      { caller: callerOf('theirs') },
      '["mine","read"]',
      '["theirs","read"]',
    ],
    [
      'of two callers of one tenant',
      'subscription { changed { number value: seenBy } }',
      { caller: callerOf('mine web') },
      { caller: callerOf('mine robot') },
      '["mine web","read"]',
      '["mine robot","read"]',
    ],
    [
      'of callers with different rights',
      'subscription { changed { number value: seenBy } }',
      { caller: callerOf('mine', ['read']) },
      { caller: callerOf('mine', ['read', 'generate']) },
      '["mine","read"]',
      '["mine","read","generate"]',
    ],
  ])('%s', async (_, query, one, other, oneSees, otherSees) => {
    const source = openSource();
    const steps = [await source.subscribe(query, one), await source.subscribe(query, other)].map((events) =>
      events.next(),
    );
    source.give({ number: 10 });
    const [first, second] = await Promise.all(steps.map(resultOf));
    expect(first?.data).toMatchObject({ changed: { value: oneSees } });
    expect(second?.data).toMatchObject({ changed: { value: otherSees } });
    expect(source.executions).toBe(2);
  });

  test('with different selections', async () => {
    const source = openSource();
    const renamed = 'subscription { changed { n: number } }';
    const steps = [(await source.subscribe(NUMBER)).next(), (await source.subscribe(renamed)).next()];
    source.give({ number: 1 });
    const [first, second] = await Promise.all(steps.map(resultOf));
    expect(first?.data).toEqual({ changed: { number: 1 } });
    expect(second?.data).toEqual({ changed: { n: 1 } });
  });

  test('of a caller whom the gateway knows and one whom it does not', async () => {
    const source = openSource();
    const steps = [
      await source.subscribe(NUMBER, { caller: callerOf('mine', ['read'], true) }),
      await source.subscribe(NUMBER, { caller: callerOf('mine', ['read'], false) }),
      await source.subscribe(NUMBER, { caller: { identity: null, reason: 'nobody' } }),
    ].map((events) => events.next());
    source.give({ number: 1 });
    await Promise.all(steps);
    expect(source.executions).toBe(3);
  });
});

import { buildSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Caller, Scope } from '../../src/domain/caller.ts';
import { createOperation } from '../../src/domain/operation.ts';
import type { Tenant } from '../../src/domain/tenant.ts';
import type { Context } from '../../src/schema/context.ts';
import { createAnswers } from '../../src/server/answers.ts';
import { createCompiledQueries } from '../../src/server/compiled-queries.ts';
import { createEngine } from '../../src/server/engine.ts';
import { createPlanner, isFault, type Plan } from '../../src/server/plans.ts';
import { anyDocument } from '../../src/server/trusted-documents.ts';
import { createManualClock } from '../support/manual-clock.ts';

// That answers come out right is seen from outside; here it is seen that the shortcuts to them are taken at all.

function planOf(schema: GraphQLSchema, query: string): Plan {
  const planner = createPlanner({
    schema,
    createEngine: createEngine({ schema, introspection: true }),
    documents: anyDocument,
  });
  const plan = planner.plan({ query, documentId: null, operationName: null, variables: {}, extensions: {} });
  if (isFault(plan)) throw plan.errors[0];
  return plan;
}

function toySchema(resolve: () => unknown, repeatable = true): GraphQLSchema {
  const schema = buildSchema('type Query { value: String }');
  Object.assign(schema.getQueryType()?.getFields().value ?? {}, { resolve, extensions: { repeatable } });
  return schema;
}

const limits = { upstreamCalls: 10, jobs: 10, deadlineMs: 15_000 };
const operationOf = () => createOperation(limits, createManualClock(), new AbortController());
const tenantOf = (id: string) => ({ id }) as Tenant;
const callerOf = (tenant: Tenant, ...scopes: Scope[]) =>
  ({ identity: { tenant, scopes: new Set(scopes) } }) as unknown as Caller;

describe('a kept answer', () => {
  const mine = tenantOf('mine');
  const reader = callerOf(mine, 'read');
  const data = { value: 'as it was' };

  /** Answers of which one has been made by `reader`, of one read. */
  async function keptAnswers() {
    const upstream = { value: 'same' };
    const plan = planOf(
      toySchema(() => 'x'),
      '{ value }',
    );
    const answers = createAnswers();
    const make = async () => {
      const operation = operationOf();
      await operation.log.read({
        name: 'page',
        strand: 'page',
        perform: () => upstream.value,
        isSame: Object.is,
      });
      return answers.keep(plan, reader, operation, data);
    };
    return { answers, plan, upstream, make };
  }

  test('is kept from the second time on, and given while its reads give the same', async () => {
    const { answers, plan, make } = await keptAnswers();
    expect(await make()).toBeUndefined();
    expect(await answers.recall(plan, reader, operationOf())).toBeNull();
    expect(await make()).toMatchObject({ data });
    expect(await answers.recall(plan, reader, operationOf())).toMatchObject({ data });
  });

  test('is gone once a read has given something else', async () => {
    const { answers, plan, upstream, make } = await keptAnswers();
    await make();
    await make();
    upstream.value = 'other';
    expect(await answers.recall(plan, reader, operationOf())).toBeNull();
    upstream.value = 'same';
    expect(await answers.recall(plan, reader, operationOf())).toBeNull();
  });

  test.each<[string, Caller]>([
    ['of another account', callerOf(tenantOf('theirs'), 'read')],
    ['of the account as it was met anew', callerOf(tenantOf('mine'), 'read')],
    ['with other scopes', callerOf(mine, 'generate')],
    ['without identity', { identity: null, reason: 'none' }],
  ])('is not given to a caller %s', async (_, other) => {
    const { answers, plan, make } = await keptAnswers();
    await make();
    await make();
    expect(await answers.recall(plan, other, operationOf())).toBeNull();
    expect(await answers.recall(plan, reader, operationOf())).toMatchObject({ data });
  });

  test('is not kept for a while where it has changed three times in a row', async () => {
    const { answers, plan, upstream, make } = await keptAnswers();
    await make();
    for (let change = 0; change < 3; change++) {
      expect(await make()).toMatchObject({ data });
      upstream.value = `changed ${change}`;
      expect(await answers.recall(plan, reader, operationOf())).toBeNull();
    }
    for (let time = 0; time < 20; time++) expect(await make()).toBeUndefined();
    expect(await make()).toMatchObject({ data });
  });

  test('is none where something was learned besides', async () => {
    const { answers, plan, make } = await keptAnswers();
    await make();
    const operation = operationOf();
    operation.log.spoil();
    expect(answers.keep(plan, reader, operation, data)).toBeUndefined();
  });
});

describe('a query', () => {
  const contextOf = () => ({ operation: operationOf() }) as Context;

  test('is executed as compiled from the third time on', async () => {
    const schema = toySchema(() => 'x');
    const queries = createCompiledQueries({ schema });
    const plan = planOf(schema, '{ value }');
    expect(await queries.execute(plan, contextOf())).toBeNull();
    expect(await queries.execute(plan, contextOf())).toBeNull();
    expect(await queries.execute(plan, contextOf())).toEqual({ data: { value: 'x' } });
  });

  test('that is not repeatable never is', async () => {
    const schema = toySchema(() => 'x', false);
    const queries = createCompiledQueries({ schema, timesBefore: 0 });
    expect(await queries.execute(planOf(schema, '{ value }'), contextOf())).toBeNull();
  });

  test('that ends in an error is not for a while, and then is again', async () => {
    let isWell = false;
    const schema = toySchema(() => {
      if (isWell) return 'x';
      throw new Error('not well');
    });
    const queries = createCompiledQueries({ schema, timesBefore: 0 });
    const plan = planOf(schema, '{ value }');
    expect(await queries.execute(plan, contextOf())).toBeNull();
    isWell = true;
    for (let time = 0; time < 20; time++) expect(await queries.execute(plan, contextOf())).toBeNull();
    expect(await queries.execute(plan, contextOf())).toEqual({ data: { value: 'x' } });
  });
});

import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServing, type TestServing } from './serving.ts';

let gateway: TestServing;
beforeAll(async () => {
  gateway = await startServing();
});
afterAll(() => gateway[Symbol.asyncDispose]());

/** Every audit of GraphQL over HTTP, those that are only allowed (MAY) too; none is left out. */
const audits = serverAudits({ url: () => gateway.url, fetchFn: fetch });

test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
  '%s %s',
  async (_id, _name, audit) => {
    const result = await audit.fn();
    expect(result.status, 'reason' in result ? result.reason : undefined).toBe('ok');
  },
);

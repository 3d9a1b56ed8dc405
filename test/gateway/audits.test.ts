import { serverAudits } from 'graphql-http';
import { afterAll, expect, test } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { startSandbox } from '../support/sandbox.ts';

const sandbox = await startSandbox();
const gateway = await startGateway(sandbox);
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

test.each(serverAudits({ url: gateway.url, fetchFn: fetch }).map((audit) => [audit.name, audit] as const))(
  'GraphQL over HTTP: %s',
  async (_, audit) => {
    const result = await audit.fn();
    expect(result).toMatchObject({ status: 'ok' });
  },
);

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxProcess, startSandboxProcess } from './support/sandbox-process.ts';

const root = new URL('../', import.meta.url);
const whole = await readFile(new URL('README.md', root), 'utf8');
/** What is about this gateway alone. The rest is tested with examples/federation. */
const readme = whole.replace(/^### In a supergraph\n[\s\S]*?(?=^##)/m, '');
const schema = buildSchema(await readFile(new URL('schema.graphql', root), 'utf8'));

/** Every operation that the README shows: in blocks of its own, and as the body of a request. */
function shownOperations(): string[] {
  const blocks = [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  return [...blocks, ...shownRequests().map(({ query }) => query)];
}

/** Every body that the README sends with curl, which leaves line breaks out. The shell's `$JOB` stays as it is. */
function shownRequests(): { query: string; variables?: Record<string, unknown> }[] {
  const bodies = [...readme.matchAll(/(?:-d '|<<'JSON'\n)(\{[\s\S]*?\})(?:'|\nJSON)\n/g)];
  return bodies.map(([, body = '']) => JSON.parse(body.replaceAll('\n', '').replaceAll(`'"$JOB"'`, '$JOB')));
}

test.each(shownOperations())('shows an operation that is valid: %s', (operation) => {
  expect(validate(schema, parse(operation)).map(String)).toEqual([]);
});

describe('in the sandbox', () => {
  let sandbox: SandboxProcess;
  beforeAll(async () => {
    sandbox = await startSandboxProcess();
  });
  afterAll(() => sandbox?.[Symbol.asyncDispose]());

  async function send(body: unknown, accept = 'application/json') {
    const headers = { 'content-type': 'application/json', accept };
    return (await fetch(sandbox.url, { method: 'POST', headers, body: JSON.stringify(body) })).text();
  }

  test('the first query has the answer that is shown', async () => {
    const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(readme) ?? [];
    const answer = JSON.parse(await send(shownRequests()[0]));
    expect(answer.data.images.pageInfo.endCursor).toEqual(expect.any(String));
    const expected = JSON.parse(shown);
    expected.data.images.pageInfo.endCursor = answer.data.images.pageInfo.endCursor;
    expect(answer).toEqual(expected);
  });

  test('the tour goes as it is told', async () => {
    const [, generate, watch] = shownRequests();
    const first = JSON.parse(await send(generate)).data.generateImage;
    const again = JSON.parse(await send(generate)).data.generateImage;
    expect([first.replayed, again]).toEqual([false, { jobId: first.jobId, replayed: true }]);

    const events = await send({ ...watch, variables: { id: first.jobId } }, 'text/event-stream');
    const states = [...events.matchAll(/"status":"(\w+)"/g)].map(([, status]) => status);
    expect(states).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect(events.trimEnd()).toMatch(/event: complete\ndata:$/);
  });

  test('the commands of the tour can be pasted into one shell', async () => {
    const [, tour = ''] = /^## A tour\n([\s\S]*?)^## /m.exec(readme) ?? [];
    const commands = [...tour.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text).join('\n');
    const pasted = commands.replaceAll('http://127.0.0.1:4000/graphql', sandbox.url);
    const { stdout } = await promisify(execFile)('sh', ['-c', pasted], { timeout: 20_000 });
    expect(stdout).toMatch(/^Job:[\w-]+$/m);
    expect(stdout).toContain('"status":"COMPLETED"');
    expect(stdout).toContain('event: complete');
  });

  test.each(readme.match(/(?<=```graphql\n)[\s\S]*?(?=```)/g) ?? [])('this runs: %s', async (query) => {
    const answer = await send({ query });
    expect(JSON.parse(answer)).not.toHaveProperty('errors');
    expect(answer).not.toContain('"code"');
  });
});

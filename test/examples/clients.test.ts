import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { startProcess } from '../support/process.ts';
import { startSandboxProcess } from '../support/sandbox-process.ts';

const run = promisify(execFile);
const example = new URL('../../examples/clients/', import.meta.url);
const inExample = (name: string) => fileURLToPath(new URL(name, example));
const GATEWAY_TOKEN = 'a-token-of-these-tests';
const LIST_FAULT = { match: { path: '/v1/aistudio/images', method: 'GET' }, effect: { kind: 'rate-limit' } };
const MODELS = 'seedream3.0, flux-schnell, nanobanana, nanobanana-pro';

beforeAll(async () => {
  await run(process.execPath, [inExample('prepare.ts')], { timeout: 60_000 });
}, 60_000);

/** The sandbox with a token for its callers, and what a program needs to reach it. */
async function startGateway(environment: Record<string, string> = {}) {
  const hash = createHash('sha256').update(GATEWAY_TOKEN).digest('hex');
  const sandbox = await startSandboxProcess(0, {
    GATEWAY_TOKENS: `web:read+generate:${hash}`,
    ALLOW_ANONYMOUS: 'false',
    JOB_POLL_INTERVAL_MS: '200',
    PAGE_CACHE_TTL_MS: '0',
    ...environment,
  });
  const control = async (path: string, body?: object) => {
    const json = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    return (await fetch(`${sandbox.controlsUrl}/${path}`, body && json)).json();
  };
  await control('settings', { jobTimesMs: 1500, emptyLastPage: true });
  return { ...sandbox, control, environment: { GATEWAY_URL: sandbox.url, GATEWAY_TOKEN } };
}

/** The back end of the page. */
async function startBackEnd(environment: Record<string, string>) {
  const backEnd = startProcess(process.execPath, [inExample('extracted/src/back-end.ts')], {
    environment: { ...environment, PORT: '0' },
  });
  const [, port] = await backEnd.untilPrinted(/port: (\d+)/);
  return Object.assign(backEnd, { url: `http://127.0.0.1:${port}/` });
}

async function resultOf(program: string, environment: Record<string, string>) {
  const { stdout } = await run(process.execPath, [inExample(program)], { env: environment, timeout: 30_000 });
  return JSON.parse(stdout);
}

test('every block of the page but those that install is named, and so is run', async () => {
  const page = await readFile(new URL('../../docs/clients.md', example), 'utf8');
  const unnamed = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, , text = '']) => text.trim());
  expect(unnamed).toEqual([expect.stringMatching(/^npm install [^\n]+$/)]);
});

test('the page installs what its blocks import, and nothing that has not been tried', async () => {
  const page = await readFile(new URL('../../docs/clients.md', example), 'utf8');
  const manifest = JSON.parse(await readFile(inExample('package.json'), 'utf8'));
  const installed = [...page.matchAll(/npm install ([^\n`]+)/g)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  const packages = new Set(installed.filter((name) => !name.startsWith('--')));
  const imported = [...page.matchAll(/from '((?:@[\w-]+\/)?[\w-]+)[^':]*'/g)].map(([, name = '']) => name);
  expect(imported).toContain('react');
  expect(imported.filter((name) => !packages.has(name))).toEqual([]);
  const tried = { ...manifest.dependencies, ...manifest.devDependencies };
  expect([...packages].filter((name) => !(name in tried))).toEqual([]);
});

test.each([
  { documents: 'every document', environment: {}, programs: ['urql', 'apollo', 'relay'] },
  {
    documents: 'only what is trusted',
    environment: { TRUSTED_DOCUMENTS: inExample('extracted/trusted.json') },
    programs: ['urql', 'apollo', 'relay.trusted'],
  },
])(
  'where $documents is executed, urql, Apollo Client and Relay page, order once and watch',
  async ({ environment, programs }) => {
    await using gateway = await startGateway(environment);
    await using backEnd = await startBackEnd(gateway.environment);
    await using strangers = await startBackEnd({ ...gateway.environment, GATEWAY_TOKEN: 'unknown' });
    let images = 345;
    for (const program of programs) {
      // To a full hundred, so that a last page without images follows.
      const count = 100 - (images % 100);
      await gateway.control('images', { count });
      images += count;
      const result = await resultOf(`extracted/built/${program}.js`, {
        ...gateway.environment,
        BACK_END_URL: backEnd.url,
        STRANGERS_URL: strangers.url,
        ...('TRUSTED_DOCUMENTS' in environment ? { TRUSTED: 'true' } : {}),
      });
      expect({ program, ...result }).toEqual({
        program,
        scrolled: { images, distinct: images, codes: [] },
        scrolledByStranger: { images: 0, distinct: 0, codes: ['UNAUTHENTICATED'] },
        invalid: [expect.stringContaining(MODELS)],
        orderedByStranger: ['UNAUTHENTICATED'],
        ordered: ['Under way.', 'Under way. IN_PROGRESS', 'Under way. COMPLETED'],
        again: ['Already under way.', 'Already under way. COMPLETED'],
      });
      images += 1;
    }
  },
);

test('a script with graphql-request pages, orders once, waits, and sends again what is retryable', async () => {
  await using gateway = await startGateway();
  // As often as the gateway itself asks.
  await gateway.control('faults', { ...LIST_FAULT, times: 3 });
  expect(await resultOf('runs/script.ts', gateway.environment)).toEqual({
    images: 345,
    distinct: 345,
    ordered: ['COMPLETED', 'ImageOutput'],
    again: ['COMPLETED', true],
    invalid: expect.stringContaining(MODELS),
    code: 'INVALID_CURSOR',
  });
  expect(await gateway.control('faults')).toMatchObject([{ hits: 3 }]);
});

test('what was paid is not sent again for an error inside its answer', async () => {
  await using gateway = await startGateway();
  await gateway.control('faults', LIST_FAULT);
  expect(await resultOf('runs/paid-with-error.ts', gateway.environment)).toMatchObject({
    data: { generateImage: { job: { status: 'COMPLETED', image: null } } },
    errors: [{ path: ['generateImage', 'job', 'image'], extensions: { retryable: true } }],
  });
  const calls: { method: string }[] = await gateway.control('calls');
  expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
});

test('curl orders an image and waits for it', async () => {
  await using gateway = await startGateway();
  const shown = await readFile(new URL('extracted/curl.sh', example), 'utf8');
  const command = shown.replaceAll('http://127.0.0.1:4000/graphql', gateway.url);
  const order = async () => {
    const { stdout } = await run('sh', ['-c', command], { env: { ...process.env, GATEWAY_TOKEN } });
    return JSON.parse(stdout).data.generateImage;
  };
  const paid = { __typename: 'GenerateImagePayload', replayed: false, job: { status: 'COMPLETED' } };
  expect(await order()).toMatchObject(paid);
  expect(await order()).toMatchObject({ ...paid, replayed: true });
});

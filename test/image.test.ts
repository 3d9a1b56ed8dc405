import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuild } from '../scripts/ensure-build.ts';
import { SAMPLE_API_KEY } from '../src/sandbox/sandbox.ts';
import { openIssuer } from './server/issuer.ts';
import { expectNewsOfJob, subscribeOverSse, subscribeOverWebSocket } from './support/gateway.ts';
import { startProcess } from './support/process.ts';
import { startRedis } from './support/redis-server.ts';
import { startSandbox } from './support/sandbox.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

/** What the Dockerfile makes, in an empty folder: there is no engine to build the image with. */
describe('the built gateway, and nothing beside it', () => {
  let image: string;
  beforeAll(async () => {
    image = await mkdtemp(join(tmpdir(), 'pictory-graphql-image-'));
    await run('node', ['scripts/build.ts', join(image, 'dist')], { cwd: root });
  }, 120_000);
  afterAll(() => rm(image, { recursive: true, force: true }));

  /** As the image starts it. */
  async function start(environment: Record<string, string>, dist = join(image, 'dist')) {
    const gateway = startProcess(process.execPath, [join(dist, 'main.cjs')], {
      environment: { NODE_ENV: 'production', PORT: '0', ...environment },
    });
    const [, url = ''] = await gateway.untilPrinted(/"url":"(http[^"]+\/graphql)"/);
    return Object.assign(gateway, { url });
  }

  test('answers a query, and drains on SIGTERM', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await start({ PICTORY_BASE_URL: sandbox.url });
    const { data, extensions } = await ask(gateway.url, '{ images(first: 2) { nodes { id } } }');
    const nodes = [{ id: expect.stringMatching(/^Image:/) }, { id: expect.any(String) }];
    expect([data, extensions]).toEqual([{ images: { nodes } }, { upstreamCalls: 1 }]);
    // What is asked again is compiled, by what is loaded only then.
    for (let count = 0; count < 5; count += 1)
      expect((await ask(gateway.url, '{ images(first: 2) { nodes { id } } }')).data).toEqual(data);
    await gateway.end('SIGTERM');
    expect(gateway.printed()).toContain('"msg":"drained"');
  });

  test('says its version, and what is wrong with its configuration', async () => {
    const main = join(image, 'dist/main.cjs');
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    expect((await run(process.execPath, [main, '--version'])).stdout).toBe(`${version}\n`);
    const misconfigured = run(process.execPath, [main], { env: { PORT: 'x' } });
    await expect(misconfigured).rejects.toMatchObject({
      code: 78,
      stderr: expect.stringContaining('- PORT:'),
    });
  });

  test.each([
    ['an event stream', subscribeOverSse],
    ['a WebSocket', subscribeOverWebSocket],
  ])('tells the news of a job over %s', async (_way, subscribe) => {
    await using sandbox = await startSandbox({ jobTimesMs: 3_600_000 });
    await using gateway = await start({ PICTORY_BASE_URL: sandbox.url, JOB_POLL_INTERVAL_MS: '100' });
    const mutation =
      'mutation { generateImage(input: { prompt: "A lighthouse" }) { ... on GenerateImagePayload { jobId } } }';
    const { jobId } = (await ask(gateway.url, mutation)).data.generateImage;

    const events = subscribe(gateway, {
      key: SAMPLE_API_KEY,
      query: 'subscription ($id: ID!) { jobUpdated(id: $id) { status } }',
      variables: { id: jobId },
    });
    await expectNewsOfJob(events, sandbox, jobId);
  });

  test('serves GraphiQL from files that are packed already', async () => {
    await using gateway = await start({ GRAPHIQL: 'true' });
    const html = await (await fetch(gateway.url, { headers: { accept: 'text/html' } })).text();
    const folder = /graphiql\/\w+\//.exec(html)?.[0];
    const names = ['graphiql.js', 'graphiql.css', 'boot.js', 'tabs.js', 'graphql.worker.js'];
    for (const name of names) {
      const asset = await fetch(new URL(`${folder}${name}`, gateway.url), {
        headers: { 'accept-encoding': 'br' },
      });
      expect([asset.status, asset.headers.get('content-encoding')], name).toEqual([200, 'br']);
      expect((await asset.text()).length).toBeGreaterThan(0);
    }
  });

  test('loads what only some configurations need: Redis, JWTs, several processes', async () => {
    await using redis = await startRedis();
    await using issuer = await openIssuer();
    await using sandbox = await startSandbox();
    await using gateway = await start({
      ...issuer.environment,
      PICTORY_API_KEY: SAMPLE_API_KEY,
      PICTORY_BASE_URL: sandbox.url,
      REDIS_URL: redis.url,
      WEB_CONCURRENCY: '2',
    });
    await gateway.untilPrinted(/"msg":"listening"/);
    const ready = await fetch(new URL('/ready', gateway.url));
    expect(await ready.json()).toMatchObject({ ready: true, redis: { state: 'up' } });
    const { data } = await ask(
      gateway.url,
      '{ images(first: 1) { nodes { id } } }',
      `Bearer ${await issuer.token()}`,
    );
    expect(data.images.nodes).toHaveLength(1);
    const metrics = await fetch(new URL('/metrics', gateway.url));
    expect(await metrics.text()).toContain('\npictory_graphql_workers 2\n');
    await gateway.end('SIGTERM');
    expect(gateway.printed()).toContain('"msg":"all workers have ended"');
  });

  test('takes from the build what compiling it has come to', async () => {
    await using gateway = await start({ NODE_DEBUG_NATIVE: 'COMPILE_CACHE' });
    for (const file of ['server/command.cjs', 'server/app.cjs', 'shared/dependencies~app.cjs'])
      expect(gateway.printed()).toMatch(new RegExp(`${file} was accepted`));
  });

  test('names lines of the sources when something breaks, to who enables source maps', async () => {
    await using other = await copyOf(image);
    await rm(join(other.folder, 'dist/server/graphiql/tabs'), { recursive: true });
    const environment = { GRAPHIQL: 'true', NODE_OPTIONS: '--enable-source-maps' };
    await using gateway = await start(environment, join(other.folder, 'dist'));
    expect((await fetch(gateway.url, { headers: { accept: 'text/html' } })).status).toBe(500);
    const [line] = await gateway.untilPrinted(/^.*GraphiQL is not available.*$/m);
    expect(JSON.parse(line).error.stack.join('\n')).toMatch(/src\/server\/graphiql\/tabs\.ts:\d+:\d+/);
  });

  test('is made anew only where it is of other sources', async () => {
    await using other = await copyOf(image);
    const dist = pathToFileURL(`${other.folder}/dist/`);
    const [main, mark] = [new URL('main.cjs', dist), new URL('built-from', dist)];
    await writeFile(main, 'as it was');
    await ensureBuild(dist);
    expect(await readFile(main, 'utf8')).toBe('as it was');
    await writeFile(mark, 'other sources');
    await ensureBuild(dist);
    expect(await readFile(main, 'utf8')).not.toBe('as it was');
    expect(await readFile(mark, 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  });

  test('brings the licences of all it has in it', async () => {
    const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const licenses = await readFile(join(image, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const named = [...licenses.matchAll(/^(\S+) \S+ \(([\w.-]+)\)$/gm)].map(([, name]) => name);
    expect(named).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  });
});

/** Disposing removes it. */
async function copyOf(image: string) {
  const folder = await mkdtemp(join(tmpdir(), 'pictory-graphql-image-'));
  await cp(image, folder, { recursive: true });
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

async function ask(url: string, query: string, authorization = SAMPLE_API_KEY) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query }),
  });
  return answer.json();
}

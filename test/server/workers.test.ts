import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Fleet, type Replica, startFleet, watchJob } from '../support/fleet.ts';
import { type RunningProcess, startProcess } from '../support/process.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { startSandbox } from '../support/sandbox.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const IMAGES = '{ images(first: 1) { nodes { id } } }';

interface Stage extends AsyncDisposable {
  redis: RedisServer;
  sandbox: Sandbox;
  fleet: Fleet;
  /** The processes behind one port, as one gateway. */
  gateway: Replica;
}

/** One gateway of two workers, with all they need. */
async function startWorkers(environment: Record<string, string> = {}): Promise<Stage> {
  await using parts = new AsyncDisposableStack();
  const redis = parts.use(await startRedis());
  const sandbox = parts.use(await startSandbox({ jobTimesMs: 600_000 }));
  const fleet = parts.use(
    await startFleet({
      replicas: 1,
      sandbox,
      environment: { WEB_CONCURRENCY: '2', REDIS_URL: redis.url, ...environment },
    }),
  );
  const started = parts.move();
  return {
    redis,
    sandbox,
    fleet,
    gateway: fleet.replica(0),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** The lines that a gateway has logged, of one message. */
function linesOf(output: string, message: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line.includes(`"msg":"${message}"`))
    .map((line) => JSON.parse(line));
}

/** Every worker there has been, in the order in which they began to listen. */
function workersOf(output: string): { worker: number; pid: number }[] {
  return linesOf(output, 'a worker listens') as { worker: number; pid: number }[];
}

/** Asks over a connection of its own: connections, not requests, are dealt out to workers. */
async function ask({ url }: { url: string }, query = IMAGES) {
  const asking = request(url, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/json', authorization: SAMPLE_API_KEY },
  });
  asking.end(JSON.stringify({ query }));
  const [response] = await once(asking, 'response');
  return JSON.parse(await text(response));
}

async function readMetric({ origin }: Replica, name: string): Promise<number | undefined> {
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  const line = metrics.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The command with two workers. */
function run(environment: Record<string, string>): RunningProcess {
  return startProcess(process.execPath, [MAIN], {
    environment: { PORT: '0', WEB_CONCURRENCY: '2', ...environment },
  });
}

describe('two workers', { timeout: 60_000 }, () => {
  test('answer at one address, and each says in the log who it is', async () => {
    await using stage = await startWorkers();
    for (let count = 0; count < 4; count += 1)
      expect((await ask(stage.gateway)).data.images.nodes).toHaveLength(1);
    const answered = () => linesOf(stage.gateway.log(), 'operation').map(({ worker }) => worker);
    await expect.poll(() => answered().sort()).toEqual([1, 1, 2, 2]);
    expect(linesOf(stage.gateway.log(), 'listening')).toMatchObject([{ url: stage.gateway.url, workers: 2 }]);
  });

  test('read a job that is watched at both once an interval, and tell all its watchers', async () => {
    const intervalMs = 500;
    await using stage = await startWorkers({
      JOB_POLL_INTERVAL_MS: String(intervalMs),
      JOB_POLL_MAX_INTERVAL_MS: String(intervalMs),
    });
    const { sandbox, fleet, gateway } = stage;
    const { data } = await ask(
      gateway,
      'mutation { generateImage(input: { prompt: "A fox" }) { ... on GenerateImagePayload { jobId } } }',
    );
    const { jobId } = data.generateImage;
    const watches = Array.from({ length: 8 }, (_, index) =>
      watchJob(fleet, { jobId, key: SAMPLE_API_KEY, index }),
    );
    await Promise.all(watches.map(({ first }) => first));

    sandbox.clearCalls();
    const startedAt = performance.now();
    await sleep(8 * intervalMs);
    const intervals = (performance.now() - startedAt) / intervalMs;
    const reads = sandbox.calls.filter(({ path }) => path.startsWith('/v1/jobs/')).length;
    expect(reads).toBeLessThanOrEqual(1.1 * intervals + 1);
    expect(reads).toBeGreaterThanOrEqual(5);

    sandbox.jobs().finish(jobId.replace('Job:', ''));
    await Promise.all(watches.map(({ ended }) => ended));
    for (const { seen } of watches)
      expect(seen.map(({ status }) => status)).toEqual(['IN_PROGRESS', 'COMPLETED']);
    const watchers = () => linesOf(gateway.log(), 'operation').filter(({ type }) => type === 'subscription');
    await expect.poll(() => new Set(watchers().map(({ worker }) => worker)).size).toBe(2);
  });

  test('count together', async () => {
    await using stage = await startWorkers();
    for (let count = 0; count < 6; count += 1) await ask(stage.gateway);
    const operations = 'pictory_graphql_operations_total{type="query",transport="http",code="OK"}';
    // Whichever is asked.
    for (let count = 0; count < 4; count += 1) {
      expect(await readMetric(stage.gateway, operations)).toBe(6);
      expect(await readMetric(stage.gateway, 'pictory_graphql_workers')).toBe(2);
      expect(await readMetric(stage.gateway, 'pictory_graphql_redis_up')).toBe(1);
    }
  });

  test('drain on SIGTERM: what is under way is answered, and the exit code is 0', async () => {
    await using stage = await startWorkers();
    const { gateway, sandbox } = stage;
    sandbox.addFault({ match: { method: 'GET' }, delayMs: 1_000 });
    const arrived = sandbox.nextCall({ method: 'GET' });
    const answer = ask(gateway);
    await arrived;
    const stopped = gateway.stop();
    expect((await answer).data.images.nodes).toHaveLength(1);
    expect(await stopped).toBe(0);
    expect(linesOf(gateway.log(), 'drained')).toMatchObject([{ complete: true }, { complete: true }]);
    for (const { pid } of workersOf(gateway.log())) expect(isAlive(pid)).toBe(false);
  });

  test('go on when one is killed, and another takes its place', async () => {
    await using stage = await startWorkers();
    const { gateway } = stage;
    const [first] = workersOf(gateway.log());
    process.kill(first?.pid ?? 0, 'SIGKILL');
    const ends = () => linesOf(gateway.log(), 'a worker has ended: another takes its place');
    await expect.poll(ends).toMatchObject([{ worker: 1, signal: 'SIGKILL' }]);
    for (let count = 0; count < 4; count += 1) expect((await ask(gateway)).data.images.nodes).toHaveLength(1);

    await expect.poll(() => workersOf(gateway.log()).map(({ worker }) => worker)).toEqual([1, 2, 3]);
    await expect.poll(() => readMetric(gateway, 'pictory_graphql_workers')).toBe(2);
    expect(await gateway.stop()).toBe(0);
  });

  test('end at once on a second signal', async () => {
    await using redis = await startRedis();
    await using command = run({ REDIS_URL: redis.url, DRAIN_LIMIT_MS: '60000' });
    const [, url = ''] = await command.untilPrinted(/"url":"([^"]+)"/);
    // A request whose body never comes, and which a worker is known to have begun to read.
    const hanging = request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 100, expect: '100-continue' },
    });
    hanging.on('error', () => {});
    hanging.flushHeaders();
    await once(hanging, 'continue');
    const ended = command.end('SIGTERM');
    await command.untilPrinted(/"worker":1,"reason":"SIGTERM"/);
    await command.end('SIGTERM');
    await ended;
    for (const { pid } of workersOf(command.printed())) await expect.poll(() => isAlive(pid)).toBe(false);
  });

  test('reserve no event stream, whose operations would come to the other one', async () => {
    await using stage = await startWorkers();
    const refused = await fetch(`${stage.gateway.url}/stream`, { method: 'PUT' });
    expect([refused.status, await refused.text()]).toEqual([405, expect.stringContaining('WEB_CONCURRENCY')]);
  });
});

describe('what keeps workers from serving', { timeout: 60_000 }, () => {
  test('a configuration without Redis', async () => {
    await using command = run({});
    await expect(command.untilPrinted(/listening/)).rejects.toThrow('(78)');
    expect(command.printed()).toBe(
      'The configuration is not valid:\n- WEB_CONCURRENCY: needs REDIS_URL, by which the processes know of one another; without Redis leave it at 1\n',
    );
  });

  test('a port that is in use is said once', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? `${address?.port}` : '';
    await using redis = await startRedis();
    await using command = run({ PORT: port, REDIS_URL: redis.url });
    await expect(command.untilPrinted(/listening/)).rejects.toThrow('(1)');
    expect(
      command
        .printed()
        .split('\n')
        .filter((line) => line.includes(port)),
    ).toEqual([`Port ${port} on 127.0.0.1 is in use. Set PORT to another one.`]);
    other.close();
  });

  test('a file that cannot be used any more: after some tries all end with 1', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'workers-'));
    const file = join(folder, 'documents.json');
    await writeFile(file, '{}');
    await using redis = await startRedis();
    await using command = run({ REDIS_URL: redis.url, TRUSTED_DOCUMENTS: file });
    await command.untilPrinted(/"msg":"listening"/);
    await rm(folder, { recursive: true });
    for (const { pid } of workersOf(command.printed())) process.kill(pid, 'SIGKILL');
    await command.untilPrinted(/no worker can be started/);
    await expect(command.untilPrinted(/never said/)).rejects.toThrow('(1)');
  });
});

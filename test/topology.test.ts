import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SAMPLE_API_KEY } from '../src/sandbox/sandbox.ts';
import {
  type Answer,
  type Asked,
  expectNewsOfJob,
  subscribeOverSse,
  subscribeOverWebSocket,
} from './support/gateway.ts';
import { startSandbox } from './support/sandbox.ts';
import { type BuiltGateway, buildGateway, startTopology, type Topology } from './support/topology.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

describe('docker-compose.yml', () => {
  test('starts two equal gateways, what they share, and one way in', async () => {
    const { services } = await readComposeFile();

    const gateway = {
      image: 'pictory-graphql',
      environment: { REDIS_URL: 'redis://valkey:6379/0', TRUST_PROXY: 'true', PICTORY_API_KEY: '' },
      depends_on: { valkey: { condition: 'service_healthy' } },
      healthcheck: { test: expect.arrayContaining(['CMD']) },
      // Compose prints one or the other, by its version.
      stop_grace_period: expect.stringMatching(/^(70s|1m10s)$/),
    };
    expect(services).toMatchObject({ 'gateway-1': gateway, 'gateway-2': gateway });
    expect(services['gateway-2']).toEqual(services['gateway-1']);
    expect(services.valkey?.command?.join(' ')).toMatch(
      /--appendonly yes --maxmemory \S+ --maxmemory-policy noeviction/,
    );
    expect(Object.keys(services).filter((name) => services[name]?.ports)).toEqual(['balancer']);
  });

  test('names the releases of what it does not build', async () => {
    const { services } = await readComposeFile();

    for (const { image, build } of Object.values(services)) if (!build) expect(image).toMatch(/:\d+\.\d+/);
  });
});

describe('two gateways behind the balancer', { timeout: 60_000 }, () => {
  let built: BuiltGateway;
  beforeAll(async () => {
    built = await buildGateway();
  });
  afterAll(() => built[Symbol.asyncDispose]());

  test('share the traffic', async () => {
    await using sandbox = await startSandbox();
    await using topology = await startTopology(built, sandbox);

    for (let count = 0; count < 4; count += 1)
      expect(await dataOf(askForImages(topology))).toEqual(TWO_IMAGES);

    for (const { process } of topology.gateways) await process.untilPrinted(/"msg":"operation"/);
  });

  test.each([
    ['an event stream', (topology: Topology, asked: Asked) => subscribeOverSse(topology, asked)],
    ['a shared event stream', (topology: Topology, asked: Asked) => subscribeOverSse(topology, asked, true)],
    ['a WebSocket', subscribeOverWebSocket],
  ])('tell the news of a job as it happens, over %s', async (_way, subscribe) => {
    await using sandbox = await startSandbox({ jobTimesMs: 3_600_000 });
    await using topology = await startTopology(built, sandbox);
    const { generateImage } = await dataOf(generate(topology));
    const { jobId } = generateImage as { jobId: string };

    const events = subscribe(topology, {
      key: SAMPLE_API_KEY,
      query: 'subscription ($id: ID!) { jobUpdated(id: $id) { status } }',
      variables: { id: jobId },
    });
    await expectNewsOfJob(events, sandbox, jobId);
  });

  test('buy once when one dies with the generation in its hands, and go on without it', async () => {
    await using sandbox = await startSandbox();
    await using topology = await startTopology(built, sandbox);
    const posts = () => sandbox.calls.filter(({ method }) => method === 'POST');
    const hanging = sandbox.addFault({ match: { method: 'POST' }, effect: { kind: 'hang', when: 'after' } });

    const sent = sandbox.nextCall({ method: 'POST' });
    const answer = generate(topology);
    const { headers } = await sent;
    const dying = topology.gateways.find(({ callsHost }) => callsHost === headers.host);
    await dying?.process.end('SIGKILL');

    expect((await answer).status).toBe(502);
    expect(posts()).toHaveLength(1);

    hanging.remove();
    for (let count = 0; count < 6; count += 1)
      expect(await dataOf(askForImages(topology))).toEqual(TWO_IMAGES);
    expect(await dataOf(generate(topology))).toEqual({ generateImage: { jobId: expect.any(String) } });
    expect(posts()).toHaveLength(2);
  });

  test('keep their metrics to themselves', async () => {
    await using sandbox = await startSandbox();
    await using topology = await startTopology(built, sandbox);
    const [gateway] = topology.gateways;

    expect((await fetch(new URL('/metrics', gateway?.url))).status).toBe(200);
    for (const path of ['/metrics', '/metrics?all', '//metrics', '/%6detrics', '/graphiql/%2e%2e/metrics']) {
      expect((await fetch(topology.url.replace('/graphql', path))).status, path).toBe(404);
    }
    expect((await fetch(new URL('/health', topology.url))).status).toBe(200);
    expect((await fetch(new URL('/ready', topology.url))).status).toBe(200);
  });

  test('turn away bodies that are too large, the gateway by itself while the balancer lets it', async () => {
    await using sandbox = await startSandbox();
    await using topology = await startTopology(built, sandbox);

    const tooLarge = await post(topology.url, { query: '{ __typename }', padding: 'x'.repeat(1_000_000) });
    expect([tooLarge.status, await tooLarge.json()]).toMatchObject([413, { errors: [{}] }]);
    const callback = new URL('/webhooks/pictory/some-token', topology.url);
    expect((await post(callback, { padding: 'x'.repeat(70_000) })).status).toBe(404);
    expect((await post(callback, { padding: 'x'.repeat(1_100_000) })).status).toBe(413);
  });

  test('have the request under its id in their logs, and in the balancer’s nothing that is secret', async () => {
    await using sandbox = await startSandbox();
    await using topology = await startTopology(built, sandbox);
    const { balancer, gateways } = topology;
    const ask = async (path: string, requestId: string, options: RequestInit = {}) => {
      const headers = { 'x-request-id': requestId, authorization: SAMPLE_API_KEY };
      const answer = await fetch(new URL(path, topology.url), { headers, ...options });
      await answer.arrayBuffer();
      return answer;
    };
    const line = async (requestId: string) =>
      JSON.parse((await balancer.untilPrinted(new RegExp(`^.*"requestId":"${requestId}".*$`, 'm')))[0]);

    const answer = await ask(`/graphql?query=${encodeURIComponent('{ secret: __typename }')}`, 'query');
    expect(answer.headers.get('x-request-id')).toBe('query');
    await Promise.race(gateways.map(({ process }) => process.untilPrinted(/"requestId":"query"/)));
    await ask('/webhooks/pictory/secret-token', 'callback', { method: 'POST', body: '{}' });
    await ask('/secret-path', 'lost');
    expect((await fetch(topology.url)).headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(await line('query')).toMatchObject({ path: '/graphql', status: '200', gatewayStatus: '200' });
    expect(await line('callback')).toMatchObject({ path: '/webhooks/pictory/', method: 'POST' });
    expect(await line('lost')).toMatchObject({ path: '', status: '404', gateway: '' });

    // Where nginx would speak of the request in its error log.
    for (const { process } of gateways) await process.end('SIGKILL');
    await ask('/graphql?query=secret', 'dead query');
    await ask('/graphql?query=secret', 'dead-query');
    await ask('/webhooks/pictory/secret-token', 'dead-callback', { method: 'POST', body: '{}' });
    expect(await line('dead-query')).toMatchObject({ status: '502' });
    expect(await line('dead-callback')).toMatchObject({ status: '502' });
    await balancer.end('SIGTERM');
    expect(balancer.printed()).not.toMatch(/secret|pictai_|dead query/);
  });
});

const TWO_IMAGES = { images: { nodes: [{ id: expect.any(String) }, { id: expect.any(String) }] } };

function askForImages({ url }: Topology): Promise<Response> {
  return post(url, { query: '{ images(first: 2) { nodes { id } } }' });
}

function generate({ url }: Topology): Promise<Response> {
  const input = '{ prompt: "A lighthouse above the clouds at dawn" }';
  return post(url, {
    query: `mutation { generateImage(input: ${input}) { ... on GenerateImagePayload { jobId } } }`,
  });
}

function post(url: string | URL, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: SAMPLE_API_KEY },
    body: JSON.stringify(body),
  });
}

async function dataOf(response: Promise<Response>): Promise<NonNullable<Answer['data']>> {
  const { data, errors } = (await (await response).json()) as Answer;
  expect(errors).toBeUndefined();
  return data ?? {};
}

interface ComposeService {
  image?: string;
  build?: unknown;
  command?: string[];
  ports?: unknown[];
}

/** The file as Compose understands it, with nothing of this machine's environment: the example sets no variable. */
async function readComposeFile(): Promise<{ services: Record<string, ComposeService> }> {
  const options = ['--env-file', '.env.example', '-f', 'docker-compose.yml'];
  const { stdout } = await run('docker-compose', [...options, 'config'], {
    cwd: root,
    env: { PATH: process.env.PATH },
  }).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
    throw new Error('This needs docker-compose. Run: sudo apt-get install -y docker-compose');
  });
  return parse(stdout);
}

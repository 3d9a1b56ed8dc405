import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from '../../scripts/bundle.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { freePort } from './fleet.ts';
import { type RunningProcess, startProcess } from './process.ts';
import { startRedis } from './redis-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The gateway built as for the image, in a folder of its own. Disposing removes it. */
export interface BuiltGateway extends AsyncDisposable {
  /** The program, for Node. */
  readonly program: string;
}

/** Builds the gateway where no other build gets in the way. GraphiQL's editor stays out. */
export async function buildGateway(): Promise<BuiltGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'pictory-graphql-topology-'));
  await bundle(pathToFileURL(`${folder}/`));
  return {
    program: join(folder, 'main.cjs'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * What docker-compose.yml starts, as processes of this machine in front of a sandbox: two gateways that share a
 * Redis, and nginx with `deploy/nginx.conf`. Disposing kills all.
 */
export interface Topology extends AsyncDisposable {
  /** Of the GraphQL endpoint behind the balancer. */
  readonly url: string;
  /** Its output is the access log and the error log. */
  readonly balancer: RunningProcess;
  readonly gateways: readonly GatewayProcess[];
}

/** One of the gateways. */
export interface GatewayProcess {
  readonly process: RunningProcess;
  /** Of the GraphQL endpoint, past the balancer. */
  readonly url: string;
  /** Under which host it calls the sandbox: each has its own, so that a call tells who made it. */
  readonly callsHost: string;
}

/** @see Topology */
export async function startTopology(
  { program }: BuiltGateway,
  sandbox: Pick<Sandbox, 'url'>,
): Promise<Topology> {
  await using parts = new AsyncDisposableStack();
  const redis = parts.use(await startRedis());

  const gateways = await Promise.all(
    ['127.0.0.1', 'localhost'].map(async (host) => {
      const baseUrl = sandbox.url.replace('127.0.0.1', host);
      const process = parts.use(startGatewayProcess(program, baseUrl, redis.url));
      const [, url = ''] = await process.untilPrinted(/"url":"(http[^"]+\/graphql)"/);
      return { process, url, callsHost: new URL(baseUrl).host };
    }),
  );

  const port = await freePort();
  const nginxFolder = await mkdtemp(join(tmpdir(), 'pictory-graphql-nginx-'));
  parts.defer(() => rm(nginxFolder, { recursive: true, force: true }));
  const configFile = join(nginxFolder, 'nginx.conf');
  const addresses = gateways.map(({ url }) => new URL(url).host);
  await writeFile(configFile, await configureNginx({ port, addresses, folder: nginxFolder }));
  const balancer = parts.use(
    startProcess('nginx', ['-c', configFile, '-g', `daemon off; pid ${nginxFolder}/nginx.pid;`], {
      debianPackage: 'nginx',
    }),
  );
  // Killed, the first of its processes would leave the others behind.
  parts.defer(() => balancer.end('SIGTERM'));
  await balancer.untilPrinted(/start worker process /);

  const started = parts.move();
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    balancer,
    gateways,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

/** The gateway as in a container, with what docker-compose.yml gives it. */
function startGatewayProcess(program: string, baseUrl: string, redisUrl: string): RunningProcess {
  return startProcess(process.execPath, [program], {
    environment: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      PICTORY_API_KEY: '',
      GATEWAY_TOKENS: '',
      GATEWAY_SECRET: '',
      PUBLIC_URL: '',
      REDIS_URL: redisUrl,
      TRUST_PROXY: 'true',
      PICTORY_BASE_URL: baseUrl,
      JOB_POLL_INTERVAL_MS: '100',
      JOB_POLL_MAX_INTERVAL_MS: '300',
    },
  });
}

/** `deploy/nginx.conf` with other addresses and, as only root may write to the usual ones, other folders. */
async function configureNginx(options: {
  port: number;
  addresses: readonly string[];
  folder: string;
}): Promise<string> {
  const { port, addresses, folder } = options;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ');
  const replacements: [from: string, to: string, times: number][] = [
    ...addresses.map((address, index): [string, string, number] => [
      `gateway-${index + 1}:4000 resolve`,
      address,
      2,
    ]),
    ['listen 8080;', `listen 127.0.0.1:${port};`, 1],
    ['http {', `http { ${temporary}`, 1],
  ];
  let config = await readFile(join(root, 'deploy/nginx.conf'), 'utf8');
  for (const [from, to, times] of replacements) {
    const pieces = config.split(from);
    if (pieces.length !== times + 1) {
      throw new Error(
        `"${from}" was expected ${times} times in deploy/nginx.conf, not ${pieces.length - 1}.`,
      );
    }
    config = pieces.join(to);
  }
  return config;
}

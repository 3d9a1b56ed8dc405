import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import {
  type Answer,
  type Asked,
  postOperation,
  subscribeOverSse,
  subscribeOverWebSocket,
} from './gateway.ts';

/** One gateway in a process of its own. */
export interface Replica {
  /** Of the GraphQL endpoint; the same after a restart. */
  readonly url: string;
  /** Where `/ready`, `/metrics` and the webhooks are. */
  readonly origin: string;
  /** Of the present process, or of the last one. */
  readonly pid: number;
  /** All that its processes have written so far. */
  log(): string;
  /** Ends it with SIGKILL and resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it with SIGTERM and resolves with its exit code when it is gone. */
  stop(): Promise<number | null>;
  /** A new process on the same port, after the old one is gone. Resolves when it listens. */
  restart(): Promise<void>;
  /** POSTs an operation and gives its answer. Aborting `signal` cuts the connection. */
  ask<Data = Record<string, unknown>>(asked: Asked, signal?: AbortSignal): Promise<Answer<Data>>;
}

/** Several gateways on one simulated Pictory. Disposing kills them. */
export interface Fleet extends AsyncDisposable {
  readonly replicas: readonly Replica[];
  /** @throws {Error} when there are not so many. */
  replica(index: number): Replica;
  /** Aborted when the fleet is disposed of: nobody needs to connect again. */
  readonly closed: AbortSignal;
}

/** How often a replica has read jobs, by its own account. */
export async function countJobReads({ origin }: Pick<Replica, 'origin'>): Promise<number> {
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  return metrics
    .split('\n')
    .filter((line) => line.startsWith('pictory_graphql_upstream_call_duration_seconds_count{'))
    .filter((line) => line.includes('method="GET"') && line.includes('route="/v1/jobs/{jobid}"'))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** Starts three gateways on one Redis that read a job every `intervalMs`, however they fare. */
export function startPollingFleet(options: {
  sandbox: Pick<Sandbox, 'url'>;
  redis: { url: string };
  intervalMs: number;
}): Promise<Fleet> {
  const environment = {
    REDIS_URL: options.redis.url,
    JOB_POLL_INTERVAL_MS: String(options.intervalMs),
    JOB_POLL_MAX_INTERVAL_MS: String(options.intervalMs),
  };
  return startFleet({ replicas: 3, sandbox: options.sandbox, environment });
}

/**
 * Starts gateways as separate processes and resolves when all of them listen.
 *
 * @param options.environment for all of them; polling is fast unless it says otherwise.
 * @param options.program default: the sources.
 * @throws {Error} with the log of the one that did not start.
 */
export async function startFleet(options: {
  replicas: number;
  sandbox: Pick<Sandbox, 'url'>;
  environment?: Record<string, string>;
  program?: URL;
}): Promise<Fleet> {
  const program = fileURLToPath(options.program ?? MAIN);
  const environment = {
    LOG_LEVEL: 'info',
    PICTORY_BASE_URL: options.sandbox.url,
    ALLOW_PRIVATE_URLS: 'true',
    JOB_POLL_INTERVAL_MS: '100',
    JOB_POLL_MAX_INTERVAL_MS: '300',
    ...options.environment,
  };
  const closed = new AbortController();
  const starting = Array.from({ length: options.replicas }, () => startReplica(program, environment));
  const started = await Promise.allSettled(starting);
  const replicas = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const dispose = async () => {
    closed.abort();
    await Promise.all(replicas.map((replica) => replica.kill()));
  };
  for (const result of started) {
    if (result.status === 'fulfilled') continue;
    await dispose();
    throw result.reason;
  }
  return {
    replicas,
    replica(index) {
      const replica = replicas[index];
      if (!replica) throw new Error(`This fleet has ${replicas.length} replicas and no number ${index}.`);
      return replica;
    },
    closed: closed.signal,
    [Symbol.asyncDispose]: dispose,
  };
}

const MAIN = new URL('../../src/main.ts', import.meta.url);

async function startReplica(program: string, environment: Record<string, string>): Promise<Replica> {
  const port = String(await freePort());
  const logs: string[] = [];
  const start = () => startProcess(program, { ...environment, PORT: port }, (text) => logs.push(text));
  let running = await start();
  const { url } = running;

  return {
    url,
    origin: new URL(url).origin,
    get pid() {
      return running.pid;
    },
    log: () => logs.join(''),
    async kill() {
      await running.end('SIGKILL');
    },
    stop: () => running.end('SIGTERM'),
    async restart() {
      await running.end('SIGKILL');
      running = await start();
    },
    ask: (asked, signal) => postOperation(url, asked, signal),
  };
}

/** One run of the command, from the moment it listens. */
interface RunningProcess {
  url: string;
  pid: number;
  /** Resolves with the exit code when it is gone; null: a signal has ended it. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

async function startProcess(
  program: string,
  environment: Record<string, string>,
  write: (text: string) => void,
): Promise<RunningProcess> {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = untilExit(child);
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const take = (text: string) => {
      write(text);
      output += text;
    };
    child.stderr.setEncoding('utf8').on('data', take);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      take(text);
      const found = output.split('\n').find((line) => line.includes('"msg":"listening"'));
      if (found) resolve(JSON.parse(found).url);
    });
    exited.then(
      (code) => reject(new Error(`A gateway ended with code ${code} before it listened:\n${output}`)),
      reject,
    );
  });
  return {
    url,
    pid: child.pid ?? 0,
    end(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

/**
 * Resolves with the exit code of a child. Should this process end first, so does the child: a test that has timed out
 * never comes to dispose of what it started.
 *
 * @throws {Error} when the child could not be started.
 */
export async function untilExit(child: ChildProcess): Promise<number | null> {
  const killIt = () => void child.kill('SIGKILL');
  const killItAndEnd = () => {
    killIt();
    process.kill(process.pid, 'SIGTERM');
  };
  process.once('exit', killIt);
  // With this the runner ends its workers, and a process that a signal ends has no exit event.
  process.once('SIGTERM', killItAndEnd);
  try {
    const [code] = await once(child, 'exit');
    return code;
  } finally {
    process.off('exit', killIt);
    process.off('SIGTERM', killItAndEnd);
  }
}

/** A subscriber to `jobUpdated` who connects again, elsewhere, until the job has ended. */
export interface JobWatch {
  /** Resolves with the first state. Rejects like `ended`. */
  readonly first: Promise<SeenState>;
  /** Resolves when the stream with the final state has ended, or the fleet is disposed of. Rejects when it is hopeless. */
  readonly ended: Promise<void>;
  /** Every state that came, over all connections, in their order. */
  readonly seen: readonly SeenState[];
  /** How many times a final state came. */
  readonly finals: number;
  /** How many connections it took. */
  readonly connections: number;
  /** Whether the stream with the final state ended by its protocol's `complete`. */
  readonly isComplete: boolean;
}

/** A state as a subscriber saw it. */
export interface SeenState {
  status: string;
  isFinal: boolean;
  /** As of `Date.now()`. */
  atMs: number;
  /** Which connection brought it; the first is 0. */
  connection: number;
  /** What was selected. */
  job: Record<string, unknown>;
}

/**
 * Watches a job as clients do: over SSE or WebSocket, and when the connection is cut, fails in a way that may pass or
 * ends without a final state, soon again at the next replica, over the other transport.
 *
 * @param options.index the number of this watcher: it starts at this replica and transport, each counted round.
 * @param options.fields more of the job than its status.
 * @param options.subscription another field than `jobUpdated`, for what is watched like a job.
 */
export function watchJob(
  fleet: Fleet,
  options: { jobId: string; key: string; index?: number; fields?: string; subscription?: string },
): JobWatch {
  const { jobId, key, index = 0, fields = '', subscription = 'jobUpdated' } = options;
  const query = `subscription ($id: ID!) { ${subscription}(id: $id) { status isFinal ${fields} } }`;
  const seen: SeenState[] = [];
  const first = Promise.withResolvers<SeenState>();
  let connections = 0;
  let isComplete = false;

  /** One connection, to its end. */
  async function connect(connection: number): Promise<void> {
    const place = index + connection;
    const subscribe = place % 2 === 0 ? subscribeOverSse : subscribeOverWebSocket;
    const replica = fleet.replica(place % fleet.replicas.length);
    for await (const { data, errors } of subscribe(replica, { query, variables: { id: jobId }, key })) {
      if (errors) {
        if (errors.every(({ extensions }) => extensions?.retryable === true)) return;
        throw new HopelessError(JSON.stringify(errors));
      }
      const job = data?.[subscription] as { status: string; isFinal: boolean };
      const state = { status: job.status, isFinal: job.isFinal, atMs: Date.now(), connection, job };
      seen.push(state);
      first.resolve(state);
    }
    isComplete = hasEnded();
  }

  const hasEnded = () => seen.some(({ isFinal }) => isFinal);

  async function run(): Promise<void> {
    while (!hasEnded() && !fleet.closed.aborted) {
      try {
        await connect(connections++);
      } catch (error) {
        if (isHopeless(error)) throw error;
      }
      if (!hasEnded()) await sleep(50 + 150 * Math.random(), undefined, { signal: fleet.closed });
    }
  }

  const ended = run().catch((error) => {
    if (!fleet.closed.aborted) throw error;
  });
  ended.catch(first.reject);
  first.promise.catch(() => {});
  return {
    first: first.promise,
    ended,
    seen,
    get finals() {
      return seen.filter(({ isFinal }) => isFinal).length;
    },
    get connections() {
      return connections;
    },
    get isComplete() {
      return isComplete;
    },
  };
}

/** What no other replica will answer differently. */
class HopelessError extends Error {}

/** A cut and a refusal for now are worth another try; what is refused for good is not: HTTP 4xx, WebSocket 44xx. */
function isHopeless(error: unknown): boolean {
  if (error instanceof HopelessError) return true;
  const { response, code } = error as { response?: { status?: number }; code?: unknown };
  const status = response?.status ?? 0;
  return (status >= 400 && status < 500) || (typeof code === 'number' && code >= 4400 && code < 4500);
}

/** What stands at `PUBLIC_URL`: hands each POST on to a gateway of the test's choice. Disposing closes it. */
export interface Relay extends AsyncDisposable {
  readonly url: string;
  /** Who gets what comes from now on; null: nobody, and the caller gets 503. */
  sendTo(replica: Replica | null): void;
  /** The status with which each POST was answered, oldest first. */
  readonly statuses: readonly number[];
}

/** Starts a relay that sends to nobody yet. */
export async function startRelay(): Promise<Relay> {
  const statuses: number[] = [];
  let target: Replica | null = null;
  const server = createHttpServer(async (request, response) => {
    const body = await buffer(request);
    const status = await forward(target, request.url ?? '/', body);
    statuses.push(status);
    response.writeHead(status).end();
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${port}`,
    sendTo(replica) {
      target = replica;
    },
    statuses,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function forward(target: Replica | null, path: string, body: Buffer<ArrayBufferLike>): Promise<number> {
  if (!target) return 503;
  try {
    const answer = await fetch(`${target.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Uint8Array(body),
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return 502;
  }
}

/**
 * A port of 127.0.0.1 that nobody listens on, and that stays free while a server on it is restarted: it lies below those
 * that systems give to outgoing connections.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { freePort, untilExit } from './fleet.ts';

/** A real redis-server for one test: `await using redis = await startRedis()`. Disposing kills it and removes its files. */
export interface RedisServer extends AsyncDisposable {
  /** To be used as REDIS_URL. */
  readonly url: string;
  readonly port: number;
  /** Ends it with SIGKILL and resolves when it is gone. */
  kill(): Promise<void>;
  /** A new process on the same port, after the old one is gone; empty unless its arguments make it keep things. */
  restart(): Promise<void>;
  /** It no longer answers, while its connections stay open. */
  freeze(): void;
  thaw(): void;
  /** Runs a command with redis-cli and gives what that prints. @throws {Error} when there is no answer for 5 seconds. */
  command(...words: string[]): Promise<string>;
  /** Everything that is stored, by key. */
  dump(): Promise<StoredKey[]>;
}

/** A key of Redis with all it holds. */
export interface StoredKey {
  key: string;
  /** -1: it is kept for ever. */
  ttlMs: number;
  type: string;
  /** A text, a list of them (of a sorted set: members and scores in turn), or the fields of a hash. */
  value: string | string[] | Record<string, string>;
}

/**
 * Starts a Redis on 127.0.0.1 that keeps nothing on disk and evicts nothing; resolves when it takes connections.
 *
 * @param options.port default: any free one.
 * @param options.args further arguments, which count more than those that are always given.
 * @param options.dir where its files are. Default: a new folder, which disposing removes.
 * @throws {Error} with the command to run when it is not installed; with its log when it does not start.
 */
export async function startRedis(
  options: { port?: number; args?: string[]; dir?: string } = {},
): Promise<RedisServer> {
  const port = options.port ?? (await freePort());
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'redis-')));
  const clear = async () => {
    if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
  };
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir];
  const start = () => startProcess([...settings, ...FORGETFUL, ...(options.args ?? [])]);
  let running = await start().catch(async (error) => {
    await clear();
    throw error;
  });

  return {
    url: `redis://127.0.0.1:${port}/0`,
    port,
    kill: () => running.kill(),
    async restart() {
      await running.kill();
      running = await start();
    },
    freeze: () => void running.child.kill('SIGSTOP'),
    thaw: () => void running.child.kill('SIGCONT'),
    async command(...words) {
      const { stdout } = await execute('redis-cli', ['-p', String(port), ...words], { timeout: 5_000 });
      return stdout.trimEnd();
    },
    dump: () => dump(port),
    async [Symbol.asyncDispose]() {
      await running.kill();
      await clear();
    },
  };
}

const execute = promisify(execFile);

const FORGETFUL = ['--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'];

async function startProcess(settings: string[]): Promise<{ child: ChildProcess; kill: () => Promise<void> }> {
  const child = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = untilExit(child);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const take = (text: string) => {
      output += text;
      if (output.includes('Ready to accept connections')) resolve();
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    exited.then(
      () => reject(new Error(`redis-server has ended:\n${output}`)),
      (error) => reject(error.code === 'ENOENT' ? new Error(NOT_INSTALLED, { cause: error }) : error),
    );
  });
  return {
    child,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

const NOT_INSTALLED = 'This needs redis-server. Run: sudo apt-get install -y redis-server';

async function dump(port: number): Promise<StoredKey[]> {
  const redis = new Redis(port, '127.0.0.1');
  try {
    const found: StoredKey[] = [];
    for (const key of (await redis.keys('*')).toSorted()) {
      const type = await redis.type(key);
      const ttlMs = await redis.pttl(key);
      const value = await readAll(redis, key, type);
      // Null: it has expired meanwhile.
      if (value !== null) found.push({ key, ttlMs, type, value });
    }
    return found;
  } finally {
    redis.disconnect();
  }
}

async function readAll(redis: Redis, key: string, type: string): Promise<StoredKey['value'] | null> {
  switch (type) {
    case 'none':
      return null;
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1, 'WITHSCORES');
    case 'stream':
      return (await redis.xrange(key, '-', '+')).flatMap(([id, fields]) => [id, ...fields]);
    default:
      throw new Error(`The dump cannot read "${key}" of type ${type}.`);
  }
}

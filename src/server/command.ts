import type { App } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createLog, describeError, type Log } from './log.ts';
import { VERSION } from './version.ts';
import type { Worker } from './workers/worker.ts';

/** sysexits.h: the command was given what it does not take; the configuration is not valid. */
const EX_USAGE = 64;
const EX_CONFIG = 78;

const HELP = `Usage: pictory-graphql [--help] [--version]

Serves Pictory AI Studio as GraphQL. Everything is configured by environment variables: .env.example lists them,
docs/configuration.md explains them.

Exit codes: 0 after SIGTERM or SIGINT, ${EX_USAGE} unknown argument, ${EX_CONFIG} invalid configuration, 1 anything else.
`;

/**
 * Runs the gateway until a signal ends the process.
 *
 * @returns the address of the GraphQL endpoint, once it listens. What keeps it from that ends the process, with words.
 */
export async function runCommand(
  commandArguments: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const [argument] = commandArguments;
  if (argument === '--help' || argument === '-h') return leave(0, HELP);
  if (argument === '--version' || argument === '-v') return leave(0, `${VERSION}\n`);
  if (argument !== undefined) return leave(EX_USAGE, `Unknown argument ${argument}.\n\n${HELP}`);

  let config: Config;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return leave(EX_CONFIG, `${error.message}\n`);
    throw error;
  }
  // What only several processes need is loaded only for them.
  const worker = config.workers > 1 ? (await import('./workers/worker.ts')).findWorker() : null;
  const log = createLog({ level: config.logLevel, secrets: secretsOf(config), worker: worker?.id ?? null });
  if (worker) return serveAs(worker, config, log);
  for (const warning of config.warnings) log.warn(warning);
  const url = config.workers > 1 ? await startWorkers(config, log) : await serveAs(null, config, log);
  const { production, graphiql, workers } = config;
  log.info({ url, production, graphiql, ...(workers > 1 ? { workers } : {}) }, 'listening');
  return url;
}

/** What a worker may take to end, besides the limits that are configured: it tells Redis, and clients read their last. */
const LAST_WORDS_MS = 5_000;

async function startWorkers({ workers, http, upstream }: Config, log: Log): Promise<string> {
  const primary = await import('./workers/primary.ts');
  return primary.startWorkers({
    count: workers,
    endLimitMs: http.drainLimitMs + upstream.generateTimeoutMs + LAST_WORDS_MS,
    log,
  });
}

/** Serves in this process. @returns the address, once it listens. */
async function serveAs(worker: Worker | null, config: Config, log: Log): Promise<string> {
  // Not at the top: whoever only starts workers, or is told something wrong, does without.
  const { createApp } = await import('./app.ts');
  try {
    const app = await createApp({ config, log, worker });
    endWithSignals(app, log, worker);
    worker?.listens(app.url);
    return app.url;
  } catch (error) {
    if (error instanceof ConfigError) return leave(EX_CONFIG, `${error.message}\n`);
    const { code } = error as NodeJS.ErrnoException;
    const { host, port } = config.listen;
    if (code === 'EADDRINUSE')
      return leave(1, `Port ${port} on ${host} is in use. Set PORT to another one.\n`);
    if (code === 'EACCES')
      return leave(1, `Port ${port} on ${host} may not be used by this user. Set PORT to another one.\n`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      return leave(1, `HOST ${host} is no address of this machine.\n`);
    throw error;
  }
}

/**
 * The first signal drains, the second ends at once: of a worker that is for the process that has started it to do. What
 * nobody has caught is logged.
 */
function endWithSignals(app: App, log: Log, worker: Worker | null): void {
  let ending = false;
  const end = async (reason: string, exitCode: number) => {
    ending = true;
    log.info({ reason }, 'draining');
    const complete = await app.drain().catch((error) => {
      log.error({ error: describeError(error) }, 'draining failed');
      return false;
    });
    log.info({ complete }, complete ? 'drained' : 'ended before everything was done');
    process.exit(exitCode);
  };
  for (const [signal, number] of [
    ['SIGTERM', 15],
    ['SIGINT', 2],
  ] as const) {
    if (worker && signal === 'SIGINT') continue;
    process.on(signal, () => {
      if (!ending) void end(signal, 0);
      else if (!worker) process.exit(128 + number);
    });
  }
  // A promise that nobody waits for harms nobody else's request.
  process.on('unhandledRejection', (error) =>
    log.error({ error: describeError(error) }, 'unhandled rejection'),
  );
  // After this, nobody knows what state things are in: finish what is under way and let a new process begin.
  process.on('uncaughtException', (error) => {
    log.fatal({ error: describeError(error) }, 'uncaught exception');
    if (!ending) void end('uncaught exception', 1);
  });
}

function secretsOf(config: Config) {
  const { pictory, metricsToken, redis, gatewaySecrets } = config;
  return [pictory.apiKey, metricsToken, redis?.url ?? null, ...gatewaySecrets].filter(
    (secret) => secret !== null,
  );
}

function leave(exitCode: number, words: string): never {
  (exitCode === 0 ? process.stdout : process.stderr).write(words);
  process.exit(exitCode);
}

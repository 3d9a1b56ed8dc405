import { type App, createApp } from './app.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { createLog, describeError, type Log } from './log.ts';
import { VERSION } from './version.ts';

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
  const log = createLog({ level: config.logLevel, secrets: secretsOf(config) });
  for (const warning of config.warnings) log.warn(warning);
  try {
    const app = await createApp({ config, log });
    endWithSignals(app, log);
    log.info({ url: app.url, production: config.production, graphiql: config.graphiql }, 'listening');
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

/** The first signal drains, the second ends at once. What nobody has caught is logged. */
function endWithSignals(app: App, log: Log): void {
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
    process.on(signal, () => {
      if (ending) process.exit(128 + number);
      void end(signal, 0);
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

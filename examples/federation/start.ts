import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const HELP = `Usage: npm run federation [-- --help]

Starts a supergraph of two subgraphs behind Hive Gateway: pictory-graphql on a simulated Pictory, and campaigns that refer
to its images, videos and jobs. No key, no credits. Installs the example first, where needed.

  PORT            of Hive Gateway, default 4000
  PICTORY_PORT    of the pictory subgraph, default 4001
  CAMPAIGNS_PORT  of the campaigns subgraph, default 4002
  SANDBOX_PORT    of the simulated Pictory, default 4010

Ctrl+C ends all of them.
`;

const DEFAULT_PORTS = { PORT: '4000', PICTORY_PORT: '4001', CAMPAIGNS_PORT: '4002', SANDBOX_PORT: '4010' };

const children = new Set<ChildProcess>();
let leaving: Promise<never> | null = null;
process.on('exit', () => signalChildren('SIGTERM'));

const [argument] = process.argv.slice(2);
if (argument === '--help' || argument === '-h') process.stdout.write(HELP);
else if (argument !== undefined) await leave(64, `Unknown argument ${argument}.\n\n${HELP}`);
else await run();

async function run(): Promise<void> {
  endWithSignals();
  const ports = await readPorts();
  const root = fileURLToPath(new URL('../../', import.meta.url));
  execFileSync(process.execPath, ['scripts/ensure-examples.ts', 'federation'], {
    cwd: root,
    stdio: 'inherit',
  });
  const urls = {
    PICTORY_URL: `http://127.0.0.1:${ports.PICTORY_PORT}/graphql`,
    CAMPAIGNS_URL: `http://127.0.0.1:${ports.CAMPAIGNS_PORT}/graphql`,
  };
  await Promise.all([
    start('../../src/sandbox-main.ts', [], /GraphQL and GraphiQL/, {
      PORT: ports.PICTORY_PORT,
      SANDBOX_PORT: ports.SANDBOX_PORT,
    }),
    start('campaigns.ts', [], /Campaigns at/, { PORT: ports.CAMPAIGNS_PORT }),
  ]);
  const gateway = ['supergraph', '--host', '127.0.0.1', '--port', ports.PORT];
  await start('node_modules/.bin/hive-gateway', gateway, /Listening on/, urls);
  process.stdout.write(greeting(ports, urls));
}

/** Starts a program of this folder and resolves when it has printed that it is ready. Should it ever end, all ends. */
async function start(
  program: string,
  programArguments: string[],
  ready: RegExp,
  environment: Record<string, string>,
): Promise<void> {
  const child = spawn(process.execPath, [program, ...programArguments], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  let printed = '';
  const isReady = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
    if (ready.test(printed)) isReady.resolve();
  });
  child.once('exit', (code, signal) => {
    children.delete(child);
    void leave(1, `${program} has ended (${code ?? signal}).\n${printed}`);
  });
  await isReady.promise;
}

/** @returns all ports, once it is certain that nobody listens on them. */
async function readPorts(): Promise<typeof DEFAULT_PORTS> {
  const ports = { ...DEFAULT_PORTS };
  const complaints: string[] = [];
  for (const name of Object.keys(DEFAULT_PORTS) as (keyof typeof DEFAULT_PORTS)[]) {
    const port = process.env[name] || DEFAULT_PORTS[name];
    ports[name] = port;
    if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535) {
      complaints.push(`${name}: expected a port, 1 to 65535.`);
    } else if (!(await isFree(Number(port)))) {
      complaints.push(`Port ${port} is in use. Set ${name} to another one.`);
    }
  }
  if (complaints.length > 0) await leave(1, `${complaints.join('\n')}\n`);
  return ports;
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** The first signal lets everything finish, the second does not. */
function endWithSignals(): void {
  let isEnding = false;
  const end = () => {
    if (isEnding) signalChildren('SIGKILL');
    isEnding = true;
    void leave(0, '');
  };
  process.on('SIGINT', end).on('SIGTERM', end);
}

/** Ends all programs, then this one. Of several reasons the first is told. */
function leave(exitCode: number, words: string): Promise<never> {
  leaving ??= (async () => {
    process.stderr.write(words);
    const ends = [...children].map((child) => once(child, 'exit'));
    signalChildren('SIGTERM');
    await Promise.all(ends);
    return process.exit(exitCode);
  })();
  return leaving;
}

function signalChildren(signal: 'SIGTERM' | 'SIGKILL'): void {
  for (const child of children) child.kill(signal);
}

function greeting(ports: typeof DEFAULT_PORTS, urls: Record<string, string>): string {
  const url = `http://127.0.0.1:${ports.PORT}/graphql`;
  return `
  A supergraph of campaigns and what Pictory made for them

  Supergraph          ${url}  (Hive Gateway, with GraphiQL)
  Subgraph pictory    ${urls.PICTORY_URL}
  Subgraph campaigns  ${urls.CAMPAIGNS_URL}
  Simulated Pictory   http://127.0.0.1:${ports.SANDBOX_PORT}/sandbox  (faults, calls, controls)

  Try it
    curl -s ${url} -H 'content-type: application/json' \\
      -d '{ "query": "{ campaigns(first: 1) { nodes { name hero { id campaigns { name } } job { status } } } }" }'

  Ctrl+C ends it.
`;
}

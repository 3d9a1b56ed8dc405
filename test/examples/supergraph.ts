import { fileURLToPath } from 'node:url';
import { createSandbox, SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { freePort } from '../support/fleet.ts';
import { type Answer, type Asked, type Gateway, startGateway } from '../support/gateway.ts';
import { type RunningProcess, startProcess } from '../support/process.ts';
import { OTHER_API_KEY } from '../support/sandbox.ts';

const FOLDER = fileURLToPath(new URL('../../examples/federation/', import.meta.url));

/** The programs of examples/federation around a pictory subgraph that each test starts anew. Disposing ends them. */
export interface Supergraph extends AsyncDisposable {
  /** Of a gateway that has been started. */
  urlOf(name: GatewayName): string;
  /** A fresh library, with two customers, and a fresh subgraph before it, where the gateways expect it. */
  startPictory(): Promise<Pictory>;
  /** All that the gateways have printed. */
  printed(): string;
}

/** The gateways of the example. */
export type GatewayName = 'Hive Gateway' | '@apollo/gateway';

/** A simulated Pictory and the subgraph before it. Disposing closes both. */
export interface Pictory extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly subgraph: Gateway;
}

/** Starts the gateways named. They compose what the running subgraphs tell of themselves. */
export async function startSupergraph(names: readonly GatewayName[]): Promise<Supergraph> {
  await using starting = new AsyncDisposableStack();
  const port = String(await freePort());
  await using _composed = await startPictory(port);
  const campaigns = starting.use(startProgram('campaigns.ts', { PORT: '0' }));
  const [, campaignsUrl = ''] = await campaigns.untilPrinted(/Campaigns at (\S+)/);

  const subgraphs = { PICTORY_URL: `http://127.0.0.1:${port}/graphql`, CAMPAIGNS_URL: campaignsUrl };
  const gateways = new Map<GatewayName, Program>();
  for (const name of names) gateways.set(name, starting.use(await START[name](subgraphs)));

  const running = starting.move();
  return {
    urlOf(name) {
      const gateway = gateways.get(name);
      if (!gateway) throw new Error(`${name} has not been started.`);
      return gateway.url;
    },
    startPictory: () => startPictory(port),
    printed: () => [...gateways.values()].map(({ process }) => process.printed()).join(''),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** A gateway that listens. */
interface Program extends AsyncDisposable {
  url: string;
  process: RunningProcess;
}

const START = {
  async 'Hive Gateway'(subgraphs) {
    const port = String(await freePort());
    const options = ['--config-path', `${FOLDER}gateway.config.ts`, '--host', '127.0.0.1', '--port', port];
    const gateway = startProgram('node_modules/.bin/hive-gateway', subgraphs, ['supergraph', ...options]);
    await gateway.untilPrinted(/Listening on/);
    return toProgram(gateway, `http://127.0.0.1:${port}/graphql`);
  },
  async '@apollo/gateway'(subgraphs) {
    const gateway = startProgram('apollo-gateway.ts', { ...subgraphs, PORT: '0' });
    const [, url = ''] = await gateway.untilPrinted(/Supergraph at (\S+)/);
    return toProgram(gateway, url);
  },
} satisfies Record<GatewayName, (subgraphs: Record<string, string>) => Promise<Program>>;

function toProgram(process: RunningProcess, url: string): Program {
  return { url, process, [Symbol.asyncDispose]: () => process.end('SIGTERM') };
}

/** Starts a program of examples/federation. */
export function startProgram(
  name: string,
  environment: Record<string, string> = {},
  programArguments: readonly string[] = [],
): RunningProcess {
  return startProcess(process.execPath, [`${FOLDER}${name}`, ...programArguments], { environment });
}

/** POSTs an operation to one of the gateways. Aborting `signal` cuts the connection. */
export async function ask<Data = Record<string, unknown>>(
  url: string,
  { query, variables, key }: Asked,
  signal?: AbortSignal,
): Promise<Answer<Data>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === null ? {} : { authorization: key }) },
    body: JSON.stringify({ query, variables }),
    ...(signal ? { signal } : {}),
  });
  return answer.json();
}

async function startPictory(port: string): Promise<Pictory> {
  await using starting = new AsyncDisposableStack();
  const sandbox = starting.use(
    await createSandbox({
      accounts: [
        { name: 'sample', apiKey: SAMPLE_API_KEY },
        { name: 'other', apiKey: OTHER_API_KEY, imageCount: 12, videoCount: 8 },
      ],
      jobTimesMs: 300,
    }),
  );
  const subgraph = starting.use(await startGateway(sandbox, { PORT: port }));
  const running = starting.move();
  return { sandbox, subgraph, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

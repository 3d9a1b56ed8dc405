import { setTimeout as sleep } from 'node:timers/promises';
import { DIST, ensureBuild } from '../../scripts/ensure-build.ts';
import { freePort } from '../../test/support/fleet.ts';
import type { Core } from '../processes/cores.ts';
import { type MeasuredProcess, startMeasured } from '../processes/measured-process.ts';

/** A server to be measured. */
export interface ContenderKind {
  name: string;
  title: string;
  program: URL;
  environment?: Record<string, string>;
  /** What it answers to an operation: GraphQL's data, or the bytes of the REST API. */
  answers: 'graphql' | 'rest';
}

/** Built, as it is deployed. */
const MAIN = new URL('main.cjs', DIST);
const peer = (file: string) => new URL(`../contenders/${file}`, import.meta.url);

/**
 * What the image tells Node: less memory for more work. Servers that are compared have no flags but what `meter.ts` sets for
 * all of them.
 */
export const AS_IN_THE_IMAGE = { NODE_OPTIONS: '--max-old-space-size=896' };

/** All servers, in the order of the table. */
export const CONTENDERS = [
  { name: 'proxy', title: 'Byte proxy, no GraphQL', program: peer('byte-proxy.ts'), answers: 'rest' },
  { name: 'mercurius', title: 'Mercurius with JIT', program: peer('mercurius.ts'), answers: 'graphql' },
  { name: 'yoga', title: 'Yoga + Pothos, plain', program: peer('yoga.ts'), answers: 'graphql' },
  {
    name: 'apollo',
    title: 'Apollo Server + REST data source',
    program: peer('apollo.ts'),
    answers: 'graphql',
  },
  {
    name: 'ours-upstream',
    title: 'pictory-graphql, every read upstream',
    program: MAIN,
    answers: 'graphql',
    environment: {
      // Nothing is kept and nothing shared: not pages, and not jobs for longer than the shortest interval there is.
      PAGE_CACHE_TTL_MS: '0',
      UPSTREAM_DEDUPE: 'false',
      JOB_POLL_INTERVAL_MS: '10',
      // Without sharing, one account makes as many calls at once as all requests need; peers have no such limit.
      UPSTREAM_CONCURRENCY: '1000',
    },
  },
  { name: 'ours', title: 'pictory-graphql, default', program: MAIN, answers: 'graphql' },
] as const satisfies readonly ContenderKind[];

/** The names of the servers. */
export type ContenderName = (typeof CONTENDERS)[number]['name'];

/** One of the servers. */
export function contenderNamed(name: ContenderName): ContenderKind {
  const found: ContenderKind | undefined = CONTENDERS.find((kind) => kind.name === name);
  if (!found) throw new Error(`There is no server ${name}.`);
  return found;
}

/** The key of the caller who asks: one of its own. */
export const CALLER = 'pictai_bench';

/** A server that answers. Disposing kills it. */
export interface Contender extends AsyncDisposable {
  kind: ContenderKind;
  url: string;
  process: MeasuredProcess;
  /** From the start of the process to its first answer to `firstBody`. */
  startMs: number;
}

/** How long a server may take to start. */
const START_LIMIT_MS = 30_000;

/**
 * Starts a server, as for production, and asks until it answers.
 *
 * @param options.core default: `measured`. Null: any.
 * @throws {Error} when it does not answer in time, with what it answers instead.
 */
export async function startContender(
  kind: ContenderKind,
  options: { upstreamUrl: string; firstBody: string; core?: Core | null },
): Promise<Contender> {
  const { upstreamUrl, firstBody, core = 'measured' } = options;
  if (kind.program === MAIN) await ensureBuild();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/graphql`;
  const startedAt = performance.now();
  const process = startMeasured(kind.program, {
    ...(core && { core }),
    environment: {
      NODE_ENV: 'production',
      PORT: String(port),
      PICTORY_BASE_URL: upstreamUrl,
      LOG_LEVEL: 'info',
      ...kind.environment,
    },
  });
  let last: unknown;
  while (performance.now() - startedAt < START_LIMIT_MS) {
    try {
      await ask(url, firstBody);
      return {
        kind,
        url,
        process,
        startMs: performance.now() - startedAt,
        [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
      };
    } catch (error) {
      last = error;
      await sleep(2);
    }
  }
  await process[Symbol.asyncDispose]();
  throw new Error(`${kind.title} does not answer.`, { cause: last });
}

/** The text of one answer. @throws {Error} when its status is not 200. */
export async function ask(url: string, body: string, authorization: string = CALLER): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body,
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}: ${text.slice(0, 500)}`);
  return text;
}

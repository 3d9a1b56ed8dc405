import { createClient } from 'graphql-sse';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Fleet, type Replica, startFleet } from '../../test/support/fleet.ts';
import { type RedisServer, startRedis } from '../../test/support/redis-server.ts';
import { startSandbox } from '../../test/support/sandbox.ts';

/** Three gateways, their Redis and a simulated Pictory, all of this run alone. Disposing ends them. */
export interface Ground extends AsyncDisposable {
  readonly redis: RedisServer;
  readonly sandbox: Sandbox;
  readonly fleet: Fleet;
}

/** How many gateways there are. */
const REPLICAS = 3;

/** A prompt as people write them. */
export const PROMPT = 'A heron landing on a rooftop in Lisbon, in the last light of the day';

/** As long as a prompt may be. */
export const LONG_PROMPT = PROMPT.padEnd(5000, ' and another heron, seen from further away');

/**
 * Starts everything; jobs run until they are told to end.
 *
 * @param options.intervalMs of polls.
 * @param options.environment what else the gateways are told.
 */
export async function openGround(options: {
  intervalMs: number;
  environment?: Record<string, string>;
}): Promise<Ground> {
  const { intervalMs, environment } = options;
  await using parts = new AsyncDisposableStack();
  const redis = parts.use(await startRedis());
  const sandbox = parts.use(await startSandbox({ jobTimesMs: 3_600_000, imageCount: 1000 }));
  const fleet = parts.use(
    await startFleet({
      replicas: REPLICAS,
      sandbox,
      program: await ensureBuild(),
      environment: {
        REDIS_URL: redis.url,
        JOB_POLL_INTERVAL_MS: String(intervalMs),
        JOB_POLL_MAX_INTERVAL_MS: String(intervalMs),
        UPSTREAM_CONCURRENCY: '64',
        ...environment,
      },
    }),
  );
  const opened = parts.move();
  return { redis, sandbox, fleet, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** What became of a generation. */
export interface Generated {
  /** Undefined: it was not started. */
  jobId?: string;
  code?: string;
}

/** Asks for one image. */
export async function generate(
  replica: Replica,
  input: { prompt: string; idempotencyKey?: string },
): Promise<Generated> {
  const answer = await replica.ask<{ generateImage: Generated }>({
    query: `mutation ($input: GenerateImageInput!) { generateImage(input: $input) {
      ... on GenerateImagePayload { jobId } ... on PictoryError { code message } } }`,
    variables: { input },
    key: SAMPLE_API_KEY,
  });
  if (!answer.data) throw new Error(JSON.stringify(answer));
  return answer.data.generateImage;
}

/** The most that one mutation takes. */
const BATCH = 20;

/** Starts jobs and gives their global ids. @throws {Error} when one is not started. */
export async function startJobs(replica: Replica, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const wanted = Math.min(BATCH, count - ids.length);
    const answer = await replica.ask<{ generateImages: Generated[] }>({
      query: `mutation ($inputs: [GenerateImageInput!]!) { generateImages(inputs: $inputs) {
        ... on GenerateImagePayload { jobId } ... on PictoryError { code message } } }`,
      variables: { inputs: Array.from({ length: wanted }, () => ({ prompt: PROMPT })) },
      key: SAMPLE_API_KEY,
    });
    const started = answer.data?.generateImages.flatMap(({ jobId }) => jobId ?? []) ?? [];
    if (started.length < wanted) throw new Error(JSON.stringify(answer));
    ids.push(...started);
  }
  return ids;
}

/** Ends a job as Pictory would. */
export function finish(sandbox: Sandbox, jobId: string): void {
  if (!sandbox.jobs().finish(pictoryIdOf(jobId))) throw new Error(`${jobId} was not running.`);
}

/** Pictory's own id of a job. */
export function pictoryIdOf(jobId: string): string {
  return jobId.replace('Job:', '');
}

/** Somebody who watches many jobs at one gateway. Disposing ends it. */
export interface Watching extends Disposable {
  /** Resolves when the first state of each has come. */
  readonly begun: Promise<void>;
}

/** The most that one subscription takes. */
const SUBSCRIBED = 100;

/** @param onEnd told when the final state of a job comes. */
export function watchJobs(
  replica: Replica,
  jobIds: readonly string[],
  onEnd: (jobId: string) => void = () => {},
): Watching {
  const client = createClient({
    url: replica.url,
    headers: { authorization: SAMPLE_API_KEY },
    retryAttempts: 0,
  });
  const query = 'subscription ($ids: [ID!]!) { jobsUpdated(ids: $ids) { id isFinal } }';
  const unseen = new Set(jobIds);
  const begun = Promise.withResolvers<void>();
  begun.promise.catch(() => {});
  for (let from = 0; from < jobIds.length; from += SUBSCRIBED) {
    const ids = jobIds.slice(from, from + SUBSCRIBED);
    client.subscribe<{ jobsUpdated: { id: string; isFinal: boolean } }>(
      { query, variables: { ids } },
      {
        next({ data, errors }) {
          if (!data) return begun.reject(new Error(JSON.stringify(errors)));
          const { id, isFinal } = data.jobsUpdated;
          unseen.delete(id);
          if (unseen.size === 0) begun.resolve();
          if (isFinal) onEnd(id);
        },
        // A gateway that is killed cuts its streams. Before the first states that is a failure, later it is meant.
        error: begun.reject,
        complete() {},
      },
    );
  }
  return { begun: begun.promise, [Symbol.dispose]: () => client.dispose() };
}

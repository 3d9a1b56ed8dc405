import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { JOB_RULES } from '../domain/job-rules.ts';
import { PIXVERSE_IMAGE_RULES } from '../domain/pixverse/image-rules.ts';
import { createRedisCallbackStore } from './redis-callback-store.ts';
import { createRedisCallerRate } from './redis-caller-rate.ts';
import { createRedisGenerationRecords } from './redis-generation-records.ts';
import { openRedisLink, type RedisNews } from './redis-link.ts';
import { createRedisPlaceIndex } from './redis-place-index.ts';
import { createRedisWorkStore } from './redis-work-store.ts';
import type { Replicas } from './replicas.ts';

/**
 * One of the processes that share a Redis. Resolves when Redis is there, or does not come soon: then the process begins
 * alone, and joins the others when it comes.
 */
export async function openRedisReplicas(options: {
  url: string;
  prefix: string;
  clock: Clock;
  callerRatePerMinute: number | null;
  /** Hides the names of callers. The same in all processes, and known to nobody else. */
  nameKey: Buffer;
  onNews: (news: RedisNews) => void;
}): Promise<Replicas> {
  const { clock } = options;
  const link = await openRedisLink(options);
  const shared = { link, clock, process: randomUUID() };
  const records = createRedisGenerationRecords({ link, clock });
  return {
    jobs: createRedisWorkStore({ ...shared, rules: JOB_RULES }),
    pixverseImages: createRedisWorkStore({ ...shared, rules: PIXVERSE_IMAGE_RULES }),
    records,
    told: records.told,
    callbacks: await createRedisCallbackStore({ link, clock }),
    places: createRedisPlaceIndex({ link }),
    callerRate: createRedisCallerRate(link, options.callerRatePerMinute, options.nameKey),
    get redis() {
      return { state: link.isUp ? ('up' as const) : ('away' as const), concerns: link.concerns };
    },
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}

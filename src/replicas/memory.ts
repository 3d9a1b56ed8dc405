import type { Clock } from '../clock.ts';
import { JOB_RULES } from '../domain/job-rules.ts';
import { NO_PLACE_INDEX } from '../domain/paging/place-index.ts';
import { PIXVERSE_IMAGE_RULES } from '../domain/pixverse/image-rules.ts';
import { createMemoryCallbackStore } from './memory-callback-store.ts';
import { createMemoryCallerRate } from './memory-caller-rate.ts';
import { createMemoryGenerationRecords } from './memory-generation-records.ts';
import { createMemoryWorkStore } from './memory-work-store.ts';
import type { Replicas } from './replicas.ts';

/** The only process of its kind: what it shares, it shares with itself. */
export function createMemoryReplicas(options: {
  clock: Clock;
  callerRatePerMinute: number | null;
}): Replicas {
  return {
    jobs: createMemoryWorkStore({ ...options, rules: JOB_RULES }),
    pixverseImages: createMemoryWorkStore({ ...options, rules: PIXVERSE_IMAGE_RULES }),
    records: createMemoryGenerationRecords(options),
    callbacks: createMemoryCallbackStore(options),
    places: NO_PLACE_INDEX,
    callerRate: createMemoryCallerRate(options.callerRatePerMinute),
    told: async () => {},
    redis: null,
    async [Symbol.asyncDispose]() {},
  };
}

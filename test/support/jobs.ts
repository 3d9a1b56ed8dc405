import type { JobId, JobRequest, JobState } from '../../src/domain/job.ts';
import { JOB_RULES } from '../../src/domain/job-rules.ts';
import { createJobs, type Jobs, type JobsOptions } from '../../src/domain/jobs.ts';
import { createSharedReads } from '../../src/domain/shared-reads.ts';
import type { Tenant } from '../../src/domain/tenant.ts';
import { createMemoryWorkStore } from '../../src/replicas/memory-work-store.ts';
import { tenantOf } from './library.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { type ScriptedAnswer, type ScriptedJobs, scriptedJobs } from './scripted-jobs.ts';

/** Jobs in front of one scripted account, by a clock that the test moves. Reads come exactly each 10 s. */
export interface JobsBench extends AsyncDisposable {
  jobs: Jobs;
  clock: ManualClock;
  tenant: Tenant;
  upstream: ScriptedJobs;
  /** What `onEnded` was told. */
  ended: JobState[];
}

/** @see JobsBench */
export function jobsBench(
  script: Record<string, ScriptedAnswer[]>,
  options: Partial<JobsOptions> & { clock?: ManualClock } = {},
): JobsBench {
  const clock = options.clock ?? createManualClock();
  const upstream = scriptedJobs(clock, script);
  const ended: JobState[] = [];
  const jobs = createJobs({
    store: createMemoryWorkStore({ rules: JOB_RULES, clock }),
    reads: createSharedReads(clock),
    clock,
    listJobPages: () => Promise.reject(new Error('this test lists no jobs')),
    onEnded: (_, state) => ended.push(state),
    random: () => 0.5,
    ...options,
  });
  return {
    jobs,
    clock,
    tenant: tenantOf(upstream.account),
    upstream,
    ended,
    [Symbol.asyncDispose]: () => jobs[Symbol.asyncDispose](),
  };
}

/** A text as the id of a job. */
export function jobId(text: string): JobId {
  return text as JobId;
}

/** Somebody's request for an image. */
export const REQUEST: JobRequest = {
  prompt: 'A lighthouse keeper reading',
  model: 'seedream3.0',
  aspectRatio: '1:1',
  style: null,
  duration: null,
  referenceImageUrl: null,
  firstFrameImageUrl: null,
  extendVideoUrl: null,
  referenceImageUrls: null,
};

/** What a subscriber has seen so far. */
export interface Seen {
  states: JobState[];
  readonly statuses: string[];
  isDone: boolean;
  error: unknown;
}

/** Takes whatever comes, in the background. */
export function collect(states: AsyncIterable<JobState>): Seen {
  const seen: Seen = {
    states: [],
    get statuses() {
      return this.states.map(({ status }) => status);
    },
    isDone: false,
    error: null,
  };
  (async () => {
    for await (const state of states) seen.states.push(state);
  })().then(
    () => {
      seen.isDone = true;
    },
    (error) => {
      seen.error = error;
    },
  );
  return seen;
}

/** The signal of somebody who stays. */
export const never: AbortSignal = new AbortController().signal;

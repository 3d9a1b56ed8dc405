import { GatewayError } from './errors.ts';
import { isFinal, type JobState } from './job.ts';
import { isSameState, mergeJobStates } from './job-merge.ts';
import type { WorkRules } from './work/work.ts';

/** How long after its creation Pictory may say that a job does not exist. */
const NOT_VISIBLE_YET_MS = 60_000;

/** Jobs as work that is read, shared and watched. */
export const JOB_RULES: WorkRules<JobState> = {
  name: 'job',
  isFinal: ({ status }) => isFinal(status),
  merge: mergeJobStates,
  isSame: isSameState,
  isUnread: ({ observedAtMs, createdAtMs }) => observedAtMs === createdAtMs,
  isYoung: ({ createdAtMs }, nowMs) => createdAtMs !== null && nowMs - createdAtMs < NOT_VISIBLE_YET_MS,
  hasCallback: ({ hasCallback }) => hasCallback,
  isSuccess: ({ status }) => status === 'COMPLETED',
  notFound: (id) =>
    new GatewayError('JOB_NOT_FOUND', `Pictory knows no job "${id}" for this account. Check the id.`),
};

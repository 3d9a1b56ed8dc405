import { createContextCache } from '@pothos/core';
import { requireScope } from '../domain/caller.ts';
import { GatewayError } from '../domain/errors.ts';
import { isFinal, type JobId, type JobState } from '../domain/job.ts';
import type { Context } from './context.ts';

/** The longest that a query or mutation may wait for a job. */
export const MAX_WAIT_SECONDS = 50;

/** @throws {GatewayError} `BAD_USER_INPUT` when it is out of range. */
export function toWaitSeconds(asked: number | null | undefined): number {
  const seconds = asked ?? 0;
  if (seconds < 0 || seconds > MAX_WAIT_SECONDS) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `waitSeconds is ${seconds}; it must be from 0 to ${MAX_WAIT_SECONDS}. To follow a job for longer, subscribe to it.`,
    );
  }
  return seconds;
}

/** The job when it has ended, or as it is when the time is over; null when there is no such job. */
export async function waitForJob(context: Context, id: JobId, waitSeconds: number): Promise<JobState | null> {
  const { tenant } = requireScope(context.caller, 'read');
  const job = await context.jobs.waitForJob(tenant, id, waitSeconds * 1000, context.operation);
  if (job && isFinal(job.status)) noteEnd(context, job);
  return job;
}

/** Takes note of a final state that has just come in from a wait or a watch. */
export function noteEnd(context: Context, job: JobState): void {
  justEnded(context).add(job);
}

/** Whether this state is the end of a wait or a watch: Pictory may need a moment more until it lists what the job made. */
export function hasJustEnded(context: Context, job: JobState): boolean {
  return justEnded(context).has(job);
}

const justEnded = createContextCache((_context: Context) => new WeakSet<JobState>());

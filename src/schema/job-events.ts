import { requireScope } from '../domain/caller.ts';
import { isFinal, type JobId, type JobState } from '../domain/job.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Context } from './context.ts';
import { noteEnd } from './job-wait.ts';
import { toWorkEvents, type WorkEvent } from './work-events.ts';

/** The events of a subscription to jobs. A job that ends while it is watched is remembered as having just ended. */
export function toJobEvents(
  context: Context,
  watch: (tenant: Tenant, signal: AbortSignal) => AsyncIterableIterator<JobState>,
): AsyncIterableIterator<WorkEvent<JobState>> {
  const { tenant } = requireScope(context.caller, 'read');
  const running = new Set<JobId>();
  return toWorkEvents(watch(tenant, context.operation.signal), (state) => {
    if (!isFinal(state.status)) running.add(state.id);
    else if (running.delete(state.id)) noteEnd(context, state);
  });
}

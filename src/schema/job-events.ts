import { requireScope } from '../domain/caller.ts';
import { isFinal, type JobId, type JobState } from '../domain/job.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Context } from './context.ts';
import { noteEnd } from './job-wait.ts';

/** One event of a subscription to jobs: a state, or the failure that ends it. */
export type JobEvent = JobState | Error;

/**
 * What a subscription field gives to graphql-js.
 *
 * A source that fails would tear the response stream; here the failure is the last event, so that it reaches the
 * client as a GraphQL error with its code, followed by completion. `return()` goes through at once, without waiting
 * for a `next()` under way.
 */
export function toJobEvents(
  context: Context,
  watch: (tenant: Tenant, signal: AbortSignal) => AsyncIterableIterator<JobState>,
): AsyncIterableIterator<JobEvent> {
  const { tenant } = requireScope(context.caller, 'read');
  const states = watch(tenant, context.operation.signal);
  const running = new Set<JobId>();
  let hasFailed = false;
  return {
    async next() {
      if (hasFailed) return { done: true, value: undefined };
      try {
        const event = await states.next();
        if (event.done) return event;
        const state = event.value;
        if (!isFinal(state.status)) running.add(state.id);
        else if (running.delete(state.id)) noteEnd(context, state);
        return event;
      } catch (error) {
        hasFailed = true;
        return { done: false, value: error instanceof Error ? error : new Error(String(error)) };
      }
    },
    return: async () => (await states.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** The job of an event, which starts with a full allowance of calls and time. @throws the failure that it stands for. */
export function jobOfEvent(context: Context, event: JobEvent): JobState {
  if (event instanceof Error) throw event;
  context.operation.startEvent();
  return event;
}

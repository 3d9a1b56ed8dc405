import type { JobId } from './job.ts';
import { type JobFollower, type JobPoll, type JobPollTerms, startJobPoll } from './job-poll.ts';
import type { Tenant } from './tenant.ts';

/** All jobs that somebody in this process follows: one poll loop each, however many follow it. */
export interface JobWatcher extends AsyncDisposable {
  /**
   * Follows a job until the returned function is called, at once and for this follower only, or the follower is told of
   * the end. Costs a loop with the first follower of a job, and next to nothing with each further one.
   *
   * Before this returns the follower may be told the last known state, never a final one, or that the process drains.
   */
  follow(tenant: Tenant, id: JobId, follower: JobFollower): () => void;
  isFollowed(tenant: Tenant, id: JobId): boolean;
  /** Ends every following, and each new one as it begins. */
  drain(): void;
}

/** @see JobWatcher */
export function createJobWatcher(terms: JobPollTerms): JobWatcher {
  const polls = new Map<string, JobPoll>();
  const stopping = new Set<Promise<void>>();
  let isDraining = false;

  function begin(tenant: Tenant, id: JobId, name: string): JobPoll {
    const poll = startJobPoll(terms, tenant, id, () => polls.delete(name));
    polls.set(name, poll);
    stopping.add(poll.stopped);
    poll.stopped.then(() => stopping.delete(poll.stopped));
    return poll;
  }

  function drain(): void {
    isDraining = true;
    for (const poll of [...polls.values()]) poll.end(null);
  }

  return {
    follow(tenant, id, follower) {
      if (isDraining) {
        follower.onEnd(null);
        return () => {};
      }
      const name = nameOf(tenant, id);
      const poll = polls.get(name) ?? begin(tenant, id, name);
      poll.add(follower);
      return () => poll.remove(follower);
    },
    isFollowed: (tenant, id) => polls.has(nameOf(tenant, id)),
    drain,
    async [Symbol.asyncDispose]() {
      drain();
      await Promise.all(stopping);
    },
  };
}

function nameOf(tenant: Tenant, id: JobId): string {
  return `${tenant.id} ${id}`;
}

import type { UpstreamAccount } from '../tenant.ts';
import { startWorkPoll, type WorkFollower, type WorkPoll, type WorkPollTerms } from './poll.ts';
import type { WorkState } from './work.ts';

/** All work of one kind that somebody in this process follows: one poll loop each, however many follow it. */
export interface WorkWatcher<Owner extends UpstreamAccount, State extends WorkState> extends AsyncDisposable {
  /**
   * Follows a piece of work until the returned function is called, at once and for this follower only, or the follower
   * is told of the end. Costs a loop with the first follower, and next to nothing with each further one.
   *
   * Before this returns the follower may be told the last known state, never a final one, or that the process drains.
   */
  follow(owner: Owner, id: State['id'], follower: WorkFollower<State>): () => void;
  isFollowed(owner: Owner, id: State['id']): boolean;
  /** Ends every following, and each new one as it begins. */
  drain(): void;
}

/** @see WorkWatcher */
export function createWorkWatcher<Owner extends UpstreamAccount, State extends WorkState>(
  terms: WorkPollTerms<Owner, State>,
): WorkWatcher<Owner, State> {
  const polls = new Map<string, WorkPoll<State>>();
  const stopping = new Set<Promise<void>>();
  let isDraining = false;

  function begin(owner: Owner, id: State['id'], name: string): WorkPoll<State> {
    const poll = startWorkPoll(terms, owner, id, () => polls.delete(name));
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
    follow(owner, id, follower) {
      if (isDraining) {
        follower.onEnd(null);
        return () => {};
      }
      const name = nameOf(owner, id);
      const poll = polls.get(name) ?? begin(owner, id, name);
      poll.add(follower);
      return () => poll.remove(follower);
    },
    isFollowed: (owner, id) => polls.has(nameOf(owner, id)),
    drain,
    async [Symbol.asyncDispose]() {
      drain();
      await Promise.all(stopping);
    },
  };
}

function nameOf(owner: UpstreamAccount, id: string): string {
  return `${owner.id} ${id}`;
}

import type { Clock } from '../../clock.ts';
import { GatewayError } from '../errors.ts';
import type { UpstreamAccount } from '../tenant.ts';
import type { WorkReads } from './reads.ts';
import type { WorkSeat, WorkStore } from './store.ts';
import type { OnEnded, WorkRules, WorkState } from './work.ts';

/** Somebody who wants to know how a piece of work goes on. Neither method may throw. */
export interface WorkFollower<State extends WorkState> {
  /** The last known state, then each change. Nothing comes after a final one. */
  onState(state: State): void;
  /** Nothing more will come, though the work is not final: why, or null when the process drains. */
  onEnd(error: unknown): void;
}

/** The one poll loop of a piece of work. */
export interface WorkPoll<State extends WorkState> {
  /** Tells the last known state at once, if there is one. */
  add(follower: WorkFollower<State>): void;
  /** The loop stops with its last follower, in the middle of a read too. */
  remove(follower: WorkFollower<State>): void;
  /** Stops the loop and tells its followers. */
  end(error: unknown): void;
  /** Resolves when the loop has let go of everything. Never rejects. */
  readonly stopped: Promise<void>;
}

/** What all poll loops have in common. */
export interface WorkPollTerms<Owner extends UpstreamAccount, State extends WorkState> {
  rules: WorkRules<State>;
  store: WorkStore<State>;
  reads: WorkReads<Owner, State>;
  clock: Clock;
  /** From one read to the next, give or take a tenth. */
  intervalMs: number;
  /** The longest pause: while reads fail (unless the API asks for a longer one), and while a callback is to be expected. */
  maxIntervalMs: number;
  /** At least 0, less than 1. */
  random: () => number;
  callbacks: CallbackSigns;
  /** Told, before any follower is, of an end, whoever has read it. */
  onEnded: OnEnded<Owner, State>;
}

/** Whether callbacks come through, so that polls may be fewer. */
export interface CallbackSigns {
  readonly areArriving: boolean;
  /** Work that was to be called back about has gone well, and no call had come. */
  noteMissed(): void;
}

/** How long one read may take, retries included. */
const READ_LIMIT_MS = 15_000;
/** Followers hear of trouble that has lasted this many times the longest pause. */
const SILENT_PAUSES = 10;
/** From one read to the next, however often the API calls back. */
export const LEAST_PAUSE_AFTER_READ_MS = 1000;
/**
 * A lease outlasts the next read by its holder, and ends soon enough for another process to have read within two pauses
 * of the holder's death.
 */
const LEASE_PAUSES = 1.5;

/**
 * Reads one piece of work again and again until it is final, nobody follows it any more, or reading it is hopeless.
 *
 * @param onStop called as soon as the loop takes no more followers.
 */
export function startWorkPoll<Owner extends UpstreamAccount, State extends WorkState>(
  terms: WorkPollTerms<Owner, State>,
  owner: Owner,
  id: State['id'],
  onStop: () => void,
): WorkPoll<State> {
  const { rules, store, reads, clock, intervalMs, maxIntervalMs, random, callbacks } = terms;
  const followers = new Set<WorkFollower<State>>();
  const stop = new AbortController();
  let known: State | null = null;
  let nextReadAtMs = 0;
  /** After a failure: whatever is heard meanwhile. */
  let restsUntilMs = 0;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let holdsLease = false;
  let isReading = false;
  /** The time of the last call that has been acted on, here or (so its state tells) elsewhere. */
  let heededCallAtMs = Number.NEGATIVE_INFINITY;
  let wakeUp = () => {};
  let trouble: { sinceMs: number; failures: number; error: GatewayError } | null = null;

  async function run(): Promise<void> {
    await using seat = await store.join(owner, id, { onState: accept, onCall: () => wakeUp() });
    await recall();
    while (!stop.signal.aborted) {
      const nowMs = clock.now();
      const endsAtMs = trouble ? trouble.sinceMs + SILENT_PAUSES * maxIntervalMs : Number.POSITIVE_INFINITY;
      if (hasUnheededCall()) {
        nextReadAtMs = Math.max(restsUntilMs, Math.min(nextReadAtMs, triedAtMs + LEAST_PAUSE_AFTER_READ_MS));
      }
      const wakeAtMs = Math.min(nextReadAtMs, endsAtMs);
      if (nowMs < wakeAtMs) {
        await sleep(Math.min(wakeAtMs - nowMs, intervalMs));
        await recall();
        if (holdsLease && clock.now() < nextReadAtMs) holdsLease = (await askForLease(seat)) === 0;
      } else if (trouble && nowMs >= endsAtMs) {
        end(trouble.error);
      } else {
        await readInTurn(seat);
      }
    }
  }

  function hasUnheededCall(): boolean {
    return (store.calledAtMs(owner, id) ?? Number.NEGATIVE_INFINITY) > heededCallAtMs;
  }

  /** Ends early when the API calls back. */
  async function sleep(ms: number): Promise<void> {
    const called = new AbortController();
    wakeUp = () => called.abort();
    try {
      await clock.sleep(ms, AbortSignal.any([stop.signal, called.signal]));
    } catch (error) {
      if (stop.signal.aborted) throw error;
    }
  }

  async function readInTurn(seat: WorkSeat): Promise<void> {
    triedAtMs = clock.now();
    const heldForMs = await askForLease(seat);
    holdsLease = heldForMs === 0;
    // Whoever may read now has heard of the call as well.
    heededCallAtMs = store.calledAtMs(owner, id) ?? heededCallAtMs;
    if (holdsLease) await read(seat);
    else nextReadAtMs = clock.now() + heldForMs + Math.round(0.1 * intervalMs * random());
  }

  /** By the interval, however long the pause: should this process die, a call has to find somebody who may read. */
  function askForLease(seat: WorkSeat): Promise<number> {
    return seat.lease(LEASE_PAUSES * intervalMs);
  }

  /** Callbacks make polls fewer only while they come through, and until this job's own has come. */
  function pauseMs(): number {
    const awaitsCall = known !== null && rules.hasCallback(known) && store.calledAtMs(owner, id) === null;
    return awaitsCall && callbacks.areArriving ? maxIntervalMs : intervalMs;
  }

  /** What other processes have read is in the store, whether or not a hint of it arrived. */
  async function recall(): Promise<void> {
    const state = await store.read(owner, id);
    if (state) accept(state);
  }

  async function read(seat: WorkSeat): Promise<void> {
    isReading = true;
    try {
      const deadlineAt = clock.now() + READ_LIMIT_MS;
      const state = await reads.read(owner, id, { signal: stop.signal, deadlineAt, priority: 'poll' });
      if (!state) return end(rules.notFound(id));
      trouble = null;
      accept(state);
      if (nextReadAtMs <= clock.now()) nextReadAtMs = clock.now() + jittered(pauseMs());
    } catch (error) {
      if (stop.signal.aborted) return;
      if (!(error instanceof GatewayError && error.retryable)) return end(error);
      backOff(error);
      holdsLease = false;
      await seat.yieldLease();
    } finally {
      isReading = false;
    }
  }

  function accept(state: State): void {
    if (stop.signal.aborted) return;
    const before = known;
    known = before ? rules.merge(before, state) : state;
    if (trouble && known.observedAtMs >= trouble.sinceMs) trouble = null;
    if (!before || known.observedAtMs > before.observedAtMs) {
      nextReadAtMs = Math.max(restsUntilMs, reads.askedAtMs(owner, known) + jittered(pauseMs()));
      heededCallAtMs = Math.max(heededCallAtMs, known.observedAtMs);
    }
    if (before && rules.isSame(before, known)) return;
    if (rules.isFinal(known)) noteEnd(known, before);
    for (const follower of followers) follower.onState(known);
    if (rules.isFinal(known)) halt();
  }

  function noteEnd(state: State, before: State | null): void {
    if (before) terms.onEnded(owner, state);
    const lacksCall = rules.hasCallback(state) && store.calledAtMs(owner, id) === null;
    if (isReading && lacksCall && rules.isSuccess(state)) callbacks.noteMissed();
  }

  function backOff(error: GatewayError): void {
    const nowMs = clock.now();
    const failures = (trouble?.failures ?? 0) + 1;
    const backOffMs = jittered(Math.min(intervalMs * 2 ** (failures - 1), maxIntervalMs));
    trouble = { sinceMs: trouble?.sinceMs ?? nowMs, failures, error };
    restsUntilMs = nowMs + Math.max(backOffMs, error.retryAfterMs ?? 0);
    nextReadAtMs = restsUntilMs;
  }

  /** Many loops begun together shall not read together for ever. */
  function jittered(ms: number): number {
    return Math.round(ms * (0.9 + 0.2 * random()));
  }

  function end(error: unknown): void {
    const left = [...followers];
    halt();
    for (const follower of left) follower.onEnd(error);
  }

  function halt(): void {
    if (stop.signal.aborted) return;
    followers.clear();
    stop.abort();
    onStop();
  }

  const stopped = run().catch((error) => {
    if (!stop.signal.aborted) end(error);
  });

  return {
    add(follower) {
      followers.add(follower);
      if (known) follower.onState(known);
    },
    remove(follower) {
      if (followers.delete(follower) && followers.size === 0) halt();
    },
    end,
    stopped,
  };
}

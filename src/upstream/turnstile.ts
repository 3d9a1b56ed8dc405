import type { Clock } from '../clock.ts';
import type { ReadCall } from './call.ts';
import { UpstreamError } from './errors.ts';

/** Lets the calls of one account onto the wire: so many at a time, so many a minute, none while the API wants a rest. */
export interface Turnstile {
  /** As `enter`, where nobody has to be waited for; otherwise null, and nothing has happened. @throws as `enter`, at once. */
  enterAtOnce(visitor: Visitor): (() => void) | null;
  /**
   * Waits for a place; the function returned gives it back. `interactive` goes before `poll`, else first come first served.
   *
   * @throws {UpstreamError} `rate-limited` at once when the next start lies past the deadline, `not-sent` when too many
   * wait already. What the signal aborts with otherwise.
   */
  enter(visitor: Visitor): Promise<() => void>;
  /** The API asked for a rest: no call starts within `ms`, and those who cannot wait so long are told now. */
  rest(ms: number): void;
}

type Priority = 'interactive' | 'poll';

/** How much of an account's places, and of its starts in a minute, polls may take together. */
const POLL_SHARE = 0.75;

/** Who wants a place. */
export type Visitor = Pick<ReadCall, 'signal' | 'deadlineAt' | 'priority'>;

/** The limits of one account. */
export interface TurnstileOptions {
  /** Names the API in messages. */
  service: string;
  /** Calls on the wire at once. */
  concurrency: number;
  /** Starts within any 60 s; null for no limit. */
  ratePerMinute: number | null;
  /** Calls of each priority that may wait. */
  queueLimit: number;
  clock: Clock;
}

interface Waiter {
  visitor: Visitor;
  admit(): void;
  refuse(error: UpstreamError): void;
}

/** A turnstile that nobody has passed yet. */
export function createTurnstile(options: TurnstileOptions): Turnstile {
  const { service, concurrency, queueLimit, clock } = options;
  const queues = { interactive: [] as Waiter[], poll: [] as Waiter[] };
  // However slow the polls are answered, and however many there are, there is room for what somebody waits for.
  const pollShareOf = (whole: number) => Math.max(1, Math.floor(whole * POLL_SHARE));
  const pollPlaces = pollShareOf(concurrency);
  const starts = createStartLog(options.ratePerMinute);
  const pollStarts = createStartLog(options.ratePerMinute && pollShareOf(options.ratePerMinute));
  let active = 0;
  let activePolls = 0;
  let restsUntil = 0;
  let alarm: { at: number; off: AbortController } | null = null;

  const opensAt = (priority: Priority) =>
    Math.max(restsUntil, starts.nextAt(), priority === 'poll' ? pollStarts.nextAt() : 0);
  const waiting = () => queues.interactive.length + queues.poll.length;

  const hasPlace = (priority: Priority) =>
    active < concurrency && (priority === 'interactive' || activePolls < pollPlaces);

  function take(priority: Priority): () => void {
    active++;
    starts.add(clock.now());
    if (priority === 'poll') {
      activePolls++;
      pollStarts.add(clock.now());
    }
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      active--;
      if (priority === 'poll') activePolls--;
      admitWaiting();
    };
  }

  function nextPriority(): Priority | null {
    if (queues.interactive.length > 0 && hasPlace('interactive')) return 'interactive';
    return queues.poll.length > 0 && hasPlace('poll') ? 'poll' : null;
  }

  function admitWaiting(): void {
    for (let priority = nextPriority(); priority; priority = nextPriority()) {
      if (opensAt(priority) > clock.now()) {
        setAlarm(opensAt(priority));
        return;
      }
      queues[priority].shift()?.admit();
    }
    if (waiting() === 0) alarm?.off.abort();
  }

  function setAlarm(at: number): void {
    if (alarm && alarm.at <= at) return;
    alarm?.off.abort();
    const own = { at, off: new AbortController() };
    alarm = own;
    const ring = () => {
      if (alarm !== own) return;
      alarm = null;
      admitWaiting();
    };
    clock.sleep(at - clock.now(), own.off.signal).then(ring, ring);
  }

  function tooBusy(visitor: Visitor): UpstreamError | null {
    const opensAtMs = opensAt(visitor.priority ?? 'interactive');
    const waitMs = opensAtMs - clock.now();
    if (waitMs <= 0 || opensAtMs < visitor.deadlineAt) return null;
    return new UpstreamError('rate-limited', `${service} may be called again in ${seconds(waitMs)}.`, {
      retryAfterMs: waitMs,
    });
  }

  function enterAtOnce(visitor: Visitor): (() => void) | null {
    visitor.signal.throwIfAborted();
    const refusal = tooBusy(visitor);
    if (refusal) throw refusal;
    const priority = visitor.priority ?? 'interactive';
    const isFirst =
      queues[priority].length === 0 && (priority === 'interactive' || queues.interactive.length === 0);
    return isFirst && hasPlace(priority) && opensAt(priority) <= clock.now() ? take(priority) : null;
  }

  return {
    enterAtOnce,

    async enter(visitor) {
      const entered = enterAtOnce(visitor);
      if (entered) return entered;
      const priority = visitor.priority ?? 'interactive';
      const queue = queues[priority];
      if (queue.length >= queueLimit) {
        throw new UpstreamError('not-sent', `Too many calls to ${service} wait for their turn already.`);
      }
      return new Promise((resolve, reject) => {
        const leave = () => {
          queue.splice(queue.indexOf(waiter), 1);
          reject(visitor.signal.reason);
          admitWaiting();
        };
        const waiter: Waiter = {
          visitor,
          admit() {
            visitor.signal.removeEventListener('abort', leave);
            resolve(take(priority));
          },
          refuse(error) {
            visitor.signal.removeEventListener('abort', leave);
            reject(error);
          },
        };
        queue.push(waiter);
        visitor.signal.addEventListener('abort', leave, { once: true });
        admitWaiting();
      });
    },

    rest(ms) {
      restsUntil = Math.max(restsUntil, clock.now() + ms);
      for (const queue of Object.values(queues)) {
        for (const waiter of queue.splice(0)) {
          const refusal = tooBusy(waiter.visitor);
          if (refusal) waiter.refuse(refusal);
          else queue.push(waiter);
        }
      }
      admitWaiting();
    },
  };
}

const WINDOW_MS = 60_000;

/**
 * When the last starts were, to keep them under a rate in any window of 60 s. (A token bucket would let twice the rate
 * through within the first window, and the limiters of rate-limiter-flexible keep time by the machine's own clock.)
 */
function createStartLog(ratePerMinute: number | null) {
  const times: number[] = [];
  let oldest = 0;
  return {
    add(at: number): void {
      if (ratePerMinute === null) return;
      times[oldest] = at;
      oldest = (oldest + 1) % ratePerMinute;
    },
    /** When the next call may start; 0 for now. */
    nextAt(): number {
      const oldestAt = times[oldest];
      return oldestAt === undefined ? 0 : oldestAt + WINDOW_MS;
    },
  };
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1000)} s`;
}

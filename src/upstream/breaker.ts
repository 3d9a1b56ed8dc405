import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleWhenResult } from 'cockatiel';
import { UpstreamError } from './errors.ts';

/** What the outcome of a call says of the host: it is well, it is in trouble, or nothing at all. */
export type HostHealth = 'well' | 'in-trouble' | 'unknown';

/** Leaves a host alone that has failed too often in a row, and lets one call after a while see whether it is back. */
export interface Breaker {
  /**
   * @param costsMoney a call that should not be the one to find out whether the host is back: it waits longer for
   * others to do so.
   * @throws {UpstreamError} `not-sent`, with the time left, while the host is left alone.
   */
  refuseWhileOpen(costsMoney?: boolean): void;
  /**
   * Begins an attempt.
   *
   * @returns what has to be told what its outcome says of the host, once, also when nothing was sent after all: until then a
   *   trial keeps everybody else out. If that is news, it gives a promise to wait for.
   * @throws {UpstreamError} `not-sent` like `refuseWhileOpen`.
   */
  begin(): (health: HostHealth) => Promise<unknown> | undefined;
}

/** When to leave a host alone. */
export interface BreakerOptions {
  /** Names the host in messages. */
  service: string;
  /** Failures in a row. */
  failures: number;
  restMs: number;
}

/** How soon to ask again while the one call that tries the host is under way. */
const TRIAL_RETRY_AFTER_MS = 1000;
/** So many rests must pass without any other call before one that costs money tries the host. */
const COSTLY_TRIAL_PATIENCE = 3;

/**
 * A breaker in its closed state.
 *
 * The counting is cockatiel's, which keeps time by `Date.now`; so this file does, alone in the process.
 */
export function createBreaker({ service, failures, restMs }: BreakerOptions): Breaker {
  const policy = circuitBreaker(handleWhenResult(isTrouble), {
    breaker: new ConsecutiveBreaker(failures),
    halfOpenAfter: restMs,
  });
  let openedAt = 0;
  let hasFailed = false;
  policy.onBreak(() => {
    openedAt = Date.now();
  });

  // cockatiel would let further calls wait, deaf to their signals, for the end of the one that tries the host.
  function refuseWhileOpen(costsMoney = false): void {
    const isTrying = policy.state === CircuitState.HalfOpen;
    const wantedRestMs = restMs * (costsMoney ? COSTLY_TRIAL_PATIENCE : 1);
    const isResting = policy.state === CircuitState.Open && Date.now() - openedAt < wantedRestMs;
    if (!isTrying && !isResting) return;
    throw new UpstreamError('not-sent', `${service} is left alone for a moment after repeated failures.`, {
      retryAfterMs: isTrying ? TRIAL_RETRY_AFTER_MS : openedAt + wantedRestMs - Date.now(),
    });
  }

  // A success is news after a failure alone; what began before the circuit opened says nothing of it now.
  function note(health: HostHealth): Promise<unknown> | undefined {
    const isNews = health === 'in-trouble' || (health === 'well' && hasFailed);
    if (!isNews || policy.state !== CircuitState.Closed) return;
    hasFailed = health === 'in-trouble';
    return policy.execute(() => health);
  }

  function beginTrial(): (health: HostHealth) => Promise<unknown> {
    const ended = Promise.withResolvers<HostHealth>();
    // If its clock goes back, cockatiel may refuse after all: what has been sent then is none of its business.
    const told = policy.execute(() => ended.promise).catch(() => {});
    return (health) => {
      // Who says nothing would close the breaker.
      ended.resolve(health === 'well' ? 'well' : 'in-trouble');
      return told;
    };
  }

  return {
    refuseWhileOpen,

    begin() {
      refuseWhileOpen();
      return policy.state === CircuitState.Closed ? note : beginTrial();
    },
  };
}

function isTrouble(health: unknown): boolean {
  return health === 'in-trouble';
}

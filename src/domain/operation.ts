import type { Clock } from '../clock.ts';
import type { ReadCall } from '../upstream/call.ts';
import { GatewayError } from './errors.ts';

/** What one GraphQL operation may still cost and how long it may take. */
export interface Operation {
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** Calls to REST APIs that this operation has caused so far, retries included. */
  readonly upstreamCalls: number;
  /** Terms for a read that draws on the operation's common budget. */
  readCall(): ReadCall;
  /** Terms for reading one job or PixVerse image by its id: each such read comes with a call of its own, up to a limit. */
  jobCall(): ReadCall;
  /** Counts a call that is not budgeted, such as a generation POST. */
  countCall(): void;
  /** Gives the operation its full time again: a wait that the client asked for has just ended. */
  restartDeadline(): void;
  /** Gives the operation its full allowance again, calls and time: each event of a subscription is paid for by itself. */
  startEvent(): void;
}

/** The limits of an operation; DESIGN's `UPSTREAM_CALLS_PER_OPERATION`, `JOBS_PER_OPERATION`, `REQUEST_DEADLINE_MS`. */
export interface OperationLimits {
  upstreamCalls: number;
  jobs: number;
  deadlineMs: number;
}

/** A fresh allowance, for one operation. */
export function createOperation(
  limits: OperationLimits,
  clock: Clock,
  request: { readonly signal: AbortSignal },
): Operation {
  let upstreamCalls = 0;
  let spent = 0;
  let jobsRead = 0;
  let deadlineAt = clock.now() + limits.deadlineMs;
  const spend = () => {
    if (spent >= limits.upstreamCalls) throw callBudgetExceeded(limits.upstreamCalls);
    spent++;
    upstreamCalls++;
  };
  return {
    get signal() {
      return request.signal;
    },
    get upstreamCalls() {
      return upstreamCalls;
    },
    readCall: () => ({ signal: request.signal, deadlineAt, onAttempt: spend }),
    jobCall() {
      if (jobsRead >= limits.jobs) {
        throw new GatewayError(
          'UPSTREAM_CALL_BUDGET_EXCEEDED',
          `One operation may read at most ${limits.jobs} jobs and PixVerse images by id. Split it.`,
        );
      }
      jobsRead++;
      let free = true;
      return {
        signal: request.signal,
        deadlineAt,
        onAttempt() {
          if (!free) return spend();
          free = false;
          upstreamCalls++;
        },
      };
    },
    countCall() {
      upstreamCalls++;
    },
    restartDeadline() {
      deadlineAt = clock.now() + limits.deadlineMs;
    },
    startEvent() {
      spent = 0;
      jobsRead = 0;
      deadlineAt = clock.now() + limits.deadlineMs;
    },
  };
}

function callBudgetExceeded(limit: number): GatewayError {
  return new GatewayError(
    'UPSTREAM_CALL_BUDGET_EXCEEDED',
    `This operation needs more than the ${limit} calls to REST APIs that one operation may cost. Ask for fewer fields, smaller pages or fewer ids at once.`,
  );
}

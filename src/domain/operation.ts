import type { Clock } from '../clock.ts';
import type { ReadCall } from '../upstream/call.ts';
import { GatewayError } from './errors.ts';
import { type CallTerms, createReadLog, type ReadLog } from './read-log.ts';

/** What one GraphQL operation may still cost and how long it may take. */
export interface Operation extends CallTerms {
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** What was read that can be read again. Terms that are taken elsewhere spoil it. */
  readonly log: ReadLog;
  /** Calls to REST APIs that this operation has caused so far, retries included. */
  readonly upstreamCalls: number;
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

/** Whoever asks. The signal is asked for only where something has to be ended, so that it may be made then. */
export interface Client {
  readonly signal: AbortSignal;
  /** Whether it has gone. Default: what the signal says. */
  readonly hasLeft?: boolean;
}

/** A fresh allowance, for one operation. */
export function createOperation(limits: OperationLimits, clock: Clock, client: Client): Operation {
  return new Allowance(limits, clock, client);
}

/** Classes because subscriptions hold thousands: as closures, each would cost several times the memory. */
class Allowance implements Operation {
  readonly #budget: Budget;
  #log: ReadLog | null = null;

  constructor(limits: OperationLimits, clock: Clock, client: Client) {
    this.#budget = new Budget(limits, clock, client);
  }

  get log(): ReadLog {
    this.#log ??= createReadLog(this.#budget);
    return this.#log;
  }

  get signal(): AbortSignal {
    return this.#budget.client.signal;
  }

  get upstreamCalls(): number {
    return this.#budget.upstreamCalls;
  }

  readCall(): ReadCall {
    this.log.spoil();
    return this.#budget.readCall();
  }

  jobCall(): ReadCall {
    this.log.spoil();
    return this.#budget.jobCall();
  }

  countCall(): void {
    this.log.spoil();
    this.#budget.upstreamCalls++;
  }

  restartDeadline(): void {
    this.#budget.restartDeadline();
  }

  startEvent(): void {
    this.#budget.restart();
  }
}

/** What is left of an allowance, whether or not what it is spent on stands in the log. */
class Budget implements CallTerms {
  readonly client: Client;
  readonly #limits: OperationLimits;
  readonly #clock: Clock;
  upstreamCalls = 0;
  #spent = 0;
  #jobsRead = 0;
  #deadlineAt = 0;

  constructor(limits: OperationLimits, clock: Clock, client: Client) {
    this.client = client;
    this.#limits = limits;
    this.#clock = clock;
    this.restartDeadline();
  }

  restart(): void {
    this.#spent = 0;
    this.#jobsRead = 0;
    this.restartDeadline();
  }

  restartDeadline(): void {
    this.#deadlineAt = this.#clock.now() + this.#limits.deadlineMs;
  }

  readCall(): ReadCall {
    return new ClientCall(this.client, this.#deadlineAt, () => this.#spend());
  }

  jobCall(): ReadCall {
    if (this.#jobsRead >= this.#limits.jobs) {
      throw new GatewayError(
        'UPSTREAM_CALL_BUDGET_EXCEEDED',
        `One operation may read at most ${this.#limits.jobs} jobs and PixVerse images by id. Split it.`,
      );
    }
    this.#jobsRead++;
    let free = true;
    return new ClientCall(this.client, this.#deadlineAt, () => {
      if (!free) return this.#spend();
      free = false;
      this.upstreamCalls++;
    });
  }

  #spend(): void {
    if (this.#spent >= this.#limits.upstreamCalls) throw callBudgetExceeded(this.#limits.upstreamCalls);
    this.#spent++;
    this.upstreamCalls++;
  }
}

/** The signal is made only for calls that are really sent. */
class ClientCall implements ReadCall {
  readonly #client: Client;
  readonly deadlineAt: number;
  readonly onAttempt: () => void;

  constructor(client: Client, deadlineAt: number, onAttempt: () => void) {
    this.#client = client;
    this.deadlineAt = deadlineAt;
    this.onAttempt = onAttempt;
  }

  get signal(): AbortSignal {
    return this.#client.signal;
  }

  get hasLeft(): boolean {
    return this.#client.hasLeft ?? this.signal.aborted;
  }
}

function callBudgetExceeded(limit: number): GatewayError {
  return new GatewayError(
    'UPSTREAM_CALL_BUDGET_EXCEEDED',
    `This operation needs more than the ${limit} calls to REST APIs that one operation may cost. Ask for fewer fields, smaller pages or fewer ids at once.`,
  );
}

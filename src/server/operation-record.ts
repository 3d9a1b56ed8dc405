import type { Clock } from '../clock.ts';
import type { Caller } from '../domain/caller.ts';
import type { Log } from './log.ts';
import type { Metrics, OperationOutcome, OperationType, Transport } from './metrics.ts';

/** What is written down of one operation: a line in the log and a few counts. Never variables, document or key. */
export interface OperationRecord {
  /** Set as soon as they are known. */
  type: OperationType;
  name: string | null;
  /** Says that a subscription has begun to give events. */
  noteStream(): void;
  /** Counts one of them. */
  noteEvent(): void;
  /** Writes it down; once. */
  end(code: OperationOutcome, upstreamCalls: number): void;
}

/** Starts the record of an operation as it comes in. */
export type StartRecord = (asker: {
  requestId: string;
  caller: Caller;
  transport: Transport;
}) => OperationRecord;

const NAME_CHARACTERS = 60;

/** Operations go to the log and to the metrics. */
export function createRecords(sinks: Sinks): StartRecord {
  return (asker) => new WrittenRecord(sinks, asker);
}

interface Sinks {
  log: Log;
  metrics: Metrics;
  clock: Clock;
}

/** A class because subscriptions hold thousands: as closures, each would cost several times the memory. */
class WrittenRecord implements OperationRecord {
  type: OperationType = 'invalid';
  name: string | null = null;
  readonly #sinks: Sinks;
  readonly #asker: Parameters<StartRecord>[0];
  readonly #startedAtMs: number;
  #events = 0;
  #isStream = false;
  #hasEnded = false;

  constructor(sinks: Sinks, asker: Parameters<StartRecord>[0]) {
    this.#sinks = sinks;
    this.#asker = asker;
    this.#startedAtMs = sinks.clock.now();
  }

  noteStream(): void {
    this.#isStream = true;
    this.#sinks.metrics.subscriptionOpened(this.#asker.transport);
  }

  noteEvent(): void {
    this.#events += 1;
  }

  end(code: OperationOutcome, upstreamCalls: number): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const { log, metrics, clock } = this.#sinks;
    const { requestId, caller, transport } = this.#asker;
    const { type } = this;
    if (this.#isStream) metrics.subscriptionClosed(transport);
    const durationMs = clock.now() - this.#startedAtMs;
    metrics.operationEnded({ type, transport, code, seconds: durationMs / 1000, upstreamCalls });
    log.info(
      {
        requestId,
        type,
        name: this.name?.slice(0, NAME_CHARACTERS) ?? null,
        transport,
        // The kind of principal: who exactly it is, is nobody's business here.
        principal: caller.identity?.principal.split(':')[0] ?? 'none',
        tenant: caller.identity?.tenant.id ?? null,
        code,
        durationMs,
        upstreamCalls,
        ...(this.#isStream && { events: this.#events }),
      },
      'operation',
    );
  }
}

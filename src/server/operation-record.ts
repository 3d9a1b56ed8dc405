import type { Clock } from '../clock.ts';
import type { Caller } from '../domain/caller.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Log } from './log.ts';
import type { Metrics, OperationType, Transport } from './metrics.ts';

/** What is written down of one operation: a line in the log and a few counts. Never variables, document or key. */
export interface OperationRecord {
  /** Set as soon as they are known. */
  type: OperationType;
  name: string | null;
  /** Says that a subscription has begun to give events. */
  noteStream(): void;
  /** Counts one of them. */
  noteEvent(): void;
  /** Writes it down; once. @param code `OK`, or the code of the first error. */
  end(code: 'OK' | ErrorCode, upstreamCalls: number): void;
}

/** Starts the record of an operation as it comes in. */
export type StartRecord = (asker: {
  requestId: string;
  caller: Caller;
  transport: Transport;
}) => OperationRecord;

const NAME_CHARACTERS = 60;

/** Operations go to the log and to the metrics. */
export function createRecords(options: { log: Log; metrics: Metrics; clock: Clock }): StartRecord {
  const { log, metrics, clock } = options;
  return ({ requestId, caller, transport }) => {
    const startedAtMs = clock.now();
    let events = 0;
    let isStream = false;
    let ended = false;
    return {
      type: 'invalid',
      name: null,
      noteStream() {
        isStream = true;
        metrics.subscriptionOpened(transport);
      },
      noteEvent() {
        events += 1;
      },
      end(code, upstreamCalls) {
        if (ended) return;
        ended = true;
        if (isStream) metrics.subscriptionClosed(transport);
        const durationMs = clock.now() - startedAtMs;
        metrics.operationEnded({
          type: this.type,
          transport,
          code,
          seconds: durationMs / 1000,
          upstreamCalls,
        });
        log.info(
          {
            requestId,
            type: this.type,
            name: this.name?.slice(0, NAME_CHARACTERS) ?? null,
            transport,
            // The kind of principal: who exactly it is, is nobody's business here.
            principal: caller.identity?.principal.split(':')[0] ?? 'none',
            tenant: caller.identity?.tenant.id ?? null,
            code,
            durationMs,
            upstreamCalls,
            ...(isStream && { events }),
          },
          'operation',
        );
      },
    };
  };
}

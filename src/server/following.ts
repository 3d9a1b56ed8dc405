import type { ExecutionResult, GraphQLError } from 'graphql';
import { type Clock, sleepUntil } from '../clock.ts';
import { GatewayError } from '../domain/errors.ts';
import { createEventSource, type EventSource, type EventSourceTerms } from './event-source.ts';
import type { OperationOutcome } from './metrics.ts';
import type { Prepared } from './operations.ts';
import type { PresentError } from './present-errors.ts';
import { outcomeOf, presentResult } from './present-result.ts';

/** Follows a subscription that has begun until it ends, its client has gone or its credential has expired. */
export type Follow = (source: AsyncIterable<ExecutionResult>, prepared: Prepared) => EventSource;

interface FollowingTerms {
  presentError: PresentError;
  clock: Clock;
  /** Aborts when the process is about to end. */
  draining: AbortSignal;
}

/** @see Follow */
export function createFollowing(terms: FollowingTerms): Follow {
  const presentEvent = createEventPresenter(terms.presentError);
  return (source, prepared) => {
    const { asker, record } = prepared;
    record.noteStream();
    const following = new Following(terms, presentEvent, prepared);
    const events = createEventSource(source, following);
    asker.client.signal.addEventListener('abort', () => events.end(null), { once: true });
    if (asker.client.signal.aborted) events.end(null);
    const expiresAtMs = asker.caller.identity?.expiresAtMs ?? null;
    if (expiresAtMs !== null) {
      sleepUntil(terms.clock, expiresAtMs, asker.client.signal).then(
        () => events.end(following.presentFailure(tokenExpired())),
        () => {},
      );
    }
    return events;
  };
}

/** A class because thousands are held: as closures, each would cost several times the memory. */
class Following implements EventSourceTerms {
  readonly #terms: FollowingTerms;
  readonly #presentEvent: PresentEvent;
  readonly #prepared: Prepared;
  #outcome: OperationOutcome = 'OK';

  constructor(terms: FollowingTerms, presentEvent: PresentEvent, prepared: Prepared) {
    this.#terms = terms;
    this.#presentEvent = presentEvent;
    this.#prepared = prepared;
  }

  get draining() {
    return this.#terms.draining;
  }

  present(event: ExecutionResult): ExecutionResult {
    const shown = this.#presentEvent(event, this.#prepared);
    this.#prepared.record.noteEvent();
    this.#outcome = outcomeOf(shown, this.#prepared);
    return shown;
  }

  presentFailure(error: unknown): ExecutionResult {
    return this.present({ errors: [error as GraphQLError] });
  }

  onEnd(): void {
    const { asker, record, contextValue } = this.#prepared;
    asker.client.stop();
    record.end(this.#outcome, contextValue.operation.upstreamCalls);
    asker.onEnd?.();
  }
}

type PresentEvent = (event: ExecutionResult, prepared: Prepared) => ExecutionResult;

/**
 * What equal subscriptions share (shared-events.ts) stays one object, so that it is written as text only once. Only what
 * holds for each of them: a result without errors, for those that have cost equally many calls.
 */
function createEventPresenter(presentError: PresentError): PresentEvent {
  const shownBefore = new WeakMap<ExecutionResult, { shown: ExecutionResult; upstreamCalls: number }>();
  return (event, prepared) => {
    if (event.errors) return presentResult(presentError, event, prepared);
    const { upstreamCalls } = prepared.contextValue.operation;
    const before = shownBefore.get(event);
    if (before?.upstreamCalls === upstreamCalls) return before.shown;
    const shown = presentResult(presentError, event, prepared);
    shownBefore.set(event, { shown, upstreamCalls });
    return shown;
  };
}

function tokenExpired(): GatewayError {
  return new GatewayError('UNAUTHENTICATED', 'The token has expired. Subscribe with a new one.');
}

import type { ExecutionResult } from 'graphql';

/** How the events of a subscription reach a client. */
export interface EventSourceTerms {
  /** Makes an event fit to be sent. */
  present(event: ExecutionResult): ExecutionResult;
  /** The last event, for a source that failed. */
  presentFailure(error: unknown): ExecutionResult;
  /** Once aborted, a source that ends does so for the process' sake: the client must not take it for the end. */
  draining: AbortSignal;
  /** Called once, when the source is no longer needed. */
  onEnd(): void;
}

/** The events of one subscription. Made for one reader, who asks for one event at a time. */
export interface EventSource extends AsyncIterableIterator<ExecutionResult> {
  return(): Promise<IteratorResult<ExecutionResult>>;
  /** Ends the subscription: with one more event, or at once. Nothing of the source comes after. */
  end(lastEvent: ExecutionResult | null): void;
}

/**
 * Reads a subscription so that it never throws and always lets go: a failure is the last event, and a reader who leaves
 * is free at once, even while the source sleeps. It is a hand-written iterator because an async generator would stay
 * until its pending step ends.
 */
export function createEventSource(
  source: AsyncIterable<ExecutionResult>,
  terms: EventSourceTerms,
): EventSource {
  const iterator = source[Symbol.asyncIterator]();
  let lastEvent: ExecutionResult | null = null;
  let over = false;
  let answer: ((step: IteratorResult<ExecutionResult>) => void) | null = null;

  const give = (step: IteratorResult<ExecutionResult>) => {
    answer?.(step);
    answer = null;
  };
  const letGo = () => {
    over = true;
    // Not awaited: a sleeping generator takes its time, and its failure at this point concerns nobody.
    iterator.return?.().then(undefined, () => {});
    terms.onEnd();
  };
  const end = (event: ExecutionResult | null) => {
    if (over) return;
    letGo();
    if (event && answer) return give({ done: false, value: event });
    lastEvent = event;
    give(DONE);
  };
  /** The source has come to its end by itself. */
  const sourceEnded = (event: ExecutionResult | null) => {
    if (!terms.draining.aborted) end(event);
  };

  return {
    next() {
      if (lastEvent) {
        const step = { done: false, value: lastEvent } as const;
        lastEvent = null;
        return Promise.resolve(step);
      }
      if (over) return Promise.resolve(DONE);
      return new Promise((resolve) => {
        answer = resolve;
        iterator.next().then(
          (step) => {
            if (over) return;
            if (step.done) sourceEnded(null);
            else give({ done: false, value: terms.present(step.value) });
          },
          (error) => {
            if (!over) sourceEnded(terms.presentFailure(error));
          },
        );
      });
    },
    return() {
      end(null);
      return Promise.resolve(DONE);
    },
    end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const DONE = { done: true, value: undefined } as const;

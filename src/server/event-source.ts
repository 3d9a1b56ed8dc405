import type { ExecutionResult } from 'graphql';

/** How the events of a subscription reach a client. */
export interface EventSourceTerms {
  /** Makes an event fit to be sent. */
  present(event: ExecutionResult): ExecutionResult;
  /** The last event, for a source that failed. */
  presentFailure(error: unknown): ExecutionResult;
  /** Once aborted, a source that ends does so for the process' sake: the client must not take it for the end. */
  readonly draining: AbortSignal;
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
  return new Reading(source[Symbol.asyncIterator](), terms);
}

/** A class because thousands are held: as closures, each would cost several times the memory. */
class Reading implements EventSource {
  readonly #source: AsyncIterator<ExecutionResult>;
  readonly #terms: EventSourceTerms;
  #lastEvent: ExecutionResult | null = null;
  #isOver = false;
  #answer: ((step: IteratorResult<ExecutionResult>) => void) | null = null;

  constructor(source: AsyncIterator<ExecutionResult>, terms: EventSourceTerms) {
    this.#source = source;
    this.#terms = terms;
  }

  next(): Promise<IteratorResult<ExecutionResult>> {
    if (this.#lastEvent) {
      const step = { done: false, value: this.#lastEvent } as const;
      this.#lastEvent = null;
      return Promise.resolve(step);
    }
    if (this.#isOver) return Promise.resolve(DONE);
    return new Promise((resolve) => {
      this.#answer = resolve;
      void this.#read();
    });
  }

  return(): Promise<IteratorResult<ExecutionResult>> {
    this.end(null);
    return Promise.resolve(DONE);
  }

  end(lastEvent: ExecutionResult | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // Not awaited: a sleeping generator takes its time, and its failure at this point concerns nobody.
    this.#source.return?.().then(undefined, () => {});
    this.#terms.onEnd();
    if (lastEvent && this.#answer) {
      this.#give({ done: false, value: lastEvent });
    } else {
      this.#lastEvent = lastEvent;
      this.#give(DONE);
    }
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  async #read(): Promise<void> {
    try {
      const step = await this.#source.next();
      if (this.#isOver) return;
      if (step.done) this.#sourceEnded(null);
      else this.#give({ done: false, value: this.#terms.present(step.value) });
    } catch (error) {
      if (!this.#isOver) this.#sourceEnded(this.#terms.presentFailure(error));
    }
  }

  /** The source has come to its end by itself. */
  #sourceEnded(lastEvent: ExecutionResult | null): void {
    if (!this.#terms.draining.aborted) this.end(lastEvent);
  }

  #give(step: IteratorResult<ExecutionResult>): void {
    this.#answer?.(step);
    this.#answer = null;
  }
}

const DONE = { done: true, value: undefined } as const;

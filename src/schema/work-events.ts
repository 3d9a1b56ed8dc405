import type { Context } from './context.ts';

/** One event of a subscription: a state, or the failure that ends it. */
export type WorkEvent<State> = State | Error;

/**
 * What a subscription field gives to graphql-js.
 *
 * A source that fails would tear the response stream; here the failure is the last event, so that it reaches the
 * client as a GraphQL error with its code, followed by completion. `return()` goes through at once, without waiting
 * for a `next()` under way.
 *
 * @param onState sees each state before the client does.
 */
export function toWorkEvents<State>(
  states: AsyncIterableIterator<State>,
  onState: (state: State) => void = () => {},
): AsyncIterableIterator<WorkEvent<State>> {
  return new WorkEvents(states, onState);
}

/** A class because thousands are held: as closures, each would cost several times the memory. */
class WorkEvents<State> implements AsyncIterableIterator<WorkEvent<State>> {
  readonly #states: AsyncIterableIterator<State>;
  readonly #onState: (state: State) => void;
  #hasFailed = false;

  constructor(states: AsyncIterableIterator<State>, onState: (state: State) => void) {
    this.#states = states;
    this.#onState = onState;
  }

  async next(): Promise<IteratorResult<WorkEvent<State>>> {
    if (this.#hasFailed) return { done: true, value: undefined };
    try {
      const event = await this.#states.next();
      if (!event.done) this.#onState(event.value);
      return event;
    } catch (error) {
      this.#hasFailed = true;
      return { done: false, value: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  async return(): Promise<IteratorResult<WorkEvent<State>>> {
    return (await this.#states.return?.()) ?? { done: true, value: undefined };
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

/** The state of an event, which starts with a full allowance of calls and time. @throws the failure that it stands for. */
export function stateOfEvent<State>(context: Context, event: WorkEvent<State>): State {
  if (event instanceof Error) throw event;
  context.operation.startEvent();
  return event;
}

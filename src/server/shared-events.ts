import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { standingOf } from '../domain/caller.ts';
import type { Context } from '../schema/context.ts';

/**
 * Lets graphql-js execute the events of subscriptions, and one event of equal subscriptions only once: those of one
 * document, operation name and variables, by callers of the same standing (so never of two tenants). All of them are given
 * the same result, as the same object.
 *
 * Shared is only what was executed without waiting and without errors. What has not waited has read nothing, so that nobody
 * is owed the count of a call or the end of somebody else's patience; errors are masked and logged for each by itself.
 */
export function useSharedEvents(): Plugin {
  const events = createEventExecution();
  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn(async ({ schema, document, operationName, variableValues, contextValue }) => {
        // Nothing else of what was prepared is needed for as long as the events come.
        const subscription = { schema, document, operationName, variableValues, contextValue };
        const source = await createSourceEventStream(subscription);
        if (!(Symbol.asyncIterator in source)) return source;
        return new ResponseStream(source[Symbol.asyncIterator](), subscription, events);
      });
    },
  };
}

interface EventExecution {
  /** The same name for equal subscriptions. */
  nameOf(subscription: ExecutionArgs): string;
  execute(
    subscription: ExecutionArgs,
    name: string,
    event: unknown,
  ): ExecutionResult | Promise<ExecutionResult>;
}

function createEventExecution(): EventExecution {
  // By event and subscription. An event reaches all subscriptions in one turn of the event loop: later there is nobody left
  // to share with, and what were kept for longer would have to be bounded.
  const ofThisTurn = new Map<object, Map<string, ExecutionResult>>();

  const resultsOf = (event: object): Map<string, ExecutionResult> => {
    const known = ofThisTurn.get(event);
    if (known) return known;
    if (ofThisTurn.size === 0) setImmediate(() => ofThisTurn.clear());
    const results = new Map<string, ExecutionResult>();
    ofThisTurn.set(event, results);
    return results;
  };

  return {
    nameOf: createSubscriptionNames(),
    execute(subscription, name, event) {
      const run = () => execute({ ...subscription, rootValue: event });
      if (typeof event !== 'object' || event === null) return run();
      const results = resultsOf(event);
      const known = results.get(name);
      if (known) return known;
      const result = run();
      if (!isPromise(result) && !result.errors) results.set(name, result);
      return result;
    },
  };
}

/** Documents are told apart as objects: the engine keeps one for each text. */
function createSubscriptionNames(): (subscription: ExecutionArgs) => string {
  const numbers = new WeakMap<DocumentNode, number>();
  let documents = 0;
  return ({ document, operationName, variableValues, contextValue }) => {
    let number = numbers.get(document);
    if (number === undefined) {
      number = ++documents;
      numbers.set(document, number);
    }
    return JSON.stringify([
      number,
      operationName,
      variableValues,
      standingOf((contextValue as Context).caller),
    ]);
  };
}

function isPromise<Value>(value: Value | Promise<Value>): value is Promise<Value> {
  return value instanceof Promise;
}

/** The result of each event of a source. Written by hand because thousands are held: a generator takes four times the memory. */
class ResponseStream implements AsyncIterableIterator<ExecutionResult> {
  readonly #source: AsyncIterator<unknown>;
  readonly #subscription: ExecutionArgs;
  readonly #name: string;
  readonly #events: EventExecution;

  constructor(source: AsyncIterator<unknown>, subscription: ExecutionArgs, events: EventExecution) {
    this.#source = source;
    this.#subscription = subscription;
    this.#name = events.nameOf(subscription);
    this.#events = events;
  }

  async next(): Promise<IteratorResult<ExecutionResult>> {
    const step = await this.#source.next();
    if (step.done) return { done: true, value: undefined };
    const result = this.#events.execute(this.#subscription, this.#name, step.value);
    return { done: false, value: isPromise(result) ? await result : result };
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    await this.#source.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

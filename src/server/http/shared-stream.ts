import type { ExecutionResult } from 'graphql';
import { Refusal } from '../refusal.ts';
import type { EventStream } from './event-stream.ts';

/** One event stream that carries the results of many operations, each under an id of the client's. */
export interface SharedStream {
  /** False while it is only reserved. */
  readonly isOpen: boolean;
  /** From now on results are sent; those that are ready have waited. */
  open(stream: EventStream): void;
  /** @throws {Refusal} 409 for an id in use, 429 when there are too many. */
  begin(id: string): SharedOperation;
  /** Ends an operation at the client's wish; nothing more of it is sent. */
  stop(id: string): void;
  /** Ends all operations: the client has gone, or never came. */
  close(): void;
  /** Calls `cut` as soon as no query or mutation is owed its result. */
  leave(cut: () => void): void;
}

/** An operation on a shared stream. */
export interface SharedOperation {
  /** Aborts when it is stopped or the stream closes. */
  readonly signal: AbortSignal;
  /** Says that it is a subscription, which is owed nothing when the process drains. */
  noteSubscription(): void;
  /** Resolves when the client has room for more. */
  next(result: ExecutionResult): Promise<void>;
  complete(): Promise<void>;
}

const MAX_OPERATIONS = 100;

/** A reserved stream. */
export function createSharedStream(): SharedStream {
  const operations = new Map<string, AbortController>();
  const opened = Promise.withResolvers<EventStream | null>();
  let isOpen = false;
  let owed = 0;
  let cut: (() => void) | null = null;

  return {
    get isOpen() {
      return isOpen;
    },

    open(stream) {
      isOpen = true;
      opened.resolve(stream);
    },

    begin(id) {
      if (operations.has(id)) throw new Refusal(409, 'BAD_REQUEST', 'An operation of this id is under way.');
      if (operations.size >= MAX_OPERATIONS) {
        throw new Refusal(
          429,
          'TOO_MANY_SUBSCRIPTIONS',
          `At most ${MAX_OPERATIONS} operations may share a stream. End some first.`,
        );
      }
      const controller = new AbortController();
      operations.set(id, controller);
      let owes = true;
      owed += 1;
      const settle = () => {
        if (!owes) return;
        owes = false;
        owed -= 1;
        if (owed === 0) cut?.();
      };
      const send = async (event: string, data: object) => {
        const stream = await opened.promise;
        if (!controller.signal.aborted) await stream?.send(event, JSON.stringify(data));
      };
      return {
        signal: controller.signal,
        noteSubscription: settle,
        next: (result) => send('next', { id, payload: result }),
        async complete() {
          await send('complete', { id });
          if (operations.get(id) === controller) operations.delete(id);
          settle();
        },
      };
    },

    stop(id) {
      operations.get(id)?.abort();
      operations.delete(id);
    },

    close() {
      for (const controller of operations.values()) controller.abort();
      operations.clear();
      opened.resolve(null);
    },

    leave(leaving) {
      if (owed === 0) leaving();
      else cut = leaving;
    },
  };
}

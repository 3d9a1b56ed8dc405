import type { ExecutionResult } from 'graphql';
import { type Client, OVER } from '../client.ts';
import { Refusal } from '../refusal.ts';
import type { EventStream } from './event-stream.ts';

/** One event stream that carries the results of many operations, each under an id of the client's. */
export interface SharedStream {
  /** False while it is only reserved. */
  readonly isOpen: boolean;
  open(stream: EventStream): void;
  /** Calls back when it is opened. */
  onceOpen(opened: () => void): void;
  /** @throws {Refusal} 409 for an id in use or before the stream is open, 429 when there are too many. */
  begin(id: string): SharedOperation;
  /** Ends an operation at the client's wish; nothing more of it is sent. */
  stop(id: string): void;
  /** Ends all operations: the client has gone, or never came. */
  close(): void;
  /** Calls `cut` as soon as no query or mutation is owed its result. */
  leave(cut: () => void): void;
}

/** An operation on a shared stream. */
export interface SharedOperation extends Client {
  /** Says that it is a subscription, which is owed nothing when the process drains. */
  noteSubscription(): void;
  /** Resolves when the client has room for more. */
  next(result: ExecutionResult): Promise<void>;
  complete(): Promise<void>;
}

const MAX_OPERATIONS = 100;

/** A reserved stream. */
export function createSharedStream(): SharedStream {
  /** How to end each operation for the client's sake. */
  const operations = new Map<string, () => void>();
  let opened: EventStream | null = null;
  let noteOpened = () => {};
  let owed = 0;
  let cut: (() => void) | null = null;

  return {
    get isOpen() {
      return opened !== null;
    },

    open(stream) {
      opened = stream;
      noteOpened();
    },

    onceOpen(callback) {
      noteOpened = callback;
    },

    begin(id) {
      if (!opened) {
        // Results would have to be kept for a client that may never come.
        throw new Refusal(409, 'BAD_REQUEST', 'This event stream is not open yet. Open it by GET first.');
      }
      const stream = opened;
      if (operations.has(id)) throw new Refusal(409, 'BAD_REQUEST', 'An operation of this id is under way.');
      if (operations.size >= MAX_OPERATIONS) {
        throw new Refusal(
          429,
          'TOO_MANY_SUBSCRIPTIONS',
          `At most ${MAX_OPERATIONS} operations may share a stream. End some first.`,
        );
      }
      const controller = new AbortController();
      let isUnwanted = false;
      const leave = () => {
        isUnwanted = true;
        controller.abort(OVER);
      };
      operations.set(id, leave);
      let owes = true;
      owed += 1;
      const settle = () => {
        if (!owes) return;
        owes = false;
        owed -= 1;
        if (owed === 0) cut?.();
      };
      const send = async (event: string, data: object) => {
        if (!isUnwanted) await stream.send(event, JSON.stringify(data));
      };
      return {
        signal: controller.signal,
        get hasLeft() {
          return controller.signal.aborted;
        },
        stop: () => controller.abort(OVER),
        noteSubscription: settle,
        next: (result) => send('next', { id, payload: result }),
        async complete() {
          await send('complete', { id });
          if (operations.get(id) === leave) operations.delete(id);
          settle();
        },
      };
    },

    stop(id) {
      operations.get(id)?.();
      operations.delete(id);
    },

    close() {
      for (const leave of operations.values()) leave();
      operations.clear();
    },

    leave(leaving) {
      if (owed === 0) leaving();
      else cut = leaving;
    },
  };
}

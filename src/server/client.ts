import type { Client as WaitingClient } from '../domain/operation.ts';

/** Whom an operation is executed for: nobody else's. */
export interface Client extends WaitingClient {
  readonly hasLeft: boolean;
  /** Aborts the signal: a subscription is over, and so is what it has set in motion. */
  stop(): void;
}

/** What the signal of a client aborts with. One for all: a new one takes longer than all else that a stop does. */
export const OVER = new DOMException('The operation is over.', 'AbortError');

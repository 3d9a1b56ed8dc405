import type { Identity } from '../caller.ts';
import { GatewayError } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { GenerationResult } from './generation.ts';
import type { Order, Purchase } from './input.ts';
import { invalidInput, notStarted } from './outcome.ts';

/** Finds the last frame of the video or job that a global id (`Video:…`, `Job:…`) names. May throw. */
export type LoadLastFrame = (
  identity: Identity,
  globalId: string,
  operation: Operation,
) => Promise<LastFrame>;

/** A last frame, or why there is none, in words for the caller. */
export type LastFrame = { url: string } | { problem: string };

/** What an order comes to: something to send, or why it cannot be sent. */
export type CompletedOrder =
  | { purchase: Purchase; problem: null }
  | { purchase: null; problem: GenerationResult };

/**
 * Puts the frame that a video is to continue from into its request. Never throws.
 *
 * Called only when the order is about to be sent, so that a repeat of what is done or under way needs no read.
 */
export async function completeOrder(
  { purchase, continueVideo }: Order,
  asked: {
    identity: Identity;
    operation: Operation;
    loadLastFrame: LoadLastFrame;
    onFault: (message: string, cause: unknown) => void;
  },
): Promise<CompletedOrder> {
  if (continueVideo === null || purchase.kind !== 'VIDEO') return { purchase, problem: null };
  const { identity, operation, loadLastFrame, onFault } = asked;
  try {
    const frame = await loadLastFrame(identity, continueVideo, operation);
    if ('url' in frame) {
      const request = { ...purchase.request, firstFrameImageUrl: frame.url };
      return { purchase: { kind: 'VIDEO', request }, problem: null };
    }
    const issue = { path: ['source', 'continueVideo'], message: frame.problem, accepted: null };
    return { purchase: null, problem: invalidInput([issue]) };
  } catch (error) {
    if (error instanceof GatewayError) {
      const { retryable, retryAfterMs } = error;
      const message = `The video to continue could not be looked up. ${error.message}`;
      return { purchase: null, problem: notStarted({ message, retryable, retryAfterMs }) };
    }
    if (!operation.signal.aborted) onFault('The last frame of a video could not be looked up.', error);
    const message = 'The video to continue could not be looked up.';
    return { purchase: null, problem: notStarted({ message, retryable: true }) };
  }
}

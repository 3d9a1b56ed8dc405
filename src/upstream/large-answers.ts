import { bulkhead } from 'cockatiel';

/** What has more bytes than this is large. Pages of a hundred items with the longest prompts are not. */
export const LARGE_ANSWER_BYTES = 2_000_000;

/** What has no more than this never waits for others. */
const SMALL_ANSWER_BYTES = 100_000;
/** Of all answers under way. Beyond that, only small ones come in without a turn. */
const MAX_HELD_BYTES = 64_000_000;

/**
 * Lets large answers in one at a time, and middling ones when there are too many of them: for a moment each takes many times its size (its bytes, its text, what the text
 * becomes), and a handful of them at once would take more memory than everything else together.
 */
export interface LargeAnswers {
  /** Takes note of bytes that have come in; fewer than none for those that are let go of. */
  hold(bytes: number): void;
  /** Whether an answer of which so many bytes have come in needs the turn for more. */
  needsTurn(sizeBytes: number): boolean;
  /** The turn of one answer, which has not begun. Disposing ends it, or gives it up. */
  turn(): AnswerTurn;
}

/** @see LargeAnswers */
export interface AnswerTurn extends Disposable {
  /** Resolves when nobody else has the turn; at once when this one has it already. Never rejects. */
  begin(): Promise<void>;
}

/** Nobody has the turn. */
export function createLargeAnswers(): LargeAnswers {
  const oneAtATime = bulkhead(1, Number.POSITIVE_INFINITY);
  let heldBytes = 0;
  return {
    hold(bytes) {
      heldBytes += bytes;
    },
    needsTurn: (sizeBytes) =>
      sizeBytes > (heldBytes > MAX_HELD_BYTES ? SMALL_ANSWER_BYTES : LARGE_ANSWER_BYTES),
    turn() {
      const over = Promise.withResolvers<void>();
      let begun: Promise<void> | null = null;
      return {
        begin() {
          begun ??= new Promise((resolve) => {
            void oneAtATime.execute(() => {
              resolve();
              return over.promise;
            });
          });
          return begun;
        },
        [Symbol.dispose]: over.resolve,
      };
    },
  };
}

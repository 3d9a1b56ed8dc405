import { bulkhead } from 'cockatiel';

/** What has more bytes than this is large. Pages of a hundred items with the longest prompts are not. */
export const LARGE_ANSWER_BYTES = 2_000_000;

/**
 * Lets large answers in one at a time: for a moment each takes many times its size (its bytes, its text, what the text
 * becomes), and a handful of them at once would take more memory than everything else together.
 */
export interface LargeAnswers {
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
  return {
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

import { bulkhead } from 'cockatiel';

/** What has more bytes than this is large. Pages of a hundred items with the longest prompts are not. */
export const LARGE_ANSWER_BYTES = 2_000_000;
/** What has no more than this is small. */
export const SMALL_ANSWER_BYTES = 100_000;
/** For all that are not small together. */
const ROOM_BYTES = 64_000_000;

/**
 * Bounds what answers take while they come in. Large ones come in one at a time: for a moment each takes many times its size
 * (its bytes, its text, what the text becomes), and a handful of them at once would take more memory than everything else
 * together. For all that are not small there is room for so many at once; small ones never wait.
 */
export interface LargeAnswers {
  /**
   * Room for an answer that is not small, first come first served. Disposing gives it back, or gives it up.
   *
   * @param expectedBytes as many as it says that it has, if it does; a large one has room for its beginning.
   */
  takeRoom(expectedBytes: number): Room;
  /** The turn of a large answer, which has not begun. Disposing ends it, or gives it up. */
  turn(): AnswerTurn;
}

/** @see LargeAnswers */
export interface Room extends Disposable {
  /** Resolves when it is there, and never rejects. Null: it is there at once. */
  readonly wait: Promise<void> | null;
}

/** @see LargeAnswers */
export interface AnswerTurn extends Disposable {
  /** Resolves when nobody else has the turn; at once when this one has it already. Never rejects. */
  begin(): Promise<void>;
}

/** Nothing is under way. */
export function createLargeAnswers(): LargeAnswers {
  const oneAtATime = bulkhead(1, Number.POSITIVE_INFINITY);
  /** In the order in which they came. */
  const waiting = new Set<{ bytes: number; admit(): void }>();
  let takenBytes = 0;

  function admitThoseWhoFit(): void {
    for (const visitor of waiting) {
      if (takenBytes + visitor.bytes > ROOM_BYTES) return;
      waiting.delete(visitor);
      takenBytes += visitor.bytes;
      visitor.admit();
    }
  }

  return {
    takeRoom(expectedBytes) {
      const bytes = Math.min(expectedBytes || Number.POSITIVE_INFINITY, LARGE_ANSWER_BYTES);
      const admitted = Promise.withResolvers<void>();
      const visitor = { bytes, admit: admitted.resolve };
      waiting.add(visitor);
      admitThoseWhoFit();
      return {
        wait: waiting.has(visitor) ? admitted.promise : null,
        [Symbol.dispose]() {
          if (!waiting.delete(visitor)) takenBytes -= bytes;
          admitThoseWhoFit();
        },
      };
    },

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

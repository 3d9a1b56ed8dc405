import { startMeasured } from '../processes/measured-process.ts';
import type { VisitKind } from './visits.ts';

/** What visitors are told. */
export interface VisitorsOrder {
  type: 'visit';
  url: string;
  seconds: number;
}

/** What they tell when the time is over. */
export interface VisitorsNews {
  type: 'visited';
  /** Since they began to visit. */
  counts: Record<VisitKind, number>;
  /** What went wrong, and how often. */
  failures: [reason: string, count: number][];
}

/** Those who ask a gateway for all kinds of things, from another process. Disposing ends it. */
export interface Visitors extends AsyncDisposable {
  /** Resolves when the time is over and nothing is under way any more. */
  visit(seconds: number): Promise<VisitorsNews>;
}

const PROGRAM = new URL('visitors-program.ts', import.meta.url);

/** @see Visitors */
export function startVisitors(url: string): Visitors {
  const program = startMeasured(PROGRAM, { core: 'measuring' });
  return {
    visit(seconds) {
      program.tell({ type: 'visit', url, seconds } satisfies VisitorsOrder);
      return program.hear((message) =>
        (message as VisitorsNews).type === 'visited' ? (message as VisitorsNews) : undefined,
      );
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

import { startMeasured } from '../processes/measured-process.ts';
import type { VisitKind } from './visits.ts';

/** What visitors are told. */
export interface VisitorsOrder {
  type: 'visit';
  url: string;
  seconds: number;
}

/** What they tell at the end. */
export interface VisitorsNews {
  type: 'visited';
  counts: Record<VisitKind, number>;
  /** What went wrong, and how often. */
  failures: [reason: string, count: number][];
}

const PROGRAM = new URL('visitors-program.ts', import.meta.url);

/** Lets a gateway be asked for all kinds of things, from another process. Resolves when the time is over. */
export async function visit(url: string, seconds: number): Promise<VisitorsNews> {
  await using program = startMeasured(PROGRAM, { core: 'measuring' });
  program.tell({ type: 'visit', url, seconds } satisfies VisitorsOrder);
  return await program.hear((message) =>
    (message as VisitorsNews).type === 'visited' ? (message as VisitorsNews) : undefined,
  );
}

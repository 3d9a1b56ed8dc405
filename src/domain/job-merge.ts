import { isDeepStrictEqual } from 'node:util';
import { isFinal, type JobKind, type JobState, toOutput } from './job.ts';

/**
 * What two states of one job amount to together, in whatever order and however often they arrive.
 *
 * Running gives way to completed or failed, these to cleaned. Of two running states the later stands; of two final ones
 * the earlier, so that nothing moves a job that has ended. What is known of the creation survives whatever is read later.
 */
export function mergeJobStates(a: JobState, b: JobState): JobState {
  const seen = compareObservations(a, b) >= 0 ? a : b;
  const start = chooseStart(a, b);
  const kind = start ? start.kind : moreTellingKind(a.kind, b.kind);
  return {
    id: seen.id,
    kind,
    status: seen.status,
    pictoryStatus: seen.pictoryStatus,
    result: seen.result,
    output: toOutput(kind, seen.result),
    aiCreditsUsed: larger(a.aiCreditsUsed, b.aiCreditsUsed),
    failure: seen.failure,
    request: start?.request ?? null,
    createdAtMs: start?.createdAtMs ?? null,
    hasCallback: start?.hasCallback ?? false,
    observedAtMs: seen.observedAtMs,
  };
}

/** Whether two states of a job differ in nothing but the time of reading. */
export function isSameState(a: JobState, b: JobState): boolean {
  return (
    a === b || COMPARED_FIELDS.every((name) => a[name] === b[name] || isDeepStrictEqual(a[name], b[name]))
  );
}

const COMPARED_FIELDS = Object.keys({
  id: true,
  kind: true,
  status: true,
  pictoryStatus: true,
  result: true,
  output: true,
  aiCreditsUsed: true,
  failure: true,
  request: true,
  createdAtMs: true,
  hasCallback: true,
} satisfies Record<Exclude<keyof JobState, 'observedAtMs'>, true>) as Exclude<
  keyof JobState,
  'observedAtMs'
>[];

/** Above zero when `a` stands, below when `b` does. A total order, down to the content: replicas must not disagree. */
function compareObservations(a: JobState, b: JobState): number {
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  const later = a.observedAtMs - b.observedAtMs;
  if (later !== 0) return isFinal(a.status) ? -later : later;
  return compareText(observationOf(a), observationOf(b));
}

function rankOf({ status }: JobState): number {
  if (status === 'CLEANED') return 2;
  return isFinal(status) ? 1 : 0;
}

function observationOf({ pictoryStatus, result, failure }: JobState): string {
  return JSON.stringify([pictoryStatus, result, failure]);
}

/** The state that knows of the creation; the first creation, should two be told of. */
function chooseStart(a: JobState, b: JobState): JobState | null {
  if (a.createdAtMs === null) return b.createdAtMs === null ? null : b;
  if (b.createdAtMs === null) return a;
  const earlier = b.createdAtMs - a.createdAtMs || compareText(startOf(a), startOf(b));
  return earlier >= 0 ? a : b;
}

function startOf({ kind, request, hasCallback }: JobState): string {
  return JSON.stringify([kind, request, hasCallback]);
}

const KINDS: readonly (JobKind | null)[] = [null, 'OTHER', 'IMAGE', 'VIDEO'];

function moreTellingKind(a: JobKind | null, b: JobKind | null): JobKind | null {
  return KINDS.indexOf(a) >= KINDS.indexOf(b) ? a : b;
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a > b ? 1 : -1;
}

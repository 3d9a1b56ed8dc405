/** What a process counts, as prom-client puts it: one entry for each metric. */
export type Counts = readonly object[];

/** What a worker tells the first process. */
export type WorkerMessage =
  | { type: 'listening'; url: string }
  /** It is asked for its counts: those of the others are wanted under this number. */
  | { type: 'collect'; number: number }
  | { type: 'counted'; number: number; counts: Counts };

/** What the first process tells a worker. */
export type PrimaryMessage =
  | { type: 'count'; number: number }
  /** What the others have counted, in answer to `collect`. */
  | { type: 'collected'; number: number; counts: readonly Counts[] };

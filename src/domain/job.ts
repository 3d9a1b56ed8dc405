/** Pictory's id of a job, without prefix. */
export type JobId = string & { readonly __brand: 'JobId' };

/** What a job's state amounts to. `UNKNOWN` is a state that Pictory added later; it counts as running. */
export type JobStatus = 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'CLEANED' | 'UNKNOWN';

/** What a job makes. `OTHER`: a job of another Pictory feature. */
export type JobKind = 'IMAGE' | 'VIDEO' | 'OTHER';

/** What was asked of a job that this gateway started. */
export interface JobRequest {
  prompt: string;
  model: string;
  aspectRatio: string | null;
  style: string | null;
  duration: string | null;
  referenceImageUrl: string | null;
  firstFrameImageUrl: string | null;
  extendVideoUrl: string | null;
  referenceImageUrls: readonly string[] | null;
}

/** What a finished job reports of its own result. */
export interface JobOutput {
  kind: 'IMAGE' | 'VIDEO';
  url: string;
  width: number | null;
  height: number | null;
  duration: string | null;
  previewImageUrl: string | null;
  thumbnailImageUrl: string | null;
  lastFrameImageUrl: string | null;
}

/** A job as last known. Immutable. */
export interface JobState {
  id: JobId;
  /** Known from the start for jobs made here, else read off the result; null until then. */
  kind: JobKind | null;
  status: JobStatus;
  /** Pictory's own word for the state, verbatim. */
  pictoryStatus: string;
  /** Null until completed, and for kind `OTHER`. */
  output: JobOutput | null;
  aiCreditsUsed: number | null;
  /** Set when failed. */
  failure: { code: string | null; message: string } | null;
  /** Null when not started here. */
  request: JobRequest | null;
  /** When this gateway started it, in ms since the epoch; null when it did not. */
  createdAtMs: number | null;
  /** When the state was read, in ms since the epoch. */
  observedAtMs: number;
}

/** Whether a job can change no more, save by being cleaned. */
export function isFinal(status: JobStatus): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CLEANED';
}

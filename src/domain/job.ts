import type { JobReading } from '../upstream/pictory/jobs.ts';

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

/** What a completed job with a url reports of its result, whatever it made. */
export interface JobResult {
  url: string;
  width: number | null;
  height: number | null;
  duration: string | null;
  previewImageUrl: string | null;
  thumbnailImageUrl: string | null;
  lastFrameImageUrl: string | null;
}

/** The result of a completed image or video job. */
export interface JobOutput extends JobResult {
  kind: 'IMAGE' | 'VIDEO';
}

/** A job as last known. Immutable. */
export interface JobState {
  id: JobId;
  /** Known from the start for jobs made here, else read off the result; null until then. */
  kind: JobKind | null;
  status: JobStatus;
  /** Pictory's own word for the state, verbatim. */
  pictoryStatus: string;
  /** Null until completed, and when the job reports no url. */
  result: JobResult | null;
  /** `result` as what `kind` says it is. Null until completed, and for kind `OTHER`. */
  output: JobOutput | null;
  aiCreditsUsed: number | null;
  /** Set when failed. */
  failure: { code: string | null; message: string } | null;
  /** Null when not started here. */
  request: JobRequest | null;
  /** When this gateway started it, in ms since the epoch; null when it did not. Not null: `kind` is what was asked for. */
  createdAtMs: number | null;
  /** Whether Pictory was asked to call this gateway back when the job ends. */
  hasCallback: boolean;
  /** When the state was read, in ms since the epoch. */
  observedAtMs: number;
}

/** Whether a job can change no more, save by being cleaned. */
export function isFinal(status: JobStatus): boolean {
  return status === 'COMPLETED' || status === 'FAILED' || status === 'CLEANED';
}

/** The state of a job that was started here just now. */
export function toStartedJob(
  id: JobId,
  kind: 'IMAGE' | 'VIDEO',
  request: JobRequest,
  createdAtMs: number,
  hasCallback = false,
): JobState {
  const status = 'IN_PROGRESS';
  return {
    ...UNTOLD,
    id,
    kind,
    status,
    pictoryStatus: 'in-progress',
    request,
    createdAtMs,
    hasCallback,
    observedAtMs: createdAtMs,
  };
}

/** A job of which only the start is known. */
export function toUntoldJob(id: JobId, startedAtMs: number): JobState {
  return { ...UNTOLD, id, status: 'IN_PROGRESS', pictoryStatus: 'in-progress', observedAtMs: startedAtMs };
}

/** The state of a job that Pictory has just agreed to clean. */
export function toCleanedJob(id: JobId, observedAtMs: number): JobState {
  return { ...UNTOLD, id, status: 'CLEANED', pictoryStatus: 'cleaned', observedAtMs };
}

/** What one read says of a job. What is remembered of its creation comes in by merging: `mergeJobStates`. */
export function toJobState(reading: JobReading, observedAtMs: number): JobState {
  const { jobId, pictoryStatus, aiCreditsUsed, errorCode: code, errorMessage } = reading;
  const status = STATUS_OF.get(pictoryStatus) ?? 'UNKNOWN';
  const result = status === 'COMPLETED' ? toResult(reading) : null;
  const kind = status === 'COMPLETED' ? readKind(result, aiCreditsUsed) : null;
  return {
    ...UNTOLD,
    id: jobId as JobId,
    kind,
    status,
    pictoryStatus,
    result,
    output: toOutput(kind, result),
    aiCreditsUsed,
    failure: status === 'FAILED' ? { code, message: errorMessage ?? NO_REASON_GIVEN } : null,
    observedAtMs,
  };
}

/** `result` as an image or a video; null when there is none or it is neither. */
export function toOutput(kind: JobKind | null, result: JobResult | null): JobOutput | null {
  return result && (kind === 'IMAGE' || kind === 'VIDEO') ? { kind, ...result } : null;
}

const UNTOLD = {
  kind: null,
  result: null,
  output: null,
  aiCreditsUsed: null,
  failure: null,
  request: null,
  createdAtMs: null,
  hasCallback: false,
} as const satisfies Partial<JobState>;

const NO_REASON_GIVEN = 'Pictory gave no reason for this failure.';

const STATUS_OF = new Map<string, JobStatus>(
  Object.entries({
    'in-progress': 'IN_PROGRESS',
    completed: 'COMPLETED',
    failed: 'FAILED',
    cleaned: 'CLEANED',
  } satisfies Record<string, JobStatus>),
);

function toResult(reading: JobReading): JobResult | null {
  const { url, width, height, duration, previewImageUrl, thumbnailImageUrl, lastFrameImageUrl } = reading;
  if (url === null) return null;
  return { url, width, height, duration, previewImageUrl, thumbnailImageUrl, lastFrameImageUrl };
}

/** Pictory does not say what a job makes: a completed one shows it by what it reports. */
function readKind(result: JobResult | null, aiCreditsUsed: number | null): JobKind {
  if (!result) return 'OTHER';
  const { width, height, duration, previewImageUrl, thumbnailImageUrl, lastFrameImageUrl } = result;
  if ((duration ?? previewImageUrl ?? thumbnailImageUrl ?? lastFrameImageUrl) !== null) return 'VIDEO';
  return (width ?? height ?? aiCreditsUsed) !== null ? 'IMAGE' : 'OTHER';
}

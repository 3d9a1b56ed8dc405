import type { JobState } from '../job.ts';

/** What a caller asks for, as it came; null and absent are the same. */
export interface ImageInput {
  prompt: string;
  model?: string | null | undefined;
  aspectRatio?: string | null | undefined;
  style?: string | null | undefined;
  referenceImageUrl?: string | null | undefined;
  webhook?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
  maxCredits?: number | null | undefined;
}

/** Exactly one is given. */
export interface VideoSource {
  firstFrameImageUrl?: string | null | undefined;
  extendVideoUrl?: string | null | undefined;
  referenceImageUrls?: readonly string[] | null | undefined;
  /** A global id, `Video:…` or `Job:…`: start from the last frame of that video. */
  continueVideo?: string | null | undefined;
}

/** What a caller asks for, as it came; null and absent are the same. */
export interface VideoInput {
  prompt: string;
  model?: string | null | undefined;
  aspectRatio?: string | null | undefined;
  duration?: string | null | undefined;
  source?: VideoSource | null | undefined;
  webhook?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
  maxCredits?: number | null | undefined;
}

/** One fault of the input: where (field names and indexes as text), what, and what would be taken. */
export interface InputIssue {
  path: readonly string[];
  message: string;
  accepted: readonly string[] | null;
}

/** What became of one generation. Never an exception: each way it can go is a member. */
export type GenerationResult =
  | { type: 'started'; job: JobState; replayed: boolean }
  | { type: 'invalid-input'; message: string; issues: readonly InputIssue[] }
  /** `credits` null: the price is unknown. */
  | { type: 'credit-limit'; message: string; credits: number | null; maxCredits: number }
  | { type: 'idempotency-conflict'; message: string }
  | { type: 'rejected'; message: string; pictoryCode: string | null; issues: readonly InputIssue[] }
  /** Nothing was bought. */
  | { type: 'not-started'; message: string; retryable: boolean; retryAfterMs: number | null }
  /** It may have been bought. */
  | { type: 'outcome-unknown'; message: string; sentAtMs: number };

/** The largest number of inputs that one field takes. */
export const MAX_BATCH = 20;

/** What holds for a whole generation field. */
export interface GenerationTerms {
  maxCredits: number | null;
  /** Null: no header, or it is not for this field. `ambiguous`: several fields could claim it, and none may. */
  headerKey: HeaderKey | 'ambiguous' | null;
}

/** The `Idempotency-Key` header of a request whose only generation field this is. */
interface HeaderKey {
  /** As it came. */
  value: string;
  /** `input`: it is the one input's key, as if given there. `batch`: item i gets a key of its own, made of it and i. */
  of: 'input' | 'batch';
}

import type { Identity } from './caller.ts';
import type { JobState } from './job.ts';
import type { Operation } from './operation.ts';

/** What a caller asks for, as it came; null and absent are the same. */
export interface ImageInput {
  prompt: string;
  model?: string | null;
  aspectRatio?: string | null;
  style?: string | null;
  referenceImageUrl?: string | null;
  webhook?: string | null;
  idempotencyKey?: string | null;
  maxCredits?: number | null;
}

/** Exactly one is given. */
export interface VideoSource {
  firstFrameImageUrl?: string | null;
  extendVideoUrl?: string | null;
  referenceImageUrls?: readonly string[] | null;
  /** A global id, `Video:…` or `Job:…`: start from the last frame of that video. */
  continueVideo?: string | null;
}

/** What a caller asks for, as it came; null and absent are the same. */
export interface VideoInput {
  prompt: string;
  model?: string | null;
  aspectRatio?: string | null;
  duration?: string | null;
  source?: VideoSource | null;
  webhook?: string | null;
  idempotencyKey?: string | null;
  maxCredits?: number | null;
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

/** Where credits are spent: checks before it sends, and never buys twice. */
export interface Studio {
  /**
   * One result per input, in order.
   *
   * @param terms.maxCredits limit for the whole batch, checked before the first POST.
   * @param terms.headerKey the request's `Idempotency-Key`, for inputs that name none.
   * @throws {GatewayError} `BAD_USER_INPUT` when a batch has not 1 to 20 inputs. Nothing else.
   */
  generateImages(
    identity: Identity,
    inputs: readonly ImageInput[],
    terms: GenerationTerms,
    operation: Operation,
  ): Promise<GenerationResult[]>;
  generateVideos(
    identity: Identity,
    inputs: readonly VideoInput[],
    terms: GenerationTerms,
    operation: Operation,
  ): Promise<GenerationResult[]>;
  /** From now on nothing more is sent: what still waits for its place, and all that comes, is `not-started`. */
  startDraining(): void;
  /** Resolves when no POST is under way and its outcome, if it had one, has been kept. Never rejects. */
  drained(): Promise<void>;
}

/** What holds for a whole generation field. */
export interface GenerationTerms {
  maxCredits: number | null;
  /** Null: no header, or it is not for this field. `ambiguous`: several fields could claim it, and none may. */
  headerKey: HeaderKey | 'ambiguous' | null;
}

/** The `Idempotency-Key` header of a request whose only generation field this is. */
export interface HeaderKey {
  /** As it came. */
  value: string;
  /** `input`: it is the one input's key, as if given there. `batch`: item i gets a key of its own, made of it and i. */
  of: 'input' | 'batch';
}

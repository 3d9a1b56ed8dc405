import { type UpstreamComplaint, UpstreamError, type UpstreamFailure } from '../../upstream/errors.ts';
import { toStartedJob, toUntoldJob } from '../job.ts';
import type { Sealer } from '../seal.ts';
import type { GenerationResult, InputIssue } from './generation.ts';
import { type DoneRecord, openGeneration } from './records.ts';

/** The input is at fault; nothing was sent. */
export function invalidInput(issues: readonly InputIssue[]): GenerationResult {
  const told = issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { type: 'invalid-input', message: `Nothing was sent. ${told.join(' ')}`, issues };
}

/** @param credits what it would have cost; null when that is unknown. */
export function creditLimit(
  credits: number | null,
  maxCredits: number,
  whose: 'input' | 'batch',
): GenerationResult {
  const subject = whose === 'batch' ? 'The whole batch' : 'This';
  const reason =
    credits === null
      ? `${subject} has no known price, so that maxCredits ${maxCredits} cannot be kept. Choose a model that has a price, or leave maxCredits out.`
      : `${subject} costs ${credits} AI credits, and maxCredits is ${maxCredits}.`;
  return { type: 'credit-limit', message: `Nothing was sent. ${reason}`, credits, maxCredits };
}

/** The key is taken by another request. */
export function idempotencyConflict(): GenerationResult {
  return {
    type: 'idempotency-conflict',
    message:
      'Nothing was sent. This idempotency key has served a different request within the last 24 hours. Use a new key for a new request.',
  };
}

/** Nothing was bought. */
export function notStarted(reason: {
  message: string;
  retryable: boolean;
  retryAfterMs?: number | null;
}): GenerationResult {
  const { message, retryable, retryAfterMs = null } = reason;
  return { type: 'not-started', message: `Nothing was bought. ${message}`, retryable, retryAfterMs };
}

/** It was sent, and whether Pictory took it is not known. */
export function outcomeUnknown(sentAtMs: number): GenerationResult {
  return {
    type: 'outcome-unknown',
    message:
      'The request was sent, but no answer told what became of it. It may have been bought, and nothing is sent again by itself. Look for it among the newest images or videos before sending it under a new idempotency key.',
    sentAtMs,
  };
}

/** The job that a key has been bound to, as it was when it started. */
export function replayed({ jobId, sent, startedAtMs }: DoneRecord, sealer: Sealer): GenerationResult {
  const opened = openGeneration(sent, sealer);
  const job = opened
    ? toStartedJob(jobId, opened.kind, opened.request, startedAtMs, opened.callbackId !== null)
    : toUntoldJob(jobId, startedAtMs);
  return { type: 'started', job, replayed: true };
}

/** What a POST that gave no job id amounts to. */
export interface FailedAttempt {
  error: unknown;
  /** Null when not a byte was handed to the socket. */
  sentAtMs: number | null;
  /** Whether the key that was used is the gateway's own. */
  isGatewayAccount: boolean;
  /** Where in the input a field that Pictory complains of comes from. */
  inputPath: (field: string) => readonly string[];
}

/**
 * Tells what was certainly not bought from what may have been: without a byte on the socket nothing was, whatever the
 * error says; after that only where the upstream's verdict is certain. What nobody foresaw may have been.
 */
export function failedGeneration({
  error,
  sentAtMs,
  isGatewayAccount,
  inputPath,
}: FailedAttempt): GenerationResult {
  if (error instanceof UpstreamError) {
    if (sentAtMs !== null && error.mayHaveTakenEffect) return outcomeUnknown(sentAtMs);
    if (error.failure === 'refused' || error.failure === 'not-found')
      return rejected(error.complaint, inputPath);
    if (error.failure === 'unauthorized' && isGatewayAccount) return notStarted(GATEWAY_KEY_REFUSED);
    return notStarted({ ...NOT_SENT[error.failure], retryAfterMs: error.retryAfterMs });
  }
  if (sentAtMs !== null) return outcomeUnknown(sentAtMs);
  return notStarted({ message: 'The gateway failed before it was sent.', retryable: true });
}

function rejected(
  complaint: UpstreamComplaint | null,
  inputPath: FailedAttempt['inputPath'],
): GenerationResult {
  const words = complaint?.message;
  return {
    type: 'rejected',
    message: words
      ? `Pictory refused the request: ${words}`
      : 'Pictory refused the request and did not say why.',
    pictoryCode: complaint?.code ?? null,
    issues: (complaint?.fields ?? []).map(({ name, message }) => ({
      path: inputPath(name),
      message,
      accepted: null,
    })),
  };
}

const NOT_REACHED = { message: 'Pictory cannot be reached at the moment.', retryable: true };

const NOT_SENT = {
  unreachable: NOT_REACHED,
  'not-sent': { message: 'Pictory is failing or this account has too many calls waiting.', retryable: true },
  'rate-limited': { message: 'Pictory limits the calls of this account.', retryable: true },
  unauthorized: {
    message: 'Pictory does not accept this API key. Send a valid one in Authorization.',
    retryable: false,
  },
  blocked: { message: 'The bot filter in front of Pictory refused the call.', retryable: true },
  timeout: NOT_REACHED,
  cut: NOT_REACHED,
  'server-error': NOT_REACHED,
  'invalid-response': NOT_REACHED,
} as const satisfies Record<
  Exclude<UpstreamFailure, 'refused' | 'not-found'>,
  { message: string; retryable: boolean }
>;

const GATEWAY_KEY_REFUSED = {
  message:
    "Pictory does not accept the gateway's own API key. Nothing the caller sends can help: tell the operator.",
  retryable: false,
};

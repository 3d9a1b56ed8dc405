import { MAX_BATCH } from '../domain/generation/generation.ts';

/** Descriptions of what all generation inputs and batch fields have in common. */
export const DESCRIPTIONS = {
  prompt: 'What to show, in 5 to 5,000 characters (Unicode code points; blanks at the ends count).',
  aspectRatio: "One of the model's `aspectRatios`, such as `16:9`. Without it, Pictory takes the first.",
  webhook:
    'An address of yours for Pictory to call when the job has ended. The call is not signed and its body not documented: take it as a hint to read the job. Pictory must be able to reach it: a private or reserved host is refused with `InvalidInputError`, unless the operator allows it. Without it, watch the job with `jobUpdated`.',
  idempotencyKey:
    'Makes the request safe to repeat: text of 1 to 255 characters that you make up, such as a UUID. For 24 hours an equal request with the same key gets the job that the first one started, with `replayed: true`, and buys nothing. When nobody can tell whether the first one was accepted, a repeat is told so with `OutcomeUnknownError`, and nothing is sent again. Where the operator runs the gateway without Redis, it remembers this in its process only: after a restart a repeat is a new request. All generation fields share one space of keys. An `Idempotency-Key` header does the same for a request with a single generation field that names no key.',
  maxCredits:
    'The most it may cost, in AI credits. What would cost more, or has no known price, is refused with `CreditLimitError`.',
  inputs: `From 1 to ${MAX_BATCH} inputs.`,
  batchMaxCredits:
    'The most that all of them together may cost, in AI credits. Checked before the first is sent: if the sum is higher, or the price of one is unknown, none is started. Each input may have a limit of its own besides.',
} as const;

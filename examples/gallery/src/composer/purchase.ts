import type { GenerateImageInput } from '../__generated__/useGenerateImageMutation.graphql.ts';
import type { GenerateVideoInput } from '../__generated__/useGenerateVideoMutation.graphql.ts';
import type { Draft, DraftSource } from './draft.ts';

/** One purchase. Whatever is sent again with the same key is not bought again. */
export type Purchase =
  | { kind: 'IMAGE'; input: GenerateImageInput & { idempotencyKey: string } }
  | { kind: 'VIDEO'; input: GenerateVideoInput & { idempotencyKey: string } };

/** @param maxCredits what the person was told that it costs; null when the price is unknown. */
export function toPurchase(draft: Draft, maxCredits: number | null): Purchase {
  const { kind, prompt, model, aspectRatio, style, duration, source } = draft;
  const common = { prompt, model, aspectRatio, maxCredits, idempotencyKey: newIdempotencyKey() };
  if (kind === 'IMAGE')
    return { kind, input: { ...common, style, referenceImageUrl: source?.value ?? null } };
  return { kind, input: { ...common, duration, source: source && toVideoSource(source) } };
}

/** Exactly one of its fields: the input is a `@oneOf`. */
function toVideoSource({ use, value }: DraftSource): GenerateVideoInput['source'] {
  return use === 'continueVideo' ? { continueVideo: value } : { firstFrameImageUrl: value };
}

/** The same again as a purchase of its own. */
export function toNewPurchase<P extends Purchase>({ kind, input }: P, maxCredits = input.maxCredits): P {
  return { kind, input: { ...input, maxCredits, idempotencyKey: newIdempotencyKey() } } as P;
}

/** A purchase once more, under the key that it has: only the price that is shown now may be another. */
export function toRepeat({ input: { idempotencyKey, maxCredits } }: Purchase, now: Purchase): Purchase {
  const input = { idempotencyKey, maxCredits: now.input.maxCredits ?? maxCredits };
  return now.kind === 'IMAGE'
    ? { kind: now.kind, input: { ...now.input, ...input } }
    : { kind: now.kind, input: { ...now.input, ...input } };
}

/** Whether two purchases buy the same, whatever their keys, and whatever it may cost. */
export function isSameRequest(one: Purchase, other: Purchase): boolean {
  const withoutKey = ({ kind, input }: Purchase) =>
    JSON.stringify([kind, { ...input, idempotencyKey: null, maxCredits: null }]);
  return withoutKey(one) === withoutKey(other);
}

/** 128 random bits. `crypto.randomUUID` would do, but pages that come over plain http do not have it. */
function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

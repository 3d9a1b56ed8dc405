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

/** Whether two purchases differ in nothing but their keys. */
export function isSameRequest(one: Purchase, other: Purchase): boolean {
  const withoutKey = ({ kind, input }: Purchase) =>
    JSON.stringify([kind, { ...input, idempotencyKey: null }]);
  return withoutKey(one) === withoutKey(other);
}

/** 128 random bits. `crypto.randomUUID` would do, but pages that come over plain http do not have it. */
function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

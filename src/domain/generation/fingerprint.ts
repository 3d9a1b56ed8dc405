import { createHash } from 'node:crypto';
import type { PrincipalId } from '../caller.ts';
import type { TenantId } from '../tenant.ts';
import type { ImageInput, VideoInput } from './generation.ts';
import type { GenerationRecordId } from './records.ts';

/** An idempotency key: one that was given as such, or the part of a batch's header that is item `batchIndex`'s. */
export interface GenerationKey {
  value: string;
  batchIndex: number | null;
}

/**
 * What two generations must share to be the same request: the field and all that was asked for, as the caller put it.
 * The order of members does not matter and null is absent; `idempotencyKey` and `maxCredits` are no part of it.
 */
export function fingerprintOf(kind: 'IMAGE' | 'VIDEO', input: ImageInput | VideoInput): string {
  const { idempotencyKey: _key, maxCredits: _limit, ...asked } = input;
  return hash([kind, canonical(asked)]);
}

/** A fingerprint as a store may hold it: without the key, which no store holds, nobody can try what it is of. */
export function hideFingerprint(fingerprint: string, key: GenerationKey): string {
  return hash([fingerprint, key.value]);
}

/**
 * Names the record of a key. No two tenants share one, nor do two principals of a tenant, nor a key and the part of a
 * batch's header.
 */
export function recordIdOf(
  tenantId: TenantId,
  principal: PrincipalId,
  key: GenerationKey,
): GenerationRecordId {
  return hash([tenantId, principal, key.batchIndex, key.value]) as GenerationRecordId;
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .filter(([, member]) => member != null)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, canonical(member)]));
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

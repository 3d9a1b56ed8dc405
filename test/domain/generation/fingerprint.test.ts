import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PrincipalId } from '../../../src/domain/caller.ts';
import { fingerprintOf, recordIdOf } from '../../../src/domain/generation/fingerprint.ts';
import type { VideoInput } from '../../../src/domain/generation/generation.ts';
import type { TenantId } from '../../../src/domain/tenant.ts';

const text = fc.string({ unit: 'binary', maxLength: 8 });
const orNothing = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** Inputs without nulls, of few values, so that equal ones come up. */
const inputs: fc.Arbitrary<VideoInput> = fc.record({
  prompt: fc.oneof(fc.constantFrom('a', 'b'), text),
  model: orNothing(fc.constantFrom('', 'm')),
  duration: orNothing(fc.constantFrom('', 'm')),
  source: orNothing(
    fc.record({
      extendVideoUrl: orNothing(fc.constantFrom('a', 'b')),
      referenceImageUrls: orNothing(fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 })),
    }),
  ),
});

describe('the fingerprint of a request', () => {
  test('does not hang on the order of members, nor on how absence is written, nor on key and limit', () => {
    fc.assert(
      fc.property(
        inputs,
        fc.infiniteStream(fc.nat()),
        orNothing(text),
        orNothing(fc.double()),
        (input, order, key, limit) => {
          const rewritten = shuffleMembers({ ...input, idempotencyKey: key, maxCredits: limit }, order);
          expect(fingerprintOf('VIDEO', rewritten as VideoInput)).toBe(fingerprintOf('VIDEO', input));
        },
      ),
    );
  });

  test('is equal only for equal requests', () => {
    fc.assert(
      fc.property(inputs, inputs, (left, right) => {
        const areEqual = JSON.stringify(sortMembers(left)) === JSON.stringify(sortMembers(right));
        expect(fingerprintOf('VIDEO', left) === fingerprintOf('VIDEO', right)).toBe(areEqual);
      }),
      { numRuns: 1000 },
    );
  });

  test('tells images from videos, and a default left out from one that is named', () => {
    const input = { prompt: 'A lighthouse' };
    expect(fingerprintOf('IMAGE', input)).not.toBe(fingerprintOf('VIDEO', input));
    expect(fingerprintOf('IMAGE', { ...input, model: 'seedream3.0' })).not.toBe(
      fingerprintOf('IMAGE', input),
    );
  });

  test('minds the order of reference images', () => {
    const of = (...referenceImageUrls: string[]) =>
      fingerprintOf('VIDEO', { prompt: 'A lighthouse', source: { referenceImageUrls } });
    expect(of('a', 'b')).not.toBe(of('b', 'a'));
  });
});

describe('the name of a record', () => {
  const idOf = (principal: string, value: string, batchIndex: number | null = null, tenant = 'tenant-1') =>
    recordIdOf(tenant as TenantId, principal as PrincipalId, { value, batchIndex });

  test('is the same for the same principal and key, and tells neither', () => {
    expect(idOf('ada', 'order-7')).toBe(idOf('ada', 'order-7'));
    expect(idOf('ada', 'order-7')).toMatch(/^[\w-]{43}$/);
  });

  test('is shared by no two tenants, principals, keys or items of a batch', () => {
    const names = fc.constantFrom('', 'a', 'ab');
    const keys = fc.tuple(names, text, fc.option(fc.nat({ max: 2 })), names);
    fc.assert(
      fc.property(keys, keys, (left, right) => {
        const areEqual = left.every((part, index) => part === right[index]);
        expect(idOf(...left) === idOf(...right)).toBe(areEqual);
      }),
    );
  });
});

/** The same content with its members in another order, some of those that are absent written as null. */
function shuffleMembers(value: unknown, order: Iterator<number>): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => ({ place: order.next().value as number, name, member }))
      .sort((left, right) => left.place - right.place)
      .map(({ place, name, member }) => [
        name,
        member === undefined && place % 2 === 0 ? null : shuffleMembers(member, order),
      ]),
  );
}

function sortMembers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([name, member]) => [name, sortMembers(member)]);
}

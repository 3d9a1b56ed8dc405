import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PixverseImageId, toPixverseImage } from '../../../src/domain/pixverse/image.ts';
import { PIXVERSE_IMAGE_RULES as rules } from '../../../src/domain/pixverse/image-rules.ts';
import { COMPLETED, readingOf } from '../../support/scripted-pixverse.ts';

const ID = 'sealed' as PixverseImageId;

describe('the state of a PixVerse image', () => {
  test.each([
    [1, 'COMPLETED', true],
    [5, 'QUEUED', false],
    [7, 'MODERATED', true],
    [9, 'GENERATING', false],
    [10, 'PROCESSING', false],
    [42, 'UNKNOWN', false],
    [null, 'UNKNOWN', false],
  ])('is by the number %s, where nothing else is told, %s', (statusCode, status, isFinal) => {
    const told = readingOf({ statusCode, statusName: null, isFinal: null });
    expect(toPixverseImage(told, ID, 1)).toMatchObject({ status, isFinal, statusCode, statusName: null });
  });

  test('goes by the name before the number, and by the flag before both', () => {
    const image = (told: Parameters<typeof readingOf>[0]) => toPixverseImage(readingOf(told), ID, 1);
    expect(image({ statusCode: 9, statusName: 'MODERATED', isFinal: null })).toMatchObject({
      status: 'MODERATED',
      isFinal: true,
    });
    expect(image({ statusCode: 5, statusName: 'QUEUED', isFinal: true })).toMatchObject({
      status: 'QUEUED',
      isFinal: true,
    });
    expect(image({ statusCode: 1, statusName: 'COMPLETED', isFinal: false }).isFinal).toBe(false);
  });

  test.each(['DREAMING', 'completed', 'toString', '__proto__'])(
    'that is not known (%s) survives, final when useapi.net says so',
    (statusName) => {
      const image = (isFinal: boolean | null) =>
        toPixverseImage(readingOf({ statusCode: 42, statusName, isFinal }), ID, 1);
      expect(image(null)).toMatchObject({ status: 'UNKNOWN', statusName, statusCode: 42, isFinal: false });
      expect(image(true)).toMatchObject({ status: 'UNKNOWN', isFinal: true });
    },
  );

  test('holds nothing of useapi.net’s id', () => {
    expect(JSON.stringify(toPixverseImage(readingOf(COMPLETED), ID, 1))).not.toContain('example.org');
  });
});

describe('two states of a PixVerse image', () => {
  const state = fc
    .record({
      statusName: fc.constantFrom('QUEUED', 'GENERATING', 'COMPLETED', 'MODERATED', 'DREAMING'),
      isFinal: fc.constantFrom(true, false, null),
      updatedAt: fc.constantFrom('2026-10-05T07:00:14Z', '2026-10-05T07:00:15Z'),
      observedAtMs: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ observedAtMs, ...told }) => toPixverseImage(readingOf(told), ID, observedAtMs));

  test('amount to the same in whatever order and however often they arrive', () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        expect(rules.merge(a, b)).toEqual(rules.merge(b, a));
        expect(rules.merge(a, a)).toEqual(a);
        expect(rules.merge(rules.merge(a, b), c)).toEqual(rules.merge(a, rules.merge(b, c)));
      }),
    );
  });

  test('the end stands, the later of two running, the earlier of two ends', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const merged = rules.merge(a, b);
        expect(merged.isFinal).toBe(a.isFinal || b.isFinal);
        if (a.isFinal !== b.isFinal) return;
        const [earlier, later] = [a.observedAtMs, b.observedAtMs].toSorted();
        expect(merged.observedAtMs).toBe(merged.isFinal ? earlier : later);
      }),
    );
  });

  test('are the same when only the time of reading differs', () => {
    const at = (observedAtMs: number, told = {}) => toPixverseImage(readingOf(told), ID, observedAtMs);
    expect(rules.isSame(at(1), at(2))).toBe(true);
    expect(rules.isSame(at(1), at(1, { url: 'https://a.example/1.webp' }))).toBe(false);
  });
});

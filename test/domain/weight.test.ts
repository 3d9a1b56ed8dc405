import { expect, test } from 'vitest';
import { WeighedMap, weigh } from '../../src/domain/weight.ts';

test('texts weigh by their length, wherever they stand', () => {
  const text = 'x'.repeat(10_000);

  expect(weigh(text)).toBeGreaterThan(10_000);
  expect(weigh({ a: { b: [text, null, text] }, c: 5, d: undefined })).toBeGreaterThan(20_000);
  expect(weigh({ a: { b: [text, null, text] } })).toBeLessThan(20_500);
});

test('a map weighs what its keys do, and nothing when they have gone', () => {
  const map = new WeighedMap<string, number>();
  map.set('x'.repeat(1000), 1).set('b', 2);
  const both = map.sizeBytes;

  map.set('b', 3).delete('c');
  expect(map.sizeBytes).toBe(both);
  expect(both).toBeGreaterThan(1001);

  map.delete('x'.repeat(1000));
  expect(map.sizeBytes).toBe(new WeighedMap<string, number>().set('b', 2).sizeBytes);
  map.delete('b');
  expect(map.sizeBytes).toBe(0);

  map.set('d', 1).clear();
  expect(map.sizeBytes).toBe(0);
});

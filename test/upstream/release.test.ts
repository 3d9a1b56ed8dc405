import { expect, test } from 'vitest';
import { release } from '../../src/upstream/release.ts';

test('the bytes of a large answer are given back, in however many parts they came', () => {
  const parts = [Buffer.alloc(16_000), Buffer.alloc(16_384), Buffer.alloc(16_384), Buffer.alloc(500)];
  release(parts);
  expect(parts.map(({ length }) => length)).toEqual([0, 0, 0, 0]);
});

test('the bytes of a small one are left where they are', () => {
  const part = Buffer.alloc(47_999, 'x');
  release([part]);
  expect(part.toString()).toBe('x'.repeat(47_999));
});

test('memory that others may use as well stays theirs', () => {
  const shared = Buffer.alloc(200_000, 'x');
  const pooled = Buffer.from('from the pool of Node');
  release([shared.subarray(0, 100_000), pooled]);
  expect(shared.subarray(100_000).toString()).toBe('x'.repeat(100_000));
  expect(pooled.toString()).toBe('from the pool of Node');
});

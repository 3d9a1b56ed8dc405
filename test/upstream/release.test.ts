import { expect, test } from 'vitest';
import { release } from '../../src/upstream/release.ts';

test('the bytes of three large answers in four are given back, in however many parts they came', () => {
  const answers = Array.from({ length: 40 }, () => [
    Buffer.alloc(16_000),
    Buffer.alloc(16_384),
    Buffer.alloc(500),
  ]);
  for (const parts of answers) release(parts);
  const left = answers.filter((parts) => parts.every(({ length }) => length > 0));
  const given = answers.filter((parts) => parts.every(({ length }) => length === 0));
  expect([left.length, given.length]).toEqual([10, 30]);
});

test('the bytes of a small one are left where they are', () => {
  const part = Buffer.alloc(7_999, 'x');
  release([part]);
  expect(part.toString()).toBe('x'.repeat(7_999));
});

test('memory that others may use as well stays theirs', () => {
  const shared = Buffer.alloc(200_000, 'x');
  const pooled = Buffer.from('from the pool of Node');
  release([shared.subarray(0, 100_000), pooled]);
  expect(shared.subarray(100_000).toString()).toBe('x'.repeat(100_000));
  expect(pooled.toString()).toBe('from the pool of Node');
});

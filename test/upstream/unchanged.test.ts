import { describe, expect, test } from 'vitest';
import { release } from '../../src/upstream/release.ts';
import { createUnchanged } from '../../src/upstream/unchanged.ts';

const TEXT = JSON.stringify({ items: ['first', 'second', 'third'] });

/** A text as it may come: in parts of so many bytes. */
function inParts(text: string, bytes: number): Buffer[] {
  const whole = Buffer.from(text);
  return Array.from({ length: Math.ceil(whole.length / bytes) }, (_, index) =>
    Buffer.from(whole.subarray(index * bytes, (index + 1) * bytes)),
  );
}

describe('an answer that was noted', () => {
  const noted = () => {
    const unchanged = createUnchanged();
    const json = JSON.parse(TEXT);
    unchanged.note('question', inParts(TEXT, 10), json);
    return { unchanged, json };
  };

  test.each([1, 7, 10, 1000])('is known by its bytes, also cut into parts of %d', (bytes) => {
    const { unchanged, json } = noted();
    expect(unchanged.find('question', inParts(TEXT, bytes))).toBe(json);
  });

  test.each([
    ['its beginning', TEXT.slice(0, -1)],
    ['its end', TEXT.slice(1)],
    ['it with something behind it', `${TEXT} `],
    ['as many other bytes', TEXT.replace('third', 'THIRD')],
    ['nothing', ''],
  ])('is not taken for %s', (_name, text) => {
    expect(noted().unchanged.find('question', inParts(text, 10))).toBeUndefined();
  });

  test('is not known to another question', () => {
    expect(noted().unchanged.find('another question', inParts(TEXT, 10))).toBeUndefined();
  });

  test('is made into something once, and anew after it has changed', () => {
    const { unchanged, json } = noted();
    const made = unchanged.madeOf(json, () => ({}));
    expect(unchanged.madeOf(json, () => ({}))).toBe(made);
    unchanged.note('question', inParts('{}', 10), {});
    expect(unchanged.madeOf(json, () => ({}))).not.toBe(made);
  });
});

test('what is kept of an answer outlives its bytes, which are given back', () => {
  const unchanged = createUnchanged();
  const text = JSON.stringify({ text: 'x'.repeat(100_000) });
  const parts = inParts(text, 60_000);
  const json = JSON.parse(text);
  unchanged.note('question', parts, json);
  release(parts);
  expect(parts.map(({ length }) => length)).toEqual([0, 0]);
  expect(unchanged.find('question', inParts(text, 60_000))).toBe(json);
});

test('an answer too large to be kept takes the place of the one before, and no room', () => {
  const unchanged = createUnchanged();
  unchanged.note('question', inParts(TEXT, 10), JSON.parse(TEXT));
  const large = JSON.stringify({ text: 'x'.repeat(600_000) });
  unchanged.note('question', inParts(large, 60_000), JSON.parse(large));
  expect(unchanged.find('question', inParts(large, 60_000))).toBeUndefined();
  expect(unchanged.find('question', inParts(TEXT, 10))).toBeUndefined();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSealer } from '../../src/domain/seal.ts';

test('a sealed text opens to itself and is the same each time', () => {
  const sealer = createSealer(['secret'], 'cursor');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
      const wellFormed = text.toWellFormed();
      expect(sealer.open(sealer.seal(wellFormed))).toBe(wellFormed);
      expect(sealer.seal(wellFormed)).toBe(sealer.seal(wellFormed));
    }),
  );
});

test('another secret or purpose opens nothing', () => {
  const sealed = createSealer(['secret'], 'cursor').seal('text');
  expect(createSealer(['other'], 'cursor').open(sealed)).toBe(null);
  expect(createSealer(['secret'], 'record').open(sealed)).toBe(null);
});

test('a former secret still opens, the first one seals', () => {
  const before = createSealer(['old'], 'cursor');
  const after = createSealer(['new', 'old'], 'cursor');
  expect(after.open(before.seal('text'))).toBe('text');
  expect(createSealer(['new'], 'cursor').open(after.seal('text'))).toBe('text');
});

test('a text changed in any place, cut or lengthened does not open', () => {
  const sealer = createSealer(['secret'], 'cursor');
  const sealed = sealer.seal('a place in a list');
  for (let i = 0; i < sealed.length; i++) {
    const changed = `${sealed.slice(0, i)}${sealed[i] === 'A' ? 'B' : 'A'}${sealed.slice(i + 1)}`;
    expect(sealer.open(changed)).toBe(null);
  }
  for (const changed of [
    sealed.slice(1),
    sealed.slice(0, -1),
    `${sealed}A`,
    `${sealed}=`,
    ` ${sealed}`,
    '',
    '%',
  ]) {
    expect(sealer.open(changed)).toBe(null);
  }
});

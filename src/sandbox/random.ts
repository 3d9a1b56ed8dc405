import { createHash } from 'node:crypto';

/** Chance that repeats itself: the same seed gives the same values in the same order. */
export interface Random {
  /** From 0 (included) to 1 (excluded). */
  fraction(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True in `share` of all cases, 0 to 1. */
  chance(share: number): boolean;
  /** One of a list. @throws {RangeError} when it is empty. */
  pick<Value>(values: readonly Value[]): Value;
  /** Lower-case hexadecimal digits. */
  hex(length: number): string;
  /** A version 4 UUID. */
  uuid(): string;
}

/** Opens a series of its own for each seed. Two seeds never meet: the whole state comes from a hash of the seed. */
export function createRandom(seed: string): Random {
  // sfc32: small, fast, and 128 bits of state, so that series of ids from different seeds stay apart.
  const state = new Uint32Array(createHash('sha256').update(seed).digest().buffer.slice(0, 16));
  const next = () => {
    const [a = 0, b = 0, c = 0, counter = 0] = state;
    const value = (a + b + counter) >>> 0;
    state.set([b ^ (b >>> 9), c + (c << 3), ((c << 21) | (c >>> 11)) + value, counter + 1]);
    return value;
  };
  for (let warmUp = 0; warmUp < 12; warmUp += 1) next();

  const fraction = () => next() / 2 ** 32;
  const between = (low: number, high: number) => low + Math.floor(fraction() * (high - low + 1));
  const hex = (length: number) => {
    let digits = '';
    while (digits.length < length) digits += next().toString(16).padStart(8, '0');
    return digits.slice(0, length);
  };

  return {
    fraction,
    between,
    hex,
    chance: (share) => fraction() < share,
    pick(values) {
      const value = values[between(0, values.length - 1)];
      if (value === undefined) throw new RangeError('There is nothing to pick from.');
      return value;
    },
    uuid() {
      const variant = between(8, 11).toString(16);
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
    },
  };
}

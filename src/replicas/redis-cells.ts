import { type Incarnation, RedisAwayError, type RedisLink } from './redis-link.ts';

/** What to store in a cell, and whom to tell. */
export interface CellChange {
  /** Null: nothing, the key goes. */
  value: string | null;
  ttlMs: number;
  /** Published with the change, in the same step. */
  news?: { channel: string; message: string };
}

/**
 * Sets a key only if it holds what it was seen to hold (nil, or `=` and the text) in a memory that still has its mark (where
 * one is given), and tells a channel.
 */
const COMPARE_AND_SET = `
if ARGV[6] ~= '' and redis.call('GET', KEYS[2]) ~= ARGV[6] then return { -1, false } end
local stored = redis.call('GET', KEYS[1])
if (stored and '=' .. stored or '') ~= ARGV[1] then return { 0, stored } end
if ARGV[2] == '' then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], string.sub(ARGV[2], 2), 'PX', ARGV[3]) end
if ARGV[4] ~= '' then redis.call('PUBLISH', ARGV[4], ARGV[5]) end
return { 1, false }
`;

/**
 * Changes a key by a pure function, in one atomic step: when somebody else was faster, the step is taken anew on what is
 * there then. So the rules of merging are written once, in the domain, and hold in the store as well.
 *
 * @param step gives what to store instead of what is stored; null: leave it as it is.
 * @param within nothing is written into another memory than this one.
 * @returns what is stored afterwards.
 */
export async function updateCell(
  link: RedisLink,
  key: string,
  step: (stored: string | null) => CellChange | null,
  within: Incarnation | null = null,
): Promise<string | null> {
  const [found = null, mark] = await link.run((redis) => redis.mget(key, within?.markKey ?? key));
  // A step that changes nothing writes nothing that could be refused: what it saw must be of this memory, too.
  if (within && mark !== within.mark) throw new RedisAwayError('Redis has just lost its memory.');
  let stored = found;
  for (;;) {
    const change = step(stored);
    if (!change) return stored;
    const { value, ttlMs, news } = change;
    const seen = stored;
    const [isSet, present] = await link.run(
      (redis) =>
        redis.eval(
          COMPARE_AND_SET,
          2,
          key,
          within?.markKey ?? key,
          seen === null ? '' : `=${seen}`,
          value === null ? '' : `=${value}`,
          Math.max(1, Math.ceil(ttlMs)),
          news?.channel ?? '',
          news?.message ?? '',
          within?.mark ?? '',
        ) as Promise<[number, string | null]>,
    );
    if (isSet === 1) return value;
    if (isSet === -1) throw new RedisAwayError('Redis has just lost its memory.');
    stored = present;
  }
}

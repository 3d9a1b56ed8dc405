import type { Shortcuts } from '../../src/server/serve.ts';

/** The ways in which a query can be answered. vitest.config.ts runs the tests of what all of them owe to clients over each. */
export type WayName = 'usual' | 'compiled' | 'kept';

/** How the gateways of this run answer. `usual` is what users get: the first time in full, later by a shortcut. */
export const WAY = (process.env.TEST_WAY ?? 'usual') as WayName;

/**
 * Asks as often as the way needs: a kept answer is given the second time. A request that must not be made twice (a mutation,
 * or one whose calls are counted) is to be made without this.
 */
export async function askThatWay<Answer>(query: string, ask: () => Promise<Answer>): Promise<Answer> {
  if (WAY === 'kept' && !/^\s*(mutation|subscription)/.test(query)) await ask();
  return ask();
}

/** Shortcuts as early as can be, and one at a time. */
export const SHORTCUTS = (
  {
    usual: undefined,
    compiled: { compiledAfter: 0, keptAfter: Number.POSITIVE_INFINITY },
    kept: { compiledAfter: Number.POSITIVE_INFINITY, keptAfter: 0 },
  } satisfies Record<WayName, Shortcuts | undefined>
)[WAY];

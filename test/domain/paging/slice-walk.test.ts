import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { createSliceCursors } from '../../../src/domain/paging/slice-cursor.ts';
import { type CountedConnection, walkSlices } from '../../../src/domain/paging/slice-walk.ts';
import { createSealer } from '../../../src/domain/seal.ts';
import { operationOn } from '../../support/library.ts';
import { ScriptedSlices } from '../../support/scripted-slices.ts';

const sealer = createSealer(['a token'], 'cursors');
const cursors = createSliceCursors(sealer, 'images');

function stretch(list: ScriptedSlices, first: number, after: string | null, calls = 1000) {
  const operation = operationOn(systemClock, calls);
  const read = async (offset: number, limit: number) => {
    operation.readCall().onAttempt?.();
    return list.read(offset, limit);
  };
  return walkSlices({ read }, cursors, { first, after });
}

function idsOf(connection: CountedConnection<string>): string[] {
  return connection.edges.map(({ place }) => place.identity);
}

async function walkAll(
  list: ScriptedSlices,
  first: () => number,
  between: (connection: CountedConnection<string>) => void = () => {},
): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | null = null, rounds = 0; ; rounds++) {
    if (rounds > 1000) throw new Error('the walk does not end');
    const connection: CountedConnection<string> = await stretch(list, first(), after);
    seen.push(...idsOf(connection));
    after = connection.endCursor ?? after;
    if (!connection.hasNextPage) return seen;
    between(connection);
  }
}

describe('walking a list by position while it changes', () => {
  const change = fc.record({
    top: fc.constantFrom(0, 0, 1, 7, 60),
    end: fc.boolean(),
    removeLast: fc.boolean(),
    remove: fc.array(fc.nat(400), { maxLength: 4 }),
  });

  test('repeats nothing and misses nothing that was there throughout, between stretches and within them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 160 }),
        fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 20, 3),
        fc.boolean(),
        fc.infiniteStream(fc.constantFrom(1, 2, 7, 30, 90)),
        fc.infiniteStream(change),
        fc.infiniteStream(fc.record({ top: fc.constantFrom(0, 0, 0, 1, 3), remove: fc.nat(1000) })),
        async (count, cap, tellsTotal, firsts, changes, interruptions) => {
          const list = new ScriptedSlices(count);
          list.cap = cap;
          // Without a total, a slice that is shorter than asked for is the last.
          list.tellsTotal = tellsTotal || cap < 50;
          const throughout = new Set(list.ids);
          const remove = (id: string | undefined) => {
            if (id === undefined) return;
            list.remove(id);
            throughout.delete(id);
          };
          let growth = 0;
          list.beforeRead = () => {
            const { top, remove: index } = interruptions.next().value;
            // A list that grows for ever is never at its end.
            if (growth < 200) list.addOnTop(top);
            growth += top;
            if (index < 100) remove(list.ids[index % Math.max(1, list.ids.length)]);
          };
          const seen = await walkAll(
            list,
            () => firsts.next().value,
            (connection) => {
              const { top, end, removeLast, remove: indexes } = changes.next().value;
              if (growth < 200) list.addOnTop(top);
              if (end && growth < 200) list.addAtEnd();
              growth += top + 1;
              if (removeLast) remove(idsOf(connection).at(-1));
              for (const index of indexes) remove(list.ids[index]);
            },
          );
          expect(new Set(seen).size).toBe(seen.length);
          expect([...throughout].filter((id) => !seen.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('goes on behind hundreds of new entries at the cost of two reads', async () => {
    const list = new ScriptedSlices(300);
    const { endCursor } = await stretch(list, 20, null);
    list.addOnTop(2345);
    list.reads.length = 0;
    expect(idsOf(await stretch(list, 3, endCursor, 2))).toEqual(['image-20', 'image-21', 'image-22']);
    expect(list.reads).toEqual(['15+8', '2360+50']);
  });

  test('comes to its end where entries are equal, or one is listed twice', async () => {
    const list = new ScriptedSlices(0);
    const empty = Array.from({ length: 60 }, () => 'null');
    for (const ids of [
      [...empty, 'A'],
      ['A', 'X', 'B', 'X', 'C'],
      ['A', 'X', 'X', 'A', 'X'],
    ]) {
      list.ids = ids;
      for (const first of [1, 2, 7, 100]) expect(await walkAll(list, () => first)).toEqual(ids);
    }

    list.ids = ['X', 'X', 'A', 'X', 'B'];
    const { endCursor } = await stretch(list, 2, null);
    list.addOnTop(3);
    expect(idsOf(await stretch(list, 9, endCursor))).toEqual(['A', 'X', 'B']);
  });

  test('goes on when much of what was passed is gone, and begins anew when all of it is', async () => {
    const list = new ScriptedSlices(100);
    const { endCursor } = await stretch(list, 40, null);
    for (let index = 26; index < 40; index++) list.remove(`image-${index}`);
    expect(idsOf(await stretch(list, 2, endCursor))).toEqual(['image-40', 'image-41']);

    const few = await stretch(list, 3, null);
    for (const id of idsOf(few)) list.remove(id);
    expect(idsOf(await stretch(list, 2, few.endCursor))).toEqual(['image-3', 'image-4']);
  });

  test('ends in INVALID_CURSOR when its place is gone with all that it remembers of it', async () => {
    const list = new ScriptedSlices(100);
    const { endCursor } = await stretch(list, 40, null);
    for (let index = 20; index < 40; index++) list.remove(`image-${index}`);
    await expect(stretch(list, 2, endCursor)).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  test('ends in INVALID_CURSOR when the place is too far for the calls of one operation', async () => {
    const list = new ScriptedSlices(2000);
    const { endCursor } = await stretch(list, 5, null);
    // As many went as came, so that the total tells nothing.
    for (let index = 1000; index < 1400; index++) list.remove(`image-${index}`);
    list.addOnTop(400);
    await expect(stretch(list, 2, endCursor, 5)).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    expect(idsOf(await stretch(list, 2, endCursor, 50))).toEqual(['image-5', 'image-6']);
  });
});

describe('a stretch of a list that is read by position', () => {
  test('costs one read, and reads no more than it needs', async () => {
    const list = new ScriptedSlices(173);
    const some = await stretch(list, 20, null);
    expect(some).toMatchObject({
      hasNextPage: true,
      hasPreviousPage: false,
      truncated: false,
      totalCount: 173,
    });
    const next = await stretch(list, 20, some.endCursor);
    expect(next).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(idsOf(next)[0]).toBe('image-20');
    expect(list.reads).toEqual(['0+20', '15+25']);
  });

  test('trusts the total: a list ends there, however full its last slice is', async () => {
    const list = new ScriptedSlices(50);
    expect(await stretch(list, 50, null)).toMatchObject({ hasNextPage: false, totalCount: 50 });
    list.tellsTotal = false;
    // One read more may find nothing.
    expect(await stretch(list, 50, null)).toMatchObject({ hasNextPage: true, totalCount: null });
    const after = (await stretch(list, 50, null)).endCursor;
    expect(await stretch(list, 50, after)).toMatchObject({ edges: [], hasNextPage: false, endCursor: null });
  });

  test('of an empty list has no cursors', async () => {
    expect(await stretch(new ScriptedSlices(0), 20, null)).toMatchObject({
      edges: [],
      hasNextPage: false,
      totalCount: 0,
      startCursor: null,
      endCursor: null,
    });
  });

  test('ends where a total promises more than there is', async () => {
    const list = new ScriptedSlices(7);
    const read = async (offset: number, limit: number) => ({
      ...(await list.read(offset, limit)),
      total: 90,
    });
    const all = await walkSlices({ read }, cursors, { first: 1000, after: null });
    expect(idsOf(all)).toEqual(list.ids);
    expect(all).toMatchObject({ hasNextPage: false, totalCount: 90 });
  });

  test('says when the calls of the operation end it, and can be gone on with', async () => {
    const list = new ScriptedSlices(400);
    const cut = await stretch(list, 1000, null, 4);
    expect(cut).toMatchObject({ truncated: true, hasNextPage: true, totalCount: 400 });
    expect(idsOf(cut)).toEqual(list.ids.slice(0, 185));
    expect(idsOf(await stretch(list, 1000, cut.endCursor))).toEqual(list.ids.slice(185));
    await expect(stretch(list, 5, null, 0)).rejects.toMatchObject({ code: 'UPSTREAM_CALL_BUDGET_EXCEEDED' });
  });
});

describe('cursors of such a list', () => {
  test('name the same place alike, whatever the size of the stretch it was reached by', async () => {
    const list = new ScriptedSlices(120);
    const whole = await stretch(list, 1000, null);
    for (const first of [1, 3, 10, 50, 64]) {
      const inSteps: string[] = [];
      for (let after: string | null = null; inSteps.length < 120; ) {
        const connection: CountedConnection<string> = await stretch(list, first, after);
        inSteps.push(...connection.edges.map(({ cursor }) => cursor));
        after = connection.endCursor;
      }
      expect(inSteps).toEqual(whole.edges.map(({ cursor }) => cursor));
    }
  });

  test('are refused without a read when they are forged, cut, of another list or of another account', async () => {
    const list = new ScriptedSlices(30);
    const { endCursor } = await stretch(list, 5, null);
    list.reads.length = 0;
    const foreign = createSliceCursors(createSealer(['another token'], 'cursors'), 'images');
    const other = createSliceCursors(sealer, 'images of b@example.org');
    const place = { offset: 5, total: 30, passed: ['abcdef'] };
    for (const after of ['', 'aGVsbG8', endCursor?.slice(0, -2), foreign.seal(place), other.seal(place)]) {
      await expect(stretch(list, 5, after as string)).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    }
    expect(list.reads).toEqual([]);
  });
});

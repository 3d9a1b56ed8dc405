import type { ExecutionResult } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createEventSource } from '../../src/server/event-source.ts';

/** A source that a test feeds by hand. */
function openSource() {
  const steps: PromiseWithResolvers<IteratorResult<ExecutionResult>>[] = [];
  const draining = new AbortController();
  let asked = 0;
  let returned = 0;
  let ended = 0;
  const step = (index: number) => {
    steps[index] ??= Promise.withResolvers();
    return steps[index];
  };
  const events = createEventSource(
    {
      [Symbol.asyncIterator]: () => ({
        next: () => step(asked++).promise,
        // As that of a generator that sleeps: it ends when the sleep does.
        return: () => {
          returned += 1;
          return new Promise<never>(() => {});
        },
      }),
    },
    {
      present: (event) => ({ ...event, extensions: { presented: true } }),
      presentFailure: (error) => ({ data: { failure: String(error) } }),
      draining: draining.signal,
      onEnd: () => {
        ended += 1;
      },
    },
  );
  let given = 0;
  return {
    events,
    draining,
    give: (data: object) => step(given++).resolve({ done: false, value: { data: { ...data } } }),
    finish: () => step(given++).resolve({ done: true, value: undefined }),
    fail: (error: unknown) => step(given++).reject(error),
    counts: () => ({ returned, ended }),
  };
}

const DONE = { done: true, value: undefined };
const settled = () => new Promise(setImmediate);

describe('the events of a subscription', () => {
  test('come as the source gives them, made fit to be sent, until it ends', async () => {
    const { events, give, finish, counts } = openSource();
    give({ n: 1 });
    expect(await events.next()).toEqual({
      done: false,
      value: { data: { n: 1 }, extensions: { presented: true } },
    });
    const last = events.next();
    finish();
    expect(await last).toEqual(DONE);
    expect(await events.next()).toEqual(DONE);
    expect(counts().ended).toBe(1);
  });

  test('end with a failure as the last one', async () => {
    const { events, fail, counts } = openSource();
    fail('broken');
    expect(await events.next()).toEqual({ done: false, value: { data: { failure: 'broken' } } });
    expect(await events.next()).toEqual(DONE);
    expect(counts().ended).toBe(1);
  });

  test('end at once for a reader who leaves, though the source sleeps', async () => {
    const { events, counts } = openSource();
    const waiting = events.next();
    expect(await events.return()).toEqual(DONE);
    expect(await waiting).toEqual(DONE);
    expect(counts()).toEqual({ returned: 1, ended: 1 });
    await events.return();
    expect(counts()).toEqual({ returned: 1, ended: 1 });
  });

  test('end with one more, for a reader who waits and for one who is busy', async () => {
    const last = { data: { last: true } };
    const waiting = openSource();
    const next = waiting.events.next();
    waiting.events.end(last);
    expect(await next).toEqual({ done: false, value: last });
    expect(await waiting.events.next()).toEqual(DONE);

    const busy = openSource();
    busy.events.end(last);
    expect(await busy.events.next()).toEqual({ done: false, value: last });
    expect(await busy.events.next()).toEqual(DONE);
  });

  test('are followed by nothing of the source’s once they have ended', async () => {
    const { events, give, counts } = openSource();
    const next = events.next();
    events.end(null);
    give({ late: true });
    await settled();
    expect(await next).toEqual(DONE);
    expect(await events.next()).toEqual(DONE);
    expect(counts().ended).toBe(1);
  });

  test.each(['finish', 'fail'] as const)(
    'do not end with a source that ends (%s) because the process drains',
    async (way) => {
      const { events, draining, counts, ...source } = openSource();
      draining.abort();
      let answered = false;
      const next = events.next().finally(() => {
        answered = true;
      });
      source[way]('draining');
      await settled();
      expect(answered).toBe(false);
      await events.return();
      expect(await next).toEqual(DONE);
      expect(counts().ended).toBe(1);
    },
  );
});

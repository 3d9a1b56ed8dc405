import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CallbackId, CallbackStore } from '../../src/domain/callback-store.ts';
import { type Callback, createCallbacks } from '../../src/domain/callbacks.ts';
import { createMemoryCallbackStore } from '../../src/replicas/memory-callback-store.ts';
import { jobId } from '../support/jobs.ts';
import { tenantOf } from '../support/library.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { scriptedJobs } from '../support/scripted-jobs.ts';

const PUBLIC_URL = 'https://gateway.example.org/webhooks/pictory';
const HOUR_MS = 3_600_000;
const j1 = jobId('j1');
const j2 = jobId('j2');

const saysNothing = async () => null;
const naming = (id: string) => async () => ({ job_id: id });
const tokenOf = ({ url }: Callback) => url.slice(PUBLIC_URL.length + 1);

/** Callbacks over a store whose methods a test may replace, and what both were asked. */
function openCallbacks(options: OpenOptions = {}) {
  const { publicUrl = PUBLIC_URL, told: callTold = Promise.resolve(), ...faults } = options;
  const clock = createManualClock();
  const tenant = tenantOf(scriptedJobs(clock, {}).account);
  const memory = createMemoryCallbackStore({ clock });
  const asked: unknown[][] = [];
  const spied = <Arguments extends unknown[], Result>(
    name: string,
    method: (...given: Arguments) => Promise<Result>,
  ) => {
    return (...given: Arguments) => {
      asked.push([name, ...given]);
      return method(...given);
    };
  };
  const store: CallbackStore = {
    put: spied('put', faults.put ?? memory.put),
    read: spied('read', faults.read ?? memory.read),
    update: spied('update', faults.update ?? memory.update),
    remove: spied('remove', faults.remove ?? memory.remove),
    noteWeather: memory.noteWeather,
    get weather() {
      return memory.weather;
    },
  };
  const woken: unknown[] = [];
  const told: string[] = [];
  const callbacks = createCallbacks({
    store,
    async noteCall(...call) {
      woken.push(call);
      await callTold;
    },
    publicUrl,
    clock,
    onFault: (message) => void told.push(message),
  });
  /** An address that can be had. */
  async function open(): Promise<Callback> {
    const callback = await callbacks.open(tenant);
    if (!callback) throw new Error('There is no address.');
    return callback;
  }

  /** The same, of a job that is known. */
  async function openFor(id = j1): Promise<Callback> {
    const callback = await open();
    await callbacks.bind(callback.id, tenant.id, id);
    return callback;
  }

  return { callbacks, clock, tenant, asked, woken, told, open, openFor };
}

interface OpenOptions extends Partial<Pick<CallbackStore, 'put' | 'read' | 'update' | 'remove'>> {
  publicUrl?: string | null;
  /** When everybody has been told of a call. */
  told?: Promise<void>;
}

describe('a callback address', () => {
  test('ends in 43 characters that no two share, and only their hash is stored', async () => {
    const { open, asked, callbacks } = openCallbacks();
    const addresses = await Promise.all(Array.from({ length: 100 }, open));

    for (const { id, url } of addresses) {
      expect(url).toMatch(/^https:\/\/gateway\.example\.org\/webhooks\/pictory\/[\w-]{43}$/);
      const token = tokenOf({ id, url });
      expect(id).toBe(createHash('sha256').update(token).digest('base64url'));
      expect(JSON.stringify(asked)).not.toContain(token);
    }
    expect(new Set(addresses.map(tokenOf)).size).toBe(100);
    expect(asked.map(([method]) => method)).toEqual(Array.from({ length: 100 }, () => 'put'));
    expect(await callbacks.receive(addresses[0]?.id ?? '', saysNothing)).toBe(false);
  });

  test('is stored before it is given out', async () => {
    const stored = Promise.withResolvers<void>();
    const { open, asked, clock } = openCallbacks({ put: () => stored.promise });
    let isGiven = false;
    const opening = open().then(() => {
      isGiven = true;
    });
    await clock.advance(0);
    expect(asked).toHaveLength(1);
    expect(isGiven).toBe(false);

    stored.resolve();

    await opening;
  });

  test('that cannot be stored is not given out, and the fault is told', async () => {
    const away = () => Promise.reject(new Error('away'));
    const { callbacks, tenant, told } = openCallbacks({ put: away });

    expect(await callbacks.open(tenant)).toBeNull();

    expect(told).toEqual([expect.stringContaining('could not be kept')]);
  });

  test('is given to nobody where the gateway cannot be reached from outside, at no cost', async () => {
    const { callbacks, tenant, asked, told } = openCallbacks({ publicUrl: null });

    expect(await callbacks.open(tenant)).toBeNull();

    expect([asked, told]).toEqual([[], []]);
  });

  test('is unknown once it is discarded', async () => {
    const { callbacks, open, woken } = openCallbacks();
    const callback = await open();

    await callbacks.discard(callback.id);

    expect(await callbacks.receive(tokenOf(callback), naming('j1'))).toBe(false);
    await callbacks.bind(callback.id, openCallbacks().tenant.id, j1);
    expect(await callbacks.findNamedJob(callback.id)).toBeNull();
    expect(woken).toEqual([]);
  });

  test('that cannot be discarded or bound now harms nobody', async () => {
    const away = () => Promise.reject(new Error('away'));
    const { callbacks, open, tenant, told } = openCallbacks({ remove: away, update: away });
    const callback = await open();

    await callbacks.discard(callback.id);
    await callbacks.bind(callback.id, tenant.id, j1);

    expect(told).toEqual([expect.stringContaining('could not be bound')]);
  });

  test('is known for a day', async () => {
    const { callbacks, openFor, clock } = openCallbacks();
    const callback = await openFor();

    await clock.advance(24 * HOUR_MS - 1);
    expect(await callbacks.receive(tokenOf(callback), saysNothing)).toBe(true);
    await clock.advance(2);
    expect(await callbacks.receive(tokenOf(callback), saysNothing)).toBe(false);
  });
});

describe('a call', () => {
  test('wakes the job of its address at once, for the tenant who started it', async () => {
    const { callbacks, openFor, clock, tenant, woken } = openCallbacks();
    await openFor(j2);
    const callback = await openFor(j1);
    await clock.advance(5_000);

    expect(await callbacks.receive(tokenOf(callback), naming('j2'))).toBe(true);

    expect(woken).toEqual([[tenant.id, j1, clock.now()]]);
  });

  test('that comes before its job is known wakes it as soon as it is', async () => {
    const { callbacks, open, clock, tenant, woken } = openCallbacks();
    const callback = await open();
    expect(await callbacks.receive(tokenOf(callback), saysNothing)).toBe(true);
    expect(woken).toEqual([]);
    await clock.advance(2_000);

    await callbacks.bind(callback.id, tenant.id, j1);

    expect(woken).toEqual([[tenant.id, j1, expect.any(Number)]]);
  });

  test('that comes while its job becomes known wakes it, whichever is first', async () => {
    for (const first of ['call', 'job']) {
      const { callbacks, open, tenant, woken } = openCallbacks();
      const callback = await open();
      const call = () => callbacks.receive(tokenOf(callback), saysNothing);
      const bind = () => callbacks.bind(callback.id, tenant.id, j1);

      await Promise.all(first === 'call' ? [call(), bind()] : [bind(), call()]);

      expect(woken.length).toBeGreaterThan(0);
    }
  });

  test('repeated soon is acted on again, at one look-up each: it may tell of something newer', async () => {
    const { callbacks, openFor, clock, asked, tenant, woken } = openCallbacks();
    const callback = await openFor();
    const before = asked.length;
    const startMs = clock.now();

    for (let call = 0; call < 5; call += 1) {
      expect(await callbacks.receive(tokenOf(callback), saysNothing)).toBe(true);
      await clock.advance(100);
    }

    expect(woken).toEqual([0, 100, 200, 300, 400].map((afterMs) => [tenant.id, j1, startMs + afterMs]));
    expect(asked).toHaveLength(before + 5);
  });

  test('repeated many times at the same moment is looked up and acted on once', async () => {
    const { callbacks, openFor, asked, woken } = openCallbacks();
    const callback = await openFor();
    const before = asked.length;

    const answers = await Promise.all(
      Array.from({ length: 200 }, () => callbacks.receive(tokenOf(callback), saysNothing)),
    );

    expect(new Set(answers)).toEqual(new Set([true]));
    expect(woken).toHaveLength(1);
    expect(asked).toHaveLength(before + 1);
  });

  test('that comes while others are still told of an earlier one is acted on as well', async () => {
    const told = Promise.withResolvers<void>();
    const { callbacks, openFor, clock, woken } = openCallbacks({ told: told.promise });
    const callback = await openFor();
    const call = () => callbacks.receive(tokenOf(callback), saysNothing);
    const earlier = call();
    await clock.advance(100);
    expect(woken).toHaveLength(1);

    const later = call();
    await clock.advance(0);
    told.resolve();

    expect(await Promise.all([earlier, later])).toEqual([true, true]);
    expect(woken).toHaveLength(2);
  });

  test('to one address does not keep another from being heard', async () => {
    const { callbacks, openFor, woken } = openCallbacks();
    const [one, other] = [await openFor(j1), await openFor(j2)];

    await callbacks.receive(tokenOf(one), saysNothing);
    await callbacks.receive(tokenOf(other), saysNothing);

    expect(woken).toHaveLength(2);
  });

  test('to an address that was never given out costs one look-up, and its body is not read', async () => {
    const { callbacks, openFor, asked, woken } = openCallbacks();
    await openFor();
    const before = asked.length;
    const unread = () => Promise.reject(new Error('this body was read'));

    expect(await callbacks.receive(randomBytes(32).toString('base64url'), unread)).toBe(false);

    expect(asked).toHaveLength(before + 1);
    expect(woken).toEqual([]);
    expect(callbacks.areArriving).toBe(false);
  });

  test.each([
    ['nothing', ''],
    ['a character too few', 'a'.repeat(42)],
    ['a character too many', 'a'.repeat(44)],
    ['a megabyte', 'a'.repeat(1_000_000)],
    ['a slash', `${'a'.repeat(42)}/`],
    ['an escape', `${'a'.repeat(40)}%41`],
    ['a line end', `${'a'.repeat(43)}\n`],
    ['letters of another alphabet', 'я'.repeat(43)],
    ['a pattern of keys', `*${'a'.repeat(42)}`],
  ])('to %s in place of a token is refused without a look-up', async (_, token) => {
    const { callbacks, asked } = openCallbacks();

    expect(await callbacks.receive(token, naming('j1'))).toBe(false);

    expect(asked).toEqual([]);
  });

  test('is not to be answered while addresses cannot be looked up, and counts when it is repeated', async () => {
    const store = createMemoryCallbackStore({ clock: createManualClock() });
    let isAway = false;
    const update: CallbackStore['update'] = (id, step) =>
      isAway ? Promise.reject(new Error('away')) : store.update(id, step);
    const { callbacks, openFor, woken } = openCallbacks({ put: store.put, update });
    const callback = await openFor();
    const call = () => callbacks.receive(tokenOf(callback), saysNothing);

    isAway = true;
    await expect(call()).rejects.toThrow('away');
    expect(woken).toEqual([]);
    isAway = false;

    expect(await call()).toBe(true);
    expect(woken).toHaveLength(1);
  });
});

describe('the body of a call', () => {
  test('is read only while no job is known', async () => {
    const { callbacks, open, clock, tenant } = openCallbacks();
    const [unnamed, named, bound] = [await open(), await open(), await open()];
    await callbacks.receive(tokenOf(named), naming('j1'));
    await callbacks.bind(bound.id, tenant.id, j1);
    await clock.advance(1_000);

    const reads = await Promise.all(
      [unnamed, named, bound].map(async (callback) => {
        let count = 0;
        await callbacks.receive(tokenOf(callback), async () => {
          count += 1;
          return null;
        });
        return count;
      }),
    );

    expect(reads).toEqual([1, 0, 0]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['does not come', () => Promise.reject(new Error('cut'))],
    ['is nothing', async () => undefined],
    ['is null', async () => null],
    ['is a text', async () => 'j1'],
    ['is a list', async () => [{ job_id: 'j1' }]],
    ['is empty', async () => ({})],
    ['names an empty text', async () => ({ job_id: '' })],
    ['names an object', async () => ({ job_id: { toString: () => 'j1' }, data: { jobId: ['j1'] } })],
    ['names something that nobody would call a job', async () => ({ job_id: 'j'.repeat(100_000) })],
    [
      'is written to break what reads it',
      async () => JSON.parse('{"__proto__":{"job_id":"j1"},"data":null}'),
    ],
  ])('that %s names no job, and the call counts all the same', async (_, readBody) => {
    const { callbacks, open, tenant, woken, told } = openCallbacks();
    const callback = await open();

    expect(await callbacks.receive(tokenOf(callback), readBody)).toBe(true);

    expect(await callbacks.findNamedJob(callback.id)).toBeNull();
    await callbacks.bind(callback.id, tenant.id, j1);
    expect(woken).toHaveLength(1);
    expect(told).toEqual([]);
  });

  test('names the job of a generation whose answer was lost; what later ones name does not count', async () => {
    const { callbacks, open, clock, woken } = openCallbacks();
    const callback = await open();
    expect(await callbacks.findNamedJob(callback.id)).toBeNull();

    await callbacks.receive(tokenOf(callback), saysNothing);
    await callbacks.receive(tokenOf(callback), naming('j1'));
    await clock.advance(60_000);
    await callbacks.receive(tokenOf(callback), naming('j2'));

    expect(await callbacks.findNamedJob(callback.id)).toBe(j1);
    expect(woken).toEqual([]);
  });

  test('that was long on its way does not undo what another has named meanwhile', async () => {
    const { callbacks, open } = openCallbacks();
    const callback = await open();
    const body = Promise.withResolvers<unknown>();
    const slow = callbacks.receive(tokenOf(callback), () => body.promise);
    await callbacks.receive(tokenOf(callback), naming('j1'));

    body.resolve({ job_id: 'j2' });
    await slow;

    expect(await callbacks.findNamedJob(callback.id)).toBe(j1);
  });

  test('counts less than the answer to the generation, whichever comes first', async () => {
    const { callbacks, open, tenant } = openCallbacks();
    const [early, late] = [await open(), await open()];
    await callbacks.receive(tokenOf(early), naming('j2'));
    await callbacks.bind(early.id, tenant.id, j1);
    const body = Promise.withResolvers<unknown>();
    const slow = callbacks.receive(tokenOf(late), () => body.promise);
    await callbacks.bind(late.id, tenant.id, j1);
    body.resolve({ job_id: 'j2' });
    await slow;

    expect(await callbacks.findNamedJob(early.id)).toBe(j1);
    expect(await callbacks.findNamedJob(late.id)).toBe(j1);
  });

  test('cannot be asked for while the store is away', async () => {
    const { callbacks } = openCallbacks({ read: () => Promise.reject(new Error('away')) });

    await expect(callbacks.findNamedJob('any' as CallbackId)).rejects.toThrow('away');
  });
});

describe('callbacks arrive', () => {
  test('from the first call until a job ends without one, and again from the next call', async () => {
    const { callbacks, openFor, clock } = openCallbacks();
    const callback = await openFor();
    const call = () => callbacks.receive(tokenOf(callback), saysNothing);
    expect(callbacks.areArriving).toBe(false);

    await call();
    expect(callbacks.areArriving).toBe(true);
    await clock.advance(2_000);
    callbacks.noteMissed();
    expect(callbacks.areArriving).toBe(false);
    await clock.advance(2_000);
    await call();
    expect(callbacks.areArriving).toBe(true);
  });

  test('for an hour after the last call', async () => {
    const { callbacks, open, clock } = openCallbacks();
    const callback = await open();
    await callbacks.receive(tokenOf(callback), saysNothing);

    await clock.advance(HOUR_MS - 1);
    expect(callbacks.areArriving).toBe(true);
    await clock.advance(1);
    expect(callbacks.areArriving).toBe(false);
  });

  test('only when their addresses are known', async () => {
    const { callbacks, open } = openCallbacks();
    const callback = await open();
    await callbacks.discard(callback.id);

    await callbacks.receive(tokenOf(callback), saysNothing);

    expect(callbacks.areArriving).toBe(false);
  });
});

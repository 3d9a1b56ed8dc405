import { describe, expect, test } from 'vitest';
import { createManualClock } from './manual-clock.ts';

describe('a manual clock', () => {
  test('stands still until it is moved', async () => {
    const clock = createManualClock(5_000);
    let awake = false;
    void clock.sleep(10).then(() => {
      awake = true;
    });

    await clock.advance(9);
    expect(awake).toBe(false);
    expect(clock.now()).toBe(5_009);

    await clock.advance(1);
    expect(awake).toBe(true);
  });

  test('ends waits in the order in which they fall due, each at its own time', async () => {
    const clock = createManualClock(0);
    const woken: [string, number][] = [];
    const nap = (name: string, ms: number) => clock.sleep(ms).then(() => woken.push([name, clock.now()]));
    void nap('late', 300);
    void nap('early', 100);
    void nap('early too', 100);

    await clock.advance(1_000);

    expect(woken).toEqual([
      ['early', 100],
      ['early too', 100],
      ['late', 300],
    ]);
    expect(clock.now()).toBe(1_000);
  });

  test('runs a loop of waits through, however many fit into the time', async () => {
    const clock = createManualClock(0);
    const ticks: number[] = [];
    const stop = new AbortController();
    const loop = (async () => {
      for (;;) {
        await clock.sleep(10, stop.signal);
        ticks.push(clock.now());
      }
    })();

    await clock.advance(35);
    stop.abort(new Error('enough'));

    await expect(loop).rejects.toThrow('enough');
    expect(ticks).toEqual([10, 20, 30]);
    expect(clock.sleeping).toBe(0);
  });

  test('ends a wait with the reason of its signal, also when that came first', async () => {
    const clock = createManualClock();
    const reason = new Error('left');

    await expect(clock.sleep(10, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test('a wait for no time needs no moving', async () => {
    await expect(createManualClock().sleep(0)).resolves.toBeUndefined();
  });

  test('tells when somebody has gone to sleep', async () => {
    const clock = createManualClock();
    const twoSleep = clock.untilSleeping(2);
    const naps = [clock.sleep(1), clock.sleep(2)];

    await twoSleep;
    await clock.advance(2);

    await expect(Promise.all(naps)).resolves.toHaveLength(2);
  });
});

import { expect, test } from 'vitest';
import { createEqualWaits } from '../src/clock.ts';
import { createManualClock } from './support/manual-clock.ts';

function open(ms: number, slackMs?: number) {
  const clock = createManualClock();
  const startMs = clock.now();
  const ended: [string, number][] = [];
  const waiter = (name: string) => ({ due: () => void ended.push([name, clock.now() - startMs]) });
  return { clock, waits: createEqualWaits(clock, ms, slackMs), waiter, ended };
}

test('waits of one length end in order, each after its own time, by one timer', async () => {
  const { clock, waits, waiter, ended } = open(1000);
  waits.start(waiter('first'));
  await clock.advance(300);
  waits.start(waiter('second'));
  waits.start(waiter('third'));
  expect(clock.sleeping).toBe(1);
  await clock.advance(10_000);
  expect(ended).toEqual([
    ['first', 1000],
    ['second', 1300],
    ['third', 1300],
  ]);
  expect(clock.sleeping).toBe(0);
});

test('a wait that is stopped does not end, and the last one stops the timer', async () => {
  const { clock, waits, waiter, ended } = open(1000);
  const [stays, goes] = [waiter('stays'), waiter('goes')];
  waits.start(goes);
  waits.start(stays);
  waits.stop(goes);
  await clock.advance(500);
  expect(clock.sleeping).toBe(1);
  waits.stop(stays);
  waits.stop(stays);
  await clock.advance(0);
  expect(clock.sleeping).toBe(0);
  waits.start(stays);
  await clock.advance(1000);
  expect(ended).toEqual([['stays', 1500]]);
});

test('a wait can begin anew: while it lasts, and as it ends', async () => {
  const { clock, waits, waiter, ended } = open(1000);
  const again = waiter('again');
  waits.start(again);
  await clock.advance(600);
  waits.start(again);
  const turning = { due: () => waits.start(again) };
  waits.start(turning);
  await clock.advance(5000);
  expect(ended).toEqual([
    ['again', 1600],
    ['again', 2600],
  ]);
});

test('with slack, those that end at about the same time end together', async () => {
  const { clock, waits, waiter, ended } = open(1000, 200);
  for (const name of ['0', '150', '300']) {
    waits.start(waiter(name));
    await clock.advance(150);
  }
  await clock.advance(5000);
  expect(ended).toEqual([
    ['0', 1000],
    ['150', 1000],
    ['300', 1300],
  ]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPixverseSandbox } from '../../src/sandbox/pixverse-sandbox.ts';
import { startFleet, watchJob } from '../support/fleet.ts';
import { pixverseEnvironment, READER } from '../support/pixverse.ts';
import { startRedis } from '../support/redis-server.ts';
import { startSandbox } from '../support/sandbox.ts';

const INTERVAL_MS = 1000;
const WATCHERS = 60;

test('watchers of a PixVerse image at three replicas cost one read per interval, survive the one that polls, and each gets the end once', async () => {
  await using redis = await startRedis();
  await using sandbox = await startSandbox();
  await using pixverse = await createPixverseSandbox({ imageCount: 5 });
  await using fleet = await startFleet({
    replicas: 3,
    sandbox,
    environment: {
      ...pixverseEnvironment(pixverse),
      REDIS_URL: redis.url,
      JOB_POLL_INTERVAL_MS: String(INTERVAL_MS),
      JOB_POLL_MAX_INTERVAL_MS: String(INTERVAL_MS),
    },
  });
  const account = pixverse.account();
  const { image_id: id } = account.show(account.start({ takesMs: 600_000 }));
  const watch = (index: number) =>
    watchJob(fleet, { jobId: id, key: READER, index, fields: 'id', subscription: 'pixverseImageUpdated' });
  const watches = Array.from({ length: WATCHERS }, (_, index) => watch(index));
  const firsts = await Promise.all(watches.map(({ first }) => first));
  // All replicas give the image the same id.
  expect(new Set(firsts.map(({ job }) => job.id)).size).toBe(1);

  const intervals = 5;
  pixverse.clearCalls();
  const startedAt = performance.now();
  await sleep(intervals * INTERVAL_MS);
  const passedIntervals = (performance.now() - startedAt) / INTERVAL_MS;
  // One more, for where the span begins and ends.
  expect(pixverse.calls.length).toBeLessThanOrEqual(1.1 * passedIntervals + 1);
  expect(pixverse.calls.length).toBeGreaterThanOrEqual(0.8 * intervals - 1);

  // Whoever of the three polls is among the two that are killed, or their watchers come to it.
  await fleet.replica(0).kill();
  await fleet.replica(1).kill();
  await pixverse.nextCall({ path: '/images/*' });
  account.finish(id);
  await Promise.all([fleet.replica(0).restart(), fleet.replica(1).restart()]);
  await Promise.all(watches.map(({ ended }) => ended));
  for (const { seen, finals, isComplete } of watches) {
    expect({ finals, isComplete }).toEqual({ finals: 1, isComplete: true });
    expect(seen.at(-1)?.status).toBe('COMPLETED');
  }

  const stored = JSON.stringify(await redis.dump());
  expect(stored).toContain('pictory-graphql:pixverse-image:');
  expect(stored).not.toMatch(/example\.org|COMPLETED|sandbox-sample-token/);
  for (const { log } of fleet.replicas) expect(log()).not.toContain('example.org');
}, 60_000);

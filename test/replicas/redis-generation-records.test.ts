import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import {
  type GenerationRecordId,
  type GenerationRecords,
  RECORD_TTL_MS,
  type SealedGeneration,
} from '../../src/domain/generation/records.ts';
import type { JobId } from '../../src/domain/job.ts';
import { inBatches } from '../../src/replicas/in-batches.ts';
import { createRedisGenerationRecords } from '../../src/replicas/redis-generation-records.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { openTestLink, useRedis } from '../support/redis-links.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { describeGenerationRecords } from './generation-records.contract.ts';

const redis = useRedis();

describeGenerationRecords('on Redis', async () => {
  const clock = createManualClock();
  const [here, there] = redis.openRoom();
  return {
    here: createRedisGenerationRecords({ link: here, clock }),
    there: createRedisGenerationRecords({ link: there, clock }),
    clock,
    async [Symbol.asyncDispose]() {},
  };
});

const id = 'record-1' as GenerationRecordId;
const jobId = 'job-1' as JobId;
const sent = 'sealed' as SealedGeneration;

async function openOn(server: RedisServer, gatherMs = 0) {
  const link = await openTestLink(server, { gatherMs });
  return { link, records: createRedisGenerationRecords({ link, clock: systemClock }) };
}

/** Binds the key to its job. */
async function buy(records: GenerationRecords): Promise<void> {
  const nowMs = systemClock.now();
  await records.reserve(id, 'f', 'a');
  await records.markSending(id, 'a', sent, nowMs);
  await records.settle(id, { state: 'done', jobId, startedAtMs: nowMs });
}

describe('generation records whose Redis', () => {
  test('is away refuse every step, soon', async () => {
    await using server = await startRedis();
    const { link, records } = await openOn(server);
    await using _link = link;
    await records.reserve(id, 'f', 'a');
    const away = link.nextNews('away');
    await server.kill();
    await away;
    await expect(records.reserve(id, 'f', 'b')).rejects.toThrow('Redis is away');
    await expect(records.markSending(id, 'a', sent, 1)).rejects.toThrow('Redis is away');
    await expect(records.read(id)).rejects.toThrow('Redis is away');
    await expect(records.waitUntilSettled(id, new AbortController().signal)).rejects.toThrow('Redis is away');
  });

  test('is away tell what they know to be settled', async () => {
    await using server = await startRedis();
    const { link, records } = await openOn(server);
    await using _link = link;
    await records.reserve(id, 'f', 'a');
    await records.markSending(id, 'a', sent, systemClock.now());
    await records.settle(id, { state: 'done', jobId, startedAtMs: 1 });
    const away = link.nextNews('away');
    await server.kill();
    await away;
    expect(await records.reserve(id, 'f', 'b')).toMatchObject({ state: 'done', owner: 'a', jobId });
  });

  test('hangs refuse every step, soon', async () => {
    await using server = await startRedis();
    const { link, records } = await openOn(server);
    await using _link = link;
    server.freeze();
    const startedAt = performance.now();
    await expect(records.reserve(id, 'f', 'a')).rejects.toThrow();
    await expect(records.reserve(id, 'f', 'a')).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    server.thaw();
  });

  test('has no room left refuse a reservation', async () => {
    await using server = await startRedis();
    const { link, records } = await openOn(server);
    await using _link = link;
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    await expect(records.reserve(id, 'f', 'a')).rejects.toThrow(/OOM/);
  });

  test('comes back empty are put back before anybody reserves anew', async () => {
    await using server = await startRedis();
    const here = await openOn(server, 1_500);
    const there = await openOn(server, 1_500);
    await using _here = here.link;
    await using _there = there.link;
    await buy(here.records);

    const up = [here.link.nextNews('up'), there.link.nextNews('up')];
    await server.restart();
    expect((await server.dump()).filter(({ key }) => key.includes('record'))).toEqual([]);
    await Promise.all(up);
    const answers = await Promise.all([
      there.records.reserve(id, 'f', 'b'),
      there.records.reserve(id, 'f', 'c'),
      here.records.reserve(id, 'f', 'd'),
    ]);
    for (const answer of answers) expect(answer).toMatchObject({ state: 'done', owner: 'a', jobId });
  });

  test('is emptied under way are put back, too', async () => {
    await using server = await startRedis();
    const { link, records } = await openOn(server);
    await using _link = link;
    const nowMs = systemClock.now();
    await records.reserve(id, 'f', 'a');
    await records.markSending(id, 'a', sent, nowMs);
    const up = link.nextNews('up');
    await server.command('FLUSHALL');
    await up;
    await expect.poll(() => records.read(id)).toMatchObject({ state: 'sending', owner: 'a' });
    expect(link.news).toEqual(['up', 'restarted', 'up']);
  });

  test('has just been emptied refuse every step, before anybody has noticed, and forget nothing', async () => {
    await using server = await startRedis();
    // By its clock no heartbeat comes.
    const link = await openTestLink(server, {
      clock: {
        ...systemClock,
        sleep: (ms) => (ms < 1500 ? new Promise(() => {}) : systemClock.sleep(ms)),
      },
    });
    await using _link = link;
    const records = createRedisGenerationRecords({ link, clock: systemClock });
    await records.reserve(id, 'f', 'a');
    await records.markSending(id, 'a', sent, systemClock.now());
    await server.command('FLUSHALL');
    const lost = 'Redis has just lost its memory';
    await expect(records.reserve(id, 'f', 'b')).rejects.toThrow(lost);
    await expect(records.renew(id, 'a')).rejects.toThrow(lost);
    await expect(records.read(id)).rejects.toThrow(lost);
    await expect(records.waitUntilSettled(id, new AbortController().signal)).rejects.toThrow(lost);
    await expect(records.settle(id, { state: 'done', jobId, startedAtMs: 1 })).rejects.toThrow(lost);
    expect((await server.dump()).filter(({ key }) => key.includes('record'))).toEqual([]);

    const other = await openOn(server);
    await using _other = other.link;
    const up = link.nextNews('up');
    await server.command('CLIENT', 'KILL', 'TYPE', 'normal');
    await up;
    await expect.poll(() => other.records.read(id)).toMatchObject({ state: 'done', jobId });
  });

  test('is another one since, however long that has been up, are put back before anybody reserves', async () => {
    await using server = await startRedis();
    await using promoted = await startRedis();
    const { link, records } = await openOn(server, 1_500);
    await using _link = link;
    await buy(records);
    const marker = (await server.dump()).find(({ key }) => key === 'test:marker');
    await promoted.command('SET', 'test:marker', String(marker?.value), 'PX', '100000');
    await systemClock.sleep(1_600);

    const other = await openOn(promoted, 1_500);
    await using _other = other.link;
    const reserving = other.records.reserve(id, 'f', 'b');
    const late = await openOn(promoted, 1_500);
    await using _late = late.link;
    const restored = (await server.dump()).find(({ key }) => key === `test:record:${id}`);
    await promoted.command('SET', `test:record:${id}`, String(restored?.value), 'PX', '100000');
    expect(await reserving).toMatchObject({ state: 'done', jobId });
  });

  test('has no room for the end of a sending is told once it has', async () => {
    await using server = await startRedis();
    const { link, records } = await openOn(server);
    await using _link = link;
    await records.reserve(id, 'f', 'a');
    await records.markSending(id, 'a', sent, systemClock.now());
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    await expect(records.settle(id, { state: 'done', jobId, startedAtMs: 1 })).rejects.toThrow(/OOM/);
    await server.command('CONFIG', 'SET', 'maxmemory', '0');
    const other = await openOn(server);
    await using _other = other.link;
    await expect
      .poll(() => other.records.read(id), { timeout: 10_000 })
      .toMatchObject({ state: 'done', jobId });
  });

  test('missed how a sending ended is told when it is back', async () => {
    await using server = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
    const here = await openOn(server);
    await using _here = here.link;
    const [won, lost] = ['won' as GenerationRecordId, 'lost' as GenerationRecordId];
    const nowMs = systemClock.now();
    for (const name of [won, lost]) {
      await here.records.reserve(name, 'f', 'a');
      await here.records.markSending(name, 'a', sent, nowMs);
    }
    const away = here.link.nextNews('away');
    await server.kill();
    await away;
    await expect(here.records.settle(won, { state: 'done', jobId, startedAtMs: nowMs })).rejects.toThrow();
    await expect(here.records.release(lost, 'a')).rejects.toThrow();

    const up = here.link.nextNews('up');
    await server.restart();
    await up;
    const there = await openOn(server);
    await using _there = there.link;
    await expect.poll(() => there.records.read(won)).toMatchObject({ state: 'done', jobId });
    await expect.poll(() => there.records.read(lost)).toBeNull();
  });

  test('hung while a sending ended knows its job when it is back, however early somebody asks', async () => {
    await using server = await startRedis();
    const here = await openOn(server);
    const there = await openOn(server);
    await using _here = here.link;
    await using _there = there.link;
    const nowMs = systemClock.now();
    await here.records.reserve(id, 'f', 'a');
    await here.records.markSending(id, 'a', sent, nowMs);
    server.freeze();
    await expect(here.records.settle(id, { state: 'done', jobId, startedAtMs: nowMs })).rejects.toThrow();
    const asks = [here, here, there].map(({ records }) =>
      expect.poll(() => records.reserve(id, 'f', 'b'), { timeout: 10_000, interval: 1 }).toBeDefined(),
    );
    server.thaw();
    await Promise.all(asks);
    await expect
      .poll(() => there.records.read(id), { timeout: 5_000 })
      .toMatchObject({ state: 'done', jobId });
    expect(await here.records.read(id)).toMatchObject({ state: 'done', jobId });
  });

  test('comes back empty believes whoever knows the job, whatever others have seen of earlier attempts', async () => {
    await using server = await startRedis();
    const here = await openOn(server);
    const there = await openOn(server);
    await using _here = here.link;
    await using _there = there.link;
    const nowMs = systemClock.now();
    await here.records.reserve(id, 'f', 'a');
    await here.records.markSending(id, 'a', sent, nowMs);
    expect(await there.records.read(id)).toMatchObject({ state: 'sending' });
    await here.records.release(id, 'a');
    await here.records.reserve(id, 'f', 'b');
    await here.records.markSending(id, 'b', sent, nowMs);
    await here.records.settle(id, { state: 'done', jobId, startedAtMs: nowMs });
    const up = [here.link.nextNews('up'), there.link.nextNews('up')];
    await server.restart();
    await Promise.all(up);
    for (const { records } of [there, here]) {
      await expect.poll(() => records.read(id)).toMatchObject({ state: 'done', owner: 'b', jobId });
    }
  });

  test('comes back empty with ten thousand records to put back has them all soon', async () => {
    await using server = await startRedis();
    const { link, records } = await openOn(server);
    await using _link = link;
    const names = Array.from({ length: 10_000 }, (_, index) => `record-${index}` as GenerationRecordId);
    await inBatches(names, (name) => records.reserve(name, 'f', 'a'));
    await inBatches(names, (name) => records.markSending(name, 'a', sent, systemClock.now()));
    const up = link.nextNews('up');
    await server.restart();
    await up;
    await expect
      .poll(async () => Number(await server.command('DBSIZE')), { timeout: 10_000 })
      .toBeGreaterThanOrEqual(10_000);
    expect(link.isUp).toBe(true);
  });

  test('is asked for its keys has none for ever, and those of mere reservations soon go', async () => {
    await using server = await startRedis();
    const { link, records } = await openOn(server);
    await using _link = link;
    await records.reserve(id, 'f', 'a');
    const ttlOf = async () =>
      (await server.dump()).find(({ key }) => key === `test:record:${id}`)?.ttlMs ?? 0;
    expect(await ttlOf()).toBeLessThanOrEqual(60_000);
    await records.markSending(id, 'a', sent, systemClock.now());
    expect(await ttlOf()).toBeGreaterThan(RECORD_TTL_MS - 60_000);
    for (const { ttlMs } of await server.dump()) expect(ttlMs).toBeGreaterThan(0);
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { toCleanedJob, toJobState, toStartedJob } from '../../src/domain/job.ts';
import { JOB_RULES } from '../../src/domain/job-rules.ts';
import { createRedisWorkStore } from '../../src/replicas/redis-work-store.ts';
import { jobId, REQUEST } from '../support/jobs.ts';
import { tenantOf } from '../support/library.ts';
import { openTestLink, useRedis } from '../support/redis-links.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { readingOf, scriptedJobs } from '../support/scripted-jobs.ts';
import { describeWorkStore, listen } from './work-store.contract.ts';

const redis = useRedis();

describeWorkStore('on Redis', async (clock) => {
  const [here, there] = redis.openRoom();
  return {
    here: createRedisWorkStore({ rules: JOB_RULES, link: here, process: 'here', clock }),
    there: createRedisWorkStore({ rules: JOB_RULES, link: there, process: 'there', clock }),
    async [Symbol.asyncDispose]() {},
  };
});

const { account } = scriptedJobs(systemClock, {});
const tenant = tenantOf(account);
const id = jobId('j1');
const running = toJobState(readingOf('j1', 'running'), 1_000);
const completed = toJobState(readingOf('j1', 'image'), 2_000);

describe('stores of jobs on one Redis', () => {
  beforeEach(() => redis.server.command('FLUSHALL'));

  const open = () => ({
    here: createRedisWorkStore({
      rules: JOB_RULES,
      link: redis.links[0],
      process: 'here',
      clock: systemClock,
    }),
    there: createRedisWorkStore({
      rules: JOB_RULES,
      link: redis.links[1],
      process: 'there',
      clock: systemClock,
    }),
  });

  test('grant the lease to one process, tell the other how long, and let it take over when it ends', async () => {
    const { here, there } = open();
    await using mine = await here.join(tenant, id, listen());
    await using theirs = await there.join(tenant, id, listen());

    expect(await mine.lease(200)).toBe(0);
    const heldForMs = await theirs.lease(60_000);
    expect(heldForMs).toBeGreaterThan(0);
    expect(heldForMs).toBeLessThanOrEqual(200);
    await systemClock.sleep(heldForMs + 5);
    expect(await theirs.lease(60_000)).toBe(0);
    expect(await mine.lease(200)).toBeGreaterThan(50_000);
  });

  test('give the lease back when they leave or have trouble', async () => {
    const { here, there } = open();
    const mine = await here.join(tenant, id, listen());
    await using theirs = await there.join(tenant, id, listen());
    await mine.lease(60_000);
    await mine.yieldLease();
    expect(await theirs.lease(60_000)).toBe(0);
    await mine.yieldLease();
    expect(await mine.lease(60_000)).toBeGreaterThan(0);
    await theirs.yieldLease();
    expect(await mine.lease(60_000)).toBe(0);
    await mine[Symbol.asyncDispose]();
    expect(await theirs.lease(60_000)).toBe(0);
  });

  test('write nothing that another can read, and nothing for ever', async () => {
    const { here } = open();
    await using seat = await here.join(tenant, id, listen());
    await here.merge(tenant, toStartedJob(id, 'IMAGE', REQUEST, 1_000));
    await here.merge(tenant, completed);
    await here.noteCall(tenant.id, id, 1_500);
    await seat.lease(60_000);

    const dump = (await redis.server.dump()).filter(({ key }) => key !== 'test:marker');
    expect(dump.map(({ key }) => key.split(':')[1]).toSorted()).toEqual(['called', 'job', 'lease']);
    for (const { ttlMs } of dump) expect(ttlMs).toBeGreaterThan(0);
    expect(JSON.stringify(dump)).not.toMatch(/j1|lighthouse|cdn\.example|IN_PROGRESS|COMPLETED/);
  });

  test('take what another secret or another version has written for nothing, and write over it', async () => {
    const { here, there } = open();
    await here.merge(tenant, running);
    const key = (await redis.server.dump()).find((stored) => stored.key.includes(':job:'))?.key ?? '';
    for (const foreign of ['2whatever', '1forged', '']) {
      await redis.server.command('SET', key, foreign, 'PX', '60000');
      expect(await there.read(tenant, id)).toBeNull();
    }
    await here.merge(tenant, completed);
    expect(await there.read(tenant, id)).toEqual(completed);
  });
});

describe('a store of jobs whose Redis', () => {
  const openOn = async (server: RedisServer) => {
    const link = await openTestLink(server);
    return {
      link,
      store: createRedisWorkStore({ rules: JOB_RULES, link, process: 'here', clock: systemClock }),
    };
  };

  test('is away works alone, and both ways is told of what was missed when it is back', async () => {
    await using server = await startRedis();
    const { link, store } = await openOn(server);
    const other = await openOn(server);
    await using _link = link;
    await using _other = other.link;
    const heard = listen();
    await using seat = await store.join(tenant, id, heard);
    await store.merge(tenant, running);

    const away = [link.nextNews('away'), other.link.nextNews('away')];
    await server.kill();
    await Promise.all(away);
    expect(await store.merge(tenant, completed)).toEqual(completed);
    expect(await store.read(tenant, id)).toEqual(completed);
    expect(await seat.lease(60_000)).toBe(0);
    const started = toStartedJob(jobId('j2'), 'IMAGE', REQUEST, 1_000);
    await other.store.merge(tenant, started);
    const farSeat = await other.store.join(tenant, id, listen());
    await other.store.merge(tenant, { ...running, observedAtMs: 9_000 });

    const up = [link.nextNews('up'), other.link.nextNews('up')];
    await server.restart();
    await Promise.all(up);
    await heard.until(2);
    await expect.poll(() => other.store.recall(tenant, id)).toEqual(completed);
    await expect.poll(() => store.read(tenant, jobId('j2'))).toEqual(started);
    await other.store.merge(tenant, toCleanedJob(id, 10_000));
    await heard.until(3);
    expect(heard.statuses()).toEqual(['IN_PROGRESS', 'COMPLETED', 'CLEANED']);
    await farSeat[Symbol.asyncDispose]();
  });

  test('hangs answers soon, and then at once', async () => {
    await using server = await startRedis();
    const { link, store } = await openOn(server);
    await using _link = link;
    await store.merge(tenant, running);
    const away = link.nextNews('away');
    server.freeze();
    const startedAt = performance.now();
    expect(await store.read(tenant, id)).toEqual(running);
    await away;
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    const again = performance.now();
    for (let read = 0; read < 100; read += 1) expect(await store.read(tenant, id)).toEqual(running);
    expect(performance.now() - again).toBeLessThan(500);
    const up = link.nextNews('up');
    server.thaw();
    await up;
    expect(await store.merge(tenant, completed)).toEqual(completed);
  });

  test('has no room left goes on with what this process knows', async () => {
    await using server = await startRedis();
    const { link, store } = await openOn(server);
    await using _link = link;
    await using seat = await store.join(tenant, id, listen());
    await store.merge(tenant, running);
    await server.command('CONFIG', 'SET', 'maxmemory', '1');
    expect(await store.merge(tenant, completed)).toEqual(completed);
    expect(await store.read(tenant, id)).toEqual(completed);
    expect(await seat.lease(1_000)).toBe(0);
    expect(link.isUp).toBe(true);
    await server.command('CONFIG', 'SET', 'maxmemory', '0');
    expect(await store.read(tenant, id)).toEqual(completed);
    const fresh = createRedisWorkStore({ rules: JOB_RULES, link, process: 'there', clock: systemClock });
    await expect.poll(() => fresh.read(tenant, id)).toEqual(completed);
  });

  test('is emptied is told again what had ended', async () => {
    await using server = await startRedis();
    const { link, store } = await openOn(server);
    await using _link = link;
    await store.merge(tenant, completed);
    await server.command('FLUSHALL');
    await store.merge(tenant, { ...running, observedAtMs: 5_000 });
    const fresh = createRedisWorkStore({ rules: JOB_RULES, link, process: 'there', clock: systemClock });
    expect(await fresh.read(tenant, id)).toEqual(completed);
  });

  test('is not there at the start is joined when it comes', async () => {
    await using server = await startRedis();
    await server.kill();
    const { link, store } = await openOn(server);
    await using _link = link;
    expect(link.news).toEqual(['away']);
    const heard = listen();
    await using _seat = await store.join(tenant, id, heard);
    await store.merge(tenant, running);
    const up = link.nextNews('up');
    await server.restart();
    await up;
    const other = await openOn(server);
    await using _other = other.link;
    await other.store.merge(tenant, completed);
    await heard.until(2);
    expect(heard.statuses()).toEqual(['IN_PROGRESS', 'COMPLETED']);
  });
});

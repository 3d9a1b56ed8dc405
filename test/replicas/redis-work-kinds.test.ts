import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { toJobState } from '../../src/domain/job.ts';
import { JOB_RULES } from '../../src/domain/job-rules.ts';
import { toPixverseImage } from '../../src/domain/pixverse/image.ts';
import { PIXVERSE_IMAGE_RULES } from '../../src/domain/pixverse/image-rules.ts';
import { sealImageId } from '../../src/domain/pixverse/tenant.ts';
import { createRedisWorkStore } from '../../src/replicas/redis-work-store.ts';
import { jobId } from '../support/jobs.ts';
import { tenantOf } from '../support/library.ts';
import { useRedis } from '../support/redis-links.ts';
import { readingOf as jobReadingOf, scriptedJobs } from '../support/scripted-jobs.ts';
import {
  COMPLETED,
  pixverseTenantOf,
  readingOf,
  ScriptedPixverse,
  useapiId,
} from '../support/scripted-pixverse.ts';

const redis = useRedis();

test('jobs and PixVerse images on one Redis keep to their own rules, and are sealed alike', async () => {
  await redis.server.command('FLUSHALL');
  const [hereLink, thereLink] = redis.openRoom();
  const shared = { rules: PIXVERSE_IMAGE_RULES, clock: systemClock };
  const here = createRedisWorkStore({ ...shared, link: hereLink, process: 'here' });
  const there = createRedisWorkStore({ ...shared, link: thereLink, process: 'there' });
  const jobs = createRedisWorkStore({
    rules: JOB_RULES,
    link: hereLink,
    process: 'here',
    clock: systemClock,
  });
  const pixverse = pixverseTenantOf(new ScriptedPixverse());
  const pictory = tenantOf(scriptedJobs(systemClock, {}).account);
  const id = sealImageId(pixverse, useapiId(1));
  const running = toPixverseImage(readingOf({}), id, 1_000);
  const completed = toPixverseImage(readingOf(COMPLETED), id, 2_000);

  const heard: string[] = [];
  const ended = Promise.withResolvers<void>();
  await using _seat = await there.join(pixverse, id, {
    onState({ status, isFinal }) {
      heard.push(status);
      if (isFinal) ended.resolve();
    },
    onCall() {},
  });
  await jobs.merge(pictory, toJobState(jobReadingOf(id, 'running'), 1_000));
  await here.merge(pixverse, running);
  await here.merge(pixverse, completed);
  await ended.promise;
  expect(await there.merge(pixverse, { ...running, observedAtMs: 9_000 })).toEqual(completed);
  expect(await here.read(pixverse, id)).toEqual(completed);
  expect(await jobs.read(pictory, jobId(id))).toMatchObject({ status: 'IN_PROGRESS' });
  expect(heard.at(-1)).toBe('COMPLETED');

  const dump = (await redis.server.dump()).filter(({ key }) => key.startsWith(hereLink.prefix));
  expect(dump.map(({ key }) => key.slice(hereLink.prefix.length).split(':')[0]).toSorted()).toEqual([
    'job',
    'pixverse-image',
  ]);
  expect(JSON.stringify(dump)).not.toMatch(/example\.org|tea fields|COMPLETED/);
});

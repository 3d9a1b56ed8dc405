import { expect, test } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import type { Jobs } from '../../src/domain/jobs.ts';
import { CleanJobDocument } from '../generated/graphql.ts';
import { aJob, ask, callerWith, contextOf } from './graph.ts';

const clean = (jobs: Partial<Jobs>, id = 'Job:j1') =>
  ask(CleanJobDocument, { id }, contextOf({ jobs, caller: callerWith('clean') }));

test('cleaning a finished job shows it as cleaned', async () => {
  const { data, errors } = await clean({
    loadJobs: async () => [aJob('j1', { status: 'COMPLETED' })],
    cleanJob: async (_tenant, id) => aJob(id, { status: 'CLEANED', pictoryStatus: 'cleaned' }),
  });

  expect(errors).toEqual([]);
  expect(data.cleanJob).toMatchObject({
    __typename: 'CleanJobPayload',
    job: { id: 'Job:j1', status: 'CLEANED' },
  });
});

test('a job that is still being worked on is not touched', async () => {
  const { data } = await clean({ loadJobs: async () => [aJob('j1')] });

  expect(data.cleanJob).toMatchObject({ __typename: 'JobNotFinishedError', code: 'JOB_NOT_FINISHED' });
});

test('a job in a state that nobody knows counts as running', async () => {
  const { data } = await clean({ loadJobs: async () => [aJob('j1', { status: 'UNKNOWN' })] });
  expect(data.cleanJob).toMatchObject({ __typename: 'JobNotFinishedError' });
});

test('a refusal is told in Pictory’s words', async () => {
  const { data } = await clean({
    loadJobs: async () => [aJob('j1', { status: 'FAILED' })],
    cleanJob: async () => ({
      refused: true,
      message: 'Not now.',
      pictoryCode: '4711',
      issues: [{ path: ['jobid'], message: 'Odd.' }],
    }),
  });

  expect(data.cleanJob).toEqual({
    __typename: 'RejectedByPictoryError',
    message: 'Not now.',
    code: 'REJECTED_BY_PICTORY',
    pictoryCode: '4711',
    issues: [{ path: ['jobid'], message: 'Odd.', accepted: null }],
  });
});

test('an unknown job is JOB_NOT_FOUND, whoever finds out', async () => {
  const known = aJob('j1', { status: 'COMPLETED' });
  const nullWithError = { data: { cleanJob: null }, errors: ['JOB_NOT_FOUND at cleanJob'] };

  expect(await clean({ loadJobs: async () => [null] })).toEqual(nullWithError);
  expect(await clean({ loadJobs: async () => [known], cleanJob: async () => null })).toEqual(nullWithError);
});

test('nothing is cleaned when the job cannot be read first', async () => {
  const { errors } = await clean({
    loadJobs: async () => [new GatewayError('UPSTREAM_TIMEOUT', 'Too slow.')],
  });

  expect(errors).toEqual(['UPSTREAM_TIMEOUT at cleanJob']);
});

test.each(['', 'Image:i1', 'Job:'])('the id %j is BAD_USER_INPUT', async (id) => {
  expect((await clean({}, id)).errors).toEqual(['BAD_USER_INPUT at cleanJob']);
});

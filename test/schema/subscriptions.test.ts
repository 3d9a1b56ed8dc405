import { parse, subscribe } from 'graphql';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import type { JobState } from '../../src/domain/job.ts';
import { JobsUpdatedDocument, JobUpdatedDocument } from '../generated/graphql.ts';
import { anImage } from '../support/assets.ts';
import { aFinishedJob, aJob, contextOf, nobody, schema, tenant, watch } from './graph.ts';

async function* states(...steps: (JobState | Error)[]): AsyncGenerator<JobState> {
  for (const step of steps) {
    if (step instanceof Error) throw step;
    yield step;
  }
}

async function collect<Event>(
  watching: { refusal: string[] } | { events: AsyncIterable<Event> },
): Promise<Event[]> {
  if (!('events' in watching)) throw new Error(watching.refusal.join());
  return Array.fromAsync(watching.events);
}

const gone = new GatewayError('JOB_NOT_FOUND', 'Gone.');

describe('a subscription to one job', () => {
  test('shows each state, then completes', async () => {
    const context = contextOf({
      jobs: {
        watchJob: (of, id) => {
          expect({ of, id }).toEqual({ of: tenant, id: 'j1' });
          return states(aJob('j1'), aJob('j1', { status: 'FAILED' }));
        },
      },
    });

    const events = await collect(await watch(JobUpdatedDocument, { id: 'Job:j1' }, context));

    expect(events).toMatchObject([
      { data: { jobUpdated: { id: 'Job:j1', status: 'IN_PROGRESS' } }, errors: [] },
      { data: { jobUpdated: { status: 'FAILED' } }, errors: [] },
    ]);
  });

  test.each([gone, new GatewayError('JOB_WATCH_LIMIT', 'Again.')])(
    'ends with %s as an event, then completes',
    async (failure) => {
      const context = contextOf({ jobs: { watchJob: () => states(aJob('j1'), failure) } });

      const events = await collect(await watch(JobUpdatedDocument, { id: 'j1' }, context));

      expect(events).toMatchObject([
        { errors: [] },
        { data: null, errors: [`${failure.code} at jobUpdated`] },
      ]);
    },
  );

  test('looks for what an ended job has made afresh, with a full allowance per event', async () => {
    const image = anImage('i1');
    const spend = Array.from({ length: 40 });
    const context = contextOf({
      jobs: {
        watchJob: () => states(aJob('j1'), aFinishedJob('j1', image), aJob('j2'), aFinishedJob('j2', image)),
      },
      library: {
        findImageByUrl: async (_tenant, _url, operation, fresh) => {
          for (const _ of spend) operation.readCall().onAttempt?.();
          return fresh ? image : null;
        },
      },
    });

    const events = await collect(await watch(JobUpdatedDocument, { id: 'j1' }, context));

    expect(events).toMatchObject([
      { data: { jobUpdated: { image: null } }, errors: [] },
      { data: { jobUpdated: { image: { id: 'Image:i1' } } }, errors: [] },
      { data: { jobUpdated: { image: null } }, errors: [] },
      { data: { jobUpdated: { image: { id: 'Image:i1' } } }, errors: [] },
    ]);
    expect(context.operation.upstreamCalls).toBe(80);
  });

  test('does not wait for what a job has made that had ended before', async () => {
    const image = anImage('i1');
    const context = contextOf({
      jobs: { watchJob: () => states(aFinishedJob('j1', image)) },
      library: { findImageByUrl: async (_tenant, _url, _operation, fresh) => (fresh ? null : image) },
    });
    expect(await collect(await watch(JobUpdatedDocument, { id: 'j1' }, context))).toMatchObject([
      { data: { jobUpdated: { image: { id: 'Image:i1' } } }, errors: [] },
    ]);
  });

  test('is given the signal of the operation', async () => {
    const { signal } = new AbortController();
    const context = contextOf({
      signal,
      jobs: {
        watchJob: (_tenant, _id, given) => {
          expect(given).toBe(signal);
          return states();
        },
      },
    });

    expect(await collect(await watch(JobUpdatedDocument, { id: 'j1' }, context))).toEqual([]);
  });

  test('is left at once, also while it waits for the next state', async () => {
    let left = false;
    const endless: AsyncIterableIterator<JobState> = {
      next: () => new Promise(() => {}),
      return: async () => {
        left = true;
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
    const stream = await subscribe({
      schema,
      document: parse('subscription { jobUpdated(id: "j1") { id } }'),
      contextValue: contextOf({ jobs: { watchJob: () => endless } }),
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error('It was refused.');

    void stream.next();
    await stream.return(undefined);

    expect(left).toBe(true);
  });

  test.each(['', 'Video:v1', 'Job:'])('of %j is refused with BAD_USER_INPUT', async (id) => {
    expect(await watch(JobUpdatedDocument, { id }, contextOf())).toEqual({
      refusal: ['BAD_USER_INPUT at jobUpdated'],
    });
  });

  test('is refused without a credential', async () => {
    expect(await watch(JobUpdatedDocument, { id: 'j1' }, contextOf({ caller: nobody }))).toEqual({
      refusal: ['UNAUTHENTICATED at jobUpdated'],
    });
  });
});

describe('a subscription to many jobs', () => {
  test('watches all of them, in the order of the ids', async () => {
    const context = contextOf({
      jobs: { watchJobs: (_tenant, ids) => states(...ids.map((id) => aJob(id, { status: 'COMPLETED' }))) },
    });

    const events = await collect(await watch(JobsUpdatedDocument, { ids: ['j2', 'Job:j1'] }, context));

    expect(events.map(({ data }) => data.jobsUpdated.id)).toEqual(['Job:j2', 'Job:j1']);
  });

  test('ends with the failure of the watch', async () => {
    const context = contextOf({ jobs: { watchJobs: () => states(gone) } });

    const events = await collect(await watch(JobsUpdatedDocument, { ids: ['j1'] }, context));

    expect(events).toEqual([{ data: null, errors: ['JOB_NOT_FOUND at jobsUpdated'] }]);
  });

  test('is refused for more than 100 ids, and for a single bad one', async () => {
    const many = Array.from({ length: 101 }, (_, index) => `j${index}`);
    const refusal = { refusal: ['BAD_USER_INPUT at jobsUpdated'] };

    expect(await watch(JobsUpdatedDocument, { ids: many }, contextOf())).toEqual(refusal);
    expect(await watch(JobsUpdatedDocument, { ids: ['j1', 'Image:i1'] }, contextOf())).toEqual(refusal);
  });
});

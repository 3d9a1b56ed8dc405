import { parseIdOf } from '../domain/global-id.ts';
import type { JobId } from '../domain/job.ts';
import { builder } from './builder.ts';
import { readOfEach, UPSTREAM_READ } from './complexity.ts';
import { Job } from './job.ts';
import { jobOfEvent, toJobEvents } from './job-events.ts';
import { checkIdCount, MAX_IDS } from './loaders.ts';

builder.subscriptionField('jobsUpdated', (t) =>
  t.field({
    type: Job,
    nullable: false,
    ...readOfEach('ids', MAX_IDS),
    // One at a time: for routers it is no list.
    extensions: UPSTREAM_READ.extensions,
    args: {
      ids: t.arg.idList({
        required: true,
        description: `At most ${MAX_IDS} ids: \`Job:…\`, or Pictory's own job ids.`,
      }),
    },
    description:
      'Many jobs from now on, one job per event: first the state of each, then every change of any of them. Completes when all are final. Like `jobUpdated` otherwise.',
    subscribe: (_root, { ids }, context) => {
      checkIdCount('ids', ids.length);
      const jobIds = ids.map((id) => parseIdOf('Job', id) as JobId);
      return toJobEvents(context, (tenant, signal) => context.jobs.watchJobs(tenant, jobIds, signal));
    },
    resolve: (event, _arguments, context) => jobOfEvent(context, event),
  }),
);

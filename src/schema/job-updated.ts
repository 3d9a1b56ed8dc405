import { parseIdOf } from '../domain/global-id.ts';
import type { JobId } from '../domain/job.ts';
import { builder } from './builder.ts';
import { UPSTREAM_READ } from './complexity.ts';
import { JOB_ID_DESCRIPTION, Job } from './job.ts';
import { toJobEvents } from './job-events.ts';
import { stateOfEvent } from './work-events.ts';

builder.subscriptionField('jobUpdated', (t) =>
  t.field({
    type: Job,
    nullable: false,
    ...UPSTREAM_READ,
    args: {
      id: t.arg.id({
        required: true,
        description: JOB_ID_DESCRIPTION,
      }),
    },
    description:
      'One job from now on: its state at once, then each change, the final state exactly once, then completion. Pictory is asked every 10 seconds or so, once for all who watch the job. An unknown job is the error `JOB_NOT_FOUND`; after half an hour it ends with `JOB_WATCH_LIMIT`: subscribe again.',
    subscribe: (_root, { id }, context) => {
      const jobId = parseIdOf('Job', id) as JobId;
      return toJobEvents(context, (tenant, signal) => context.jobs.watchJob(tenant, jobId, signal));
    },
    resolve: (event, _arguments, context) => stateOfEvent(context, event),
  }),
);

import { requireScope } from '../domain/caller.ts';
import { GatewayError } from '../domain/errors.ts';
import { parseIdOf } from '../domain/global-id.ts';
import { isFinal, type JobId, type JobState } from '../domain/job.ts';
import { builder } from './builder.ts';
import { UPSTREAM_READ } from './complexity.ts';
import type { Context } from './context.ts';
import { RejectedByPictoryError } from './generation-errors.ts';
import { JOB_ID_DESCRIPTION, Job } from './job.ts';
import { PictoryError } from './pictory-error.ts';

const CleanJobPayload = builder.objectRef<{ type: 'cleaned'; job: JobState }>('CleanJobPayload').implement({
  description: 'What the job made has been deleted for good.',
  fields: (t) => ({
    job: t.expose('job', { type: Job, nullable: false, description: 'The job, now with status `CLEANED`.' }),
  }),
});

const JobNotFinishedError = builder
  .objectRef<{ type: 'not-finished'; message: string }>('JobNotFinishedError')
  .implement({
    interfaces: [PictoryError],
    description:
      'The job is still being worked on, and only a job that has ended can be cleaned. Nothing was deleted.',
    fields: (t) => ({
      code: t.string({
        nullable: false,
        description: 'Always `JOB_NOT_FINISHED`.',
        resolve: () => 'JOB_NOT_FINISHED',
      }),
    }),
  });

const CleanJobResult = builder.unionType('CleanJobResult', {
  types: [CleanJobPayload, JobNotFinishedError, RejectedByPictoryError],
  description: 'What became of a request to clean a job.',
  resolveType: ({ type }) => TYPE_NAMES[type],
});

const TYPE_NAMES = {
  cleaned: 'CleanJobPayload',
  'not-finished': 'JobNotFinishedError',
  rejected: 'RejectedByPictoryError',
} as const;

builder.mutationField('cleanJob', (t) =>
  t.field({
    type: CleanJobResult,
    ...UPSTREAM_READ,
    args: {
      id: t.arg.id({
        required: true,
        description: JOB_ID_DESCRIPTION,
      }),
    },
    description:
      'Deletes for good every file that a finished job has made, and what was uploaded for it. It cannot be undone, and addresses handed out before stop working. Doing it again is harmless. Needs the scope `clean`. Null only with an error beside it: `UNAUTHENTICATED`, `FORBIDDEN` and `BAD_USER_INPUT` come before anything is done, `JOB_NOT_FOUND` says that there is no such job, and a code that starts with `UPSTREAM_` says that no usable answer came from Pictory: the files may be gone or not, and `job` tells.',
    resolve: (_root, { id }, context) => cleanJob(context, parseIdOf('Job', id) as JobId),
  }),
);

async function cleanJob(context: Context, id: JobId): Promise<typeof CleanJobResult.$inferType> {
  const { jobs, operation } = context;
  const { tenant } = requireScope(context.caller, 'clean');
  // What Pictory does to a job that is still running is not documented, and it could not be undone.
  const [known] = await jobs.loadJobs(tenant, [id], operation);
  if (known instanceof GatewayError) throw known;
  if (!known) throw jobNotFound();
  if (!isFinal(known.status)) {
    return { type: 'not-finished', message: 'The job is still being worked on. Clean it once it has ended.' };
  }
  const outcome = await jobs.cleanJob(tenant, id, operation);
  if (!outcome) throw jobNotFound();
  if (!('refused' in outcome)) return { type: 'cleaned', job: outcome };
  const { message, pictoryCode, issues } = outcome;
  return {
    type: 'rejected',
    message,
    pictoryCode,
    issues: issues.map((issue) => ({ ...issue, accepted: null })),
  };
}

function jobNotFound(): GatewayError {
  return new GatewayError('JOB_NOT_FOUND', 'Pictory knows no job of this id for this account.');
}

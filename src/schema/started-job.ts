import type { GraphQLResolveInfo } from 'graphql';
import type { GenerationResult } from '../domain/generation/generation.ts';
import { toGlobalId } from '../domain/global-id.ts';
import type { JobState } from '../domain/job.ts';
import { builder } from './builder.ts';
import { UPSTREAM_READ } from './complexity.ts';
import type { Context } from './context.ts';
import { isInFirstGenerationField } from './generation-fields.ts';
import { Job } from './job.ts';
import { MAX_WAIT_SECONDS, waitForJob } from './job-wait.ts';
import { loadJob } from './loaders.ts';

/** A generation that Pictory has accepted. */
export type StartedJob = Extract<GenerationResult, { type: 'started' }>;

/** The payload type of the mutations that start jobs of one kind. */
export function startedJobPayload<Name extends string>(name: Name, description: string) {
  return builder.objectRef<StartedJob>(name).implement({
    description,
    fields: (t) => ({
      jobId: t.id({
        nullable: false,
        description: 'Global id of the job: what to keep, and to watch with `jobUpdated`.',
        resolve: ({ job }) => toGlobalId('Job', job.id),
      }),
      replayed: t.exposeBoolean('replayed', {
        nullable: false,
        description:
          'True when the idempotency key was known: this is the job that an earlier, equal request started, and nothing was spent now.',
      }),
      job: t.field({
        type: Job,
        nullable: false,
        ...UPSTREAM_READ,
        args: {
          waitSeconds: t.arg.int({
            defaultValue: 0,
            description: `How long to wait for the job to end, in seconds. More than ${MAX_WAIT_SECONDS} counts as ${MAX_WAIT_SECONDS}. When several mutation fields of one operation generate, only the first of them waits.`,
          }),
        },
        description:
          'The job. Never an error, so that nothing can take away the `jobId`: if it cannot be read just now, this is its last known state.',
        resolve: ({ job }, { waitSeconds }, context, info) =>
          presentState(context, info, job, waitSeconds ?? 0),
      }),
    }),
  });
}

async function presentState(
  context: Context,
  info: GraphQLResolveInfo,
  job: JobState,
  asked: number,
): Promise<JobState> {
  const waitSeconds = isInFirstGenerationField(info) ? Math.min(asked, MAX_WAIT_SECONDS) : 0;
  try {
    const read = waitSeconds > 0 ? waitForJob(context, job.id, waitSeconds) : loadJob(context, job.id);
    return (await read) ?? job;
  } catch {
    return job;
  }
}

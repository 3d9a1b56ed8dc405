import { requireScope } from '../domain/caller.ts';
import { parseIdOf, toGlobalId } from '../domain/global-id.ts';
import { isFinal, type JobId, type JobState } from '../domain/job.ts';
import { builder } from './builder.ts';
import { LIBRARY_LOOKUP, readOfEach, UPSTREAM_READ } from './complexity.ts';
import { CONNECTION_COST, connectionArguments, connectionOf, toConnectionArguments } from './connection.ts';
import { Image } from './image.ts';
import { JobOutput } from './job-output.ts';
import { JobRequest } from './job-request.ts';
import { hasJustEnded, toWaitSeconds, waitForJob } from './job-wait.ts';
import { loadEach, loadJob, MAX_IDS } from './loaders.ts';
import { ENTITY, Node } from './node.ts';
import { repeatable, UNREPEATABLE } from './repeatable.ts';
import { toDateTime } from './scalars.ts';
import { Video } from './video.ts';

const JobStatus = builder.enumType('JobStatus', {
  description: 'What the state of a job amounts to.',
  values: {
    IN_PROGRESS: { description: 'Being worked on.' },
    COMPLETED: { description: 'Done: `output` says what came of it. Final.' },
    FAILED: { description: 'Ended without a result: `error` says why. Final.' },
    CLEANED: { description: 'The job has ended, and its files have been deleted for good since. Final.' },
    UNKNOWN: {
      description:
        'A state that this gateway does not know; `pictoryStatus` has its name. Treated like `IN_PROGRESS`: keep watching.',
    },
  } satisfies Record<JobState['status'], { description: string }>,
});

const JobKind = builder.enumType('JobKind', {
  description: 'What a job makes.',
  values: {
    IMAGE: { description: 'An AI Studio image.' },
    VIDEO: { description: 'An AI Studio video.' },
    OTHER: {
      description:
        'Work of another Pictory feature, such as a transcription or the rendering of a storyboard.',
    },
  } satisfies Record<NonNullable<JobState['kind']>, { description: string }>,
});

const JobFailure = builder.objectRef<NonNullable<JobState['failure']>>('JobFailure').implement({
  description: "Why a job failed: in Pictory's words, or in the gateway's where Pictory gives no reason.",
  fields: (t) => ({
    code: t.exposeString('code', {
      description: "Pictory's `error_code`. There is no published list of them. Null when Pictory gave none.",
    }),
    message: t.exposeString('message', {
      nullable: false,
      description: "Pictory's `error_message`. Where Pictory gives none, a sentence of the gateway's.",
    }),
  }),
});

/** A piece of work at Pictory. */
export const Job = builder.objectRef<JobState>('Job').implement({
  interfaces: [Node],
  extensions: ENTITY,
  description:
    'A piece of work at Pictory, from the moment it is started. An image takes seconds to minutes, a video minutes. Jobs are not the assets they make: those appear in the library once a job is completed, under ids of their own.',
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: "Global id: `Job:` and Pictory's job id.",
      resolve: (job) => toGlobalId('Job', job.id),
    }),
    pictoryId: t.exposeString('id', {
      nullable: false,
      description: "Pictory's own job id, without prefix.",
    }),
    kind: t.expose('kind', {
      type: JobKind,
      description:
        'What the job makes. Known from the start for jobs started through this gateway; of others Pictory does not tell until they have a result, and it is null until then.',
    }),
    status: t.expose('status', {
      type: JobStatus,
      nullable: false,
      description: 'What the state amounts to: decide by this.',
    }),
    pictoryStatus: t.exposeString('pictoryStatus', {
      nullable: false,
      description:
        "The state in Pictory's own word, such as `in-progress`. New words may turn up: decide by `status`.",
    }),
    isFinal: t.boolean({
      nullable: false,
      description:
        'Whether it has ended, well or badly. A final job changes no more, except by being cleaned.',
      resolve: (job) => isFinal(job.status),
    }),
    output: t.expose('output', {
      type: JobOutput,
      description:
        'What the job itself reports of its result: available at once, without searching the library. Null until completed, and for kind `OTHER`.',
    }),
    image: t.field({
      type: Image,
      ...LIBRARY_LOOKUP,
      description:
        'The image that the job made, as the library lists it, with its prompt, model and id. Pictory does not connect the two; it is found by its address. Null until completed, while Pictory does not list it yet, and for jobs that make no image.',
      resolve: (job, _arguments, context) => {
        if (job.output?.kind !== 'IMAGE') return null;
        const { tenant } = requireScope(context.caller, 'read');
        return context.library.findImageByUrl(
          tenant,
          job.output.url,
          context.operation,
          hasJustEnded(context, job),
        );
      },
    }),
    video: t.field({
      type: Video,
      ...LIBRARY_LOOKUP,
      description: 'The video that the job made, as the library lists it; found and null like `image`.',
      resolve: (job, _arguments, context) => {
        if (job.output?.kind !== 'VIDEO') return null;
        const { tenant } = requireScope(context.caller, 'read');
        return context.library.findVideoByUrl(
          tenant,
          job.output.url,
          context.operation,
          hasJustEnded(context, job),
        );
      },
    }),
    aiCreditsUsed: t.exposeFloat('aiCreditsUsed', {
      description:
        'AI credits that the job has cost, fractional. Null until Pictory says, which it does on completion.',
    }),
    error: t.expose('failure', {
      type: JobFailure,
      description: 'Why it failed. Null unless `status` is `FAILED`.',
    }),
    request: t.expose('request', {
      type: JobRequest,
      description:
        'What was asked for. Null for jobs that were not started through this gateway, or so long ago that it has forgotten: Pictory does not repeat the request.',
    }),
    createdAt: t.field({
      type: 'DateTime',
      description:
        'When this gateway started it. Null for jobs that it did not start: Pictory gives no date.',
      resolve: (job) => (job.createdAtMs === null ? null : toDateTime(job.createdAtMs)),
    }),
    observedAt: t.field({
      type: 'DateTime',
      ...UNREPEATABLE,
      nullable: false,
      description: 'When this state was read from Pictory: how old the answer is. Not a change of the job.',
      resolve: (job) => toDateTime(job.observedAtMs),
    }),
  }),
});

const JobConnection = connectionOf('Job', 'jobs', Job, 'its id');

builder.queryField('jobs', (t) =>
  t.field({
    type: JobConnection,
    ...CONNECTION_COST,
    args: connectionArguments('jobs'),
    description:
      'The jobs that Pictory lists for the account, of all its features, newest first. Pictory does not promise that AI Studio jobs are among them: to follow a job that you started, keep its id.',
    resolve: (_root, page, context) =>
      context.jobs.listJobs(
        requireScope(context.caller, 'read').tenant,
        toConnectionArguments(page),
        context.operation,
      ),
  }),
);

/** Of an argument that takes the id of one. */
export const JOB_ID_DESCRIPTION =
  "`Job:…`, or Pictory's own job id (not that of the image or video it made).";

builder.queryField('job', (t) =>
  t.field({
    type: Job,
    ...repeatable(UPSTREAM_READ),
    args: {
      id: t.arg.id({ required: true, description: JOB_ID_DESCRIPTION }),
      waitSeconds: t.arg.int({
        defaultValue: 0,
        description:
          'How long to wait for the job to end, from 0 to 50 seconds. The answer comes as soon as it has ended, at the latest when the time is over, with the state of that moment; that is no error. For longer than that, subscribe to `jobUpdated`.',
      }),
    },
    description:
      'One job by id; null when Pictory knows no such job for this account. The last known state answers without a call to Pictory when it is final or younger than one poll interval (two while somebody watches the job); `observedAt` tells its age.',
    resolve: (_root, { id, waitSeconds }, context) => {
      const jobId = parseIdOf('Job', id) as JobId;
      const seconds = toWaitSeconds(waitSeconds);
      return seconds === 0 ? loadJob(context, jobId) : waitForJob(context, jobId, seconds);
    },
  }),
);

builder.queryField('jobsByIds', (t) =>
  t.field({
    type: [Job],
    nullable: { list: false, items: true },
    ...repeatable(readOfEach('ids', MAX_IDS)),
    args: {
      ids: t.arg.idList({
        required: true,
        description: `At most ${MAX_IDS} ids: \`Job:…\`, or Pictory's own job ids. Each one may cost a call to Pictory.`,
      }),
    },
    description:
      'Many jobs at once, in the order of the ids. Null where Pictory knows no such job, and, with an error at its path, where one could not be read. Like `job`, each may be answered by the last known state.',
    resolve: (_root, { ids }, context) =>
      loadEach('ids', ids, async (id) => loadJob(context, parseIdOf('Job', id) as JobId)),
  }),
);

import type { Clock } from '../../src/clock.ts';
import type { ReadCall } from '../../src/upstream/call.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import type { JobReading } from '../../src/upstream/pictory/jobs.ts';
import type { PictoryAccount } from '../../src/upstream/pictory/pictory.ts';

/** What one read of a job answers: a reading by its name, parts of one, or what is thrown. `hang`: nothing, until aborted. */
export type ScriptedAnswer = keyof typeof READINGS | 'hang' | Partial<JobReading> | Error;

const READINGS = {
  running: { pictoryStatus: 'in-progress' },
  rendering: { pictoryStatus: 'rendering' },
  image: {
    pictoryStatus: 'completed',
    url: 'https://cdn.example.net/1.png',
    width: 1024,
    height: 768,
    aiCreditsUsed: 2,
  },
  video: {
    pictoryStatus: 'completed',
    url: 'https://cdn.example.net/1.mp4',
    width: 960,
    height: 720,
    duration: '8s',
  },
  failed: { pictoryStatus: 'failed', errorCode: 'NO_LUCK', errorMessage: 'The kiln was cold.' },
  cleaned: { pictoryStatus: 'cleaned' },
} satisfies Record<string, Partial<JobReading>>;

/** One read that reached the account. */
interface ScriptedRead {
  id: string;
  atMs: number;
  priority: 'interactive' | 'poll';
  isAborted: boolean;
}

/** An account whose jobs answer as scripted, read by read; the last answer stays. A job without a script does not exist. */
export interface ScriptedJobs {
  readonly account: PictoryAccount;
  readonly reads: ScriptedRead[];
  readonly cleans: string[];
  /** What each cleaning answers, in order; true beyond. */
  readonly cleanAnswers: (boolean | Error)[];
  script: Record<string, ScriptedAnswer[]>;
}

/** @see ScriptedJobs */
export function scriptedJobs(clock: Clock, script: Record<string, ScriptedAnswer[]>): ScriptedJobs {
  const jobs: ScriptedJobs = {
    script: copyOf(script),
    reads: [],
    cleans: [],
    cleanAnswers: [],
    account: { answeredWell: true, readJob, cleanJob } as Partial<PictoryAccount> as PictoryAccount,
  };

  async function readJob(id: string, call: ReadCall): Promise<JobReading> {
    call.signal.throwIfAborted();
    call.onAttempt?.();
    const read = { id, atMs: clock.now(), priority: call.priority ?? 'interactive', isAborted: false };
    jobs.reads.push(read);
    call.signal.addEventListener('abort', () => {
      read.isAborted = true;
    });
    // As on a wire: nobody has an answer in the moment of asking.
    await new Promise(setImmediate);
    call.signal.throwIfAborted();
    const answers = jobs.script[id] ?? [];
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? notFound();
    if (answer instanceof Error) throw answer;
    if (answer === 'hang') {
      return new Promise((_, reject) => {
        call.signal.addEventListener('abort', () => reject(call.signal.reason));
      });
    }
    return readingOf(id, answer);
  }

  async function cleanJob(id: string, call: ReadCall): Promise<boolean> {
    call.onAttempt?.();
    jobs.cleans.push(id);
    const answer = jobs.cleanAnswers.shift() ?? true;
    if (answer instanceof Error) throw answer;
    return answer;
  }

  return jobs;
}

/** A whole reading from a name or from parts. */
export function readingOf(jobId: string, answer: keyof typeof READINGS | Partial<JobReading>): JobReading {
  return {
    jobId,
    pictoryStatus: 'in-progress',
    url: null,
    width: null,
    height: null,
    duration: null,
    previewImageUrl: null,
    thumbnailImageUrl: null,
    lastFrameImageUrl: null,
    aiCreditsUsed: null,
    errorCode: null,
    errorMessage: null,
    ...(typeof answer === 'string' ? READINGS[answer] : answer),
  };
}

/** What Pictory's client throws for a job that is not there. */
export function notFound(): UpstreamError {
  return new UpstreamError('not-found', 'no such job', { status: 404 });
}

function copyOf(script: Record<string, ScriptedAnswer[]>): Record<string, ScriptedAnswer[]> {
  return Object.fromEntries(Object.entries(script).map(([id, answers]) => [id, [...answers]]));
}

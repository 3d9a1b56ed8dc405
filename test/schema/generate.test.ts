import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import type { GenerationResult, GenerationTerms } from '../../src/domain/generation/generation.ts';
import {
  GenerateImageDocument,
  GenerateImagesDocument,
  GenerateVideoDocument,
  GenerateVideosDocument,
} from '../generated/graphql.ts';
import { anImage } from '../support/assets.ts';
import { aFinishedJob, aJob, ask, callerWith, contextOf, type Script } from './graph.ts';

const started = (id: string, replayed = false): GenerationResult => ({
  type: 'started',
  job: aJob(id),
  replayed,
});
const input = { prompt: 'A lighthouse keeper' };
const unreadable: Script['jobs'] = {
  loadJobs: async (_tenant, ids) => ids.map(() => new GatewayError('UPSTREAM_TIMEOUT', 'Too slow.')),
};

describe('a generation field', () => {
  test('hands the inputs on as they came, and gives one result per input, in order', async () => {
    const asked: { inputs: unknown; terms: GenerationTerms }[] = [];
    const image = { ...input, model: 'nanobanana', aspectRatio: '1:1', style: 'vintage', maxCredits: 4.5 };
    const video = {
      ...input,
      duration: '8s',
      source: { continueVideo: 'Job:j0' },
      webhook: 'https://me.test/hook',
    };
    const studio: Script['studio'] = {
      generateImages: async (_identity, inputs, terms) => {
        asked.push({ inputs, terms });
        return inputs.map((_, index) => started(`image${index}`));
      },
      generateVideos: async (_identity, inputs, terms) => {
        asked.push({ inputs, terms });
        return inputs.map((_, index) => started(`video${index}`, true));
      },
    };
    const context = () => contextOf({ studio, jobs: unreadable });

    const one = await ask(GenerateImageDocument, { input: image }, context());
    const many = await ask(GenerateImagesDocument, { inputs: [image, input], maxCredits: 6.5 }, context());
    const oneVideo = await ask(GenerateVideoDocument, { input: video }, context());
    const manyVideos = await ask(GenerateVideosDocument, { inputs: [video, input] }, context());

    expect(one.data.generateImage).toMatchObject({ jobId: 'Job:image0', replayed: false });
    expect(many.data.generateImages).toMatchObject([{ jobId: 'Job:image0' }, { jobId: 'Job:image1' }]);
    expect(oneVideo.data.generateVideo).toMatchObject({ jobId: 'Job:video0', replayed: true });
    expect(manyVideos.data.generateVideos).toMatchObject([{ jobId: 'Job:video0' }, { jobId: 'Job:video1' }]);
    expect(asked).toEqual([
      { inputs: [image], terms: { maxCredits: null, headerKey: null } },
      { inputs: [image, input], terms: { maxCredits: 6.5, headerKey: null } },
      { inputs: [video], terms: { maxCredits: null, headerKey: null } },
      { inputs: [video, input], terms: { maxCredits: null, headerKey: null } },
    ]);
  });

  test('shows each way in which nothing was started as a member of its union', async () => {
    const issues = [{ path: ['model'], message: 'Unknown.', accepted: ['seedream3.0'] }];
    const outcomes: GenerationResult[] = [
      { type: 'invalid-input', message: 'Mend it.', issues },
      { type: 'credit-limit', message: 'Too dear.', credits: null, maxCredits: 1.5 },
      { type: 'idempotency-conflict', message: 'Another request.' },
      { type: 'rejected', message: 'No.', pictoryCode: 'INVALID_REQUEST_BODY', issues: [] },
      { type: 'not-started', message: 'Away.', retryable: true, retryAfterMs: 2500 },
      { type: 'not-started', message: 'Away.', retryable: false, retryAfterMs: null },
      { type: 'outcome-unknown', message: 'Cut.', sentAtMs: Date.UTC(2026, 10, 2, 12) },
      started('j1'),
    ];
    const context = () =>
      contextOf({
        studio: { generateImages: async () => outcomes, generateVideos: async () => outcomes },
        jobs: unreadable,
      });
    const inputs = outcomes.map(() => input);

    const images = await ask(GenerateImagesDocument, { inputs }, context());
    const videos = await ask(GenerateVideosDocument, { inputs }, context());

    const failures = [
      { __typename: 'InvalidInputError', message: 'Mend it.', code: 'INVALID_INPUT', issues },
      {
        __typename: 'CreditLimitError',
        message: 'Too dear.',
        code: 'CREDIT_LIMIT',
        credits: null,
        maxCredits: 1.5,
      },
      { __typename: 'IdempotencyConflictError', message: 'Another request.', code: 'IDEMPOTENCY_CONFLICT' },
      {
        __typename: 'RejectedByPictoryError',
        message: 'No.',
        code: 'REJECTED_BY_PICTORY',
        pictoryCode: 'INVALID_REQUEST_BODY',
        issues: [],
      },
      {
        __typename: 'NotStartedError',
        message: 'Away.',
        code: 'NOT_STARTED',
        retryable: true,
        retryAfterSeconds: 2.5,
      },
      {
        __typename: 'NotStartedError',
        message: 'Away.',
        code: 'NOT_STARTED',
        retryable: false,
        retryAfterSeconds: null,
      },
      {
        __typename: 'OutcomeUnknownError',
        message: 'Cut.',
        code: 'OUTCOME_UNKNOWN',
        sentAt: '2026-11-02T12:00:00.000Z',
      },
    ];
    expect([images.errors, videos.errors]).toEqual([[], []]);
    expect(images.data.generateImages?.slice(0, -1)).toEqual(failures);
    expect(videos.data.generateVideos?.slice(0, -1)).toEqual(failures);
    expect(images.data.generateImages?.at(-1)).toMatchObject({
      __typename: 'GenerateImagePayload',
      jobId: 'Job:j1',
    });
    expect(videos.data.generateVideos?.at(-1)).toMatchObject({
      __typename: 'GenerateVideoPayload',
      jobId: 'Job:j1',
    });
  });

  test('with a batch that is too long is BAD_USER_INPUT', async () => {
    const refuse = async () => {
      throw new GatewayError('BAD_USER_INPUT', 'At most 20.');
    };
    const context = () => contextOf({ studio: { generateImages: refuse, generateVideos: refuse } });

    expect((await ask(GenerateImagesDocument, { inputs: [] }, context())).errors).toEqual([
      'BAD_USER_INPUT at generateImages',
    ]);
    expect((await ask(GenerateVideosDocument, { inputs: [] }, context())).errors).toEqual([
      'BAD_USER_INPUT at generateVideos',
    ]);
  });

  test.each([
    ['no source field', {}],
    [
      'two source fields',
      { firstFrameImageUrl: 'https://a.test/1.png', extendVideoUrl: 'https://a.test/1.mp4' },
    ],
    ['a source field that is null', { continueVideo: null }],
  ])('takes exactly one video source: %s is refused before anything runs', async (_, source) => {
    const { errors } = await ask(String(GenerateVideoDocument), { input: { ...input, source } }, contextOf());

    expect(errors).toEqual([expect.stringMatching(/VideoSourceInput|must be non-null/)]);
  });

  test('refuses an address that is no text before anything runs', async () => {
    const { errors } = await ask(
      String(GenerateImageDocument),
      { input: { ...input, webhook: 5 } },
      contextOf(),
    );

    expect(errors).toEqual([expect.stringContaining('URL cannot represent a value that is not a string.')]);
  });
});

describe('the job of a payload', () => {
  const studio: Script['studio'] = {
    generateImages: async (_identity, inputs) => inputs.map(({ prompt }) => started(prompt)),
  };
  const finished = aFinishedJob('j1', anImage('i1'));

  test('is its present state', async () => {
    const context = contextOf({
      studio,
      jobs: { loadJobs: async () => [finished] },
      library: { findImageByUrl: async () => null },
    });

    const { data } = await ask(GenerateImageDocument, { input: { prompt: 'j1' } }, context);

    expect(data.generateImage).toMatchObject({
      job: { status: 'COMPLETED', output: { url: finished.output?.url } },
    });
  });

  test('is its last known state when it cannot be read, is gone, or may not be read', async () => {
    const broken: Script = {
      jobs: {
        loadJobs: async () => {
          throw new TypeError('a bug');
        },
        waitForJob: async () => {
          throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Away.');
        },
      },
    };
    const gone: Script = { jobs: { loadJobs: async () => [null], waitForJob: async () => null } };
    const forbidden: Script = { caller: callerWith('generate') };
    const document =
      'mutation { generateImage(input: { prompt: "j1" }) { ... on GenerateImagePayload { jobId now: job { status } later: job(waitSeconds: 9) { status } } } }';

    for (const script of [broken, gone, forbidden]) {
      expect(await ask<unknown, object>(document, {}, contextOf({ studio, ...script }))).toEqual({
        data: {
          generateImage: {
            jobId: 'Job:j1',
            now: { status: 'IN_PROGRESS' },
            later: { status: 'IN_PROGRESS' },
          },
        },
        errors: [],
      });
    }
  });

  test('waits at most 50 seconds, and not at all for less than none', async () => {
    const waits: number[] = [];
    const context = () =>
      contextOf({
        studio,
        jobs: {
          loadJobs: async () => [aJob('j1')],
          waitForJob: async (_tenant, _id, waitMs) => {
            waits.push(waitMs);
            return aJob('j1');
          },
        },
      });

    for (const waitSeconds of [9, 1000, -3, null]) {
      const { errors } = await ask(
        GenerateImageDocument,
        { input: { prompt: 'j1' }, waitSeconds },
        context(),
      );
      expect(errors).toEqual([]);
    }

    expect(waits).toEqual([9_000, 50_000]);
  });

  test('that ends while it is waited for is looked for afresh in the library', async () => {
    const context = contextOf({
      studio,
      jobs: { waitForJob: async () => finished },
      library: {
        findImageByUrl: async (_tenant, _url, _operation, fresh) => (fresh ? anImage('i1') : null),
      },
    });

    const { data } = await ask(GenerateImageDocument, { input: { prompt: 'j1' }, waitSeconds: 9 }, context);

    expect(data.generateImage).toMatchObject({ job: { image: { id: 'Image:i1' } } });
  });

  test('waits in the first generation field only, and there for each of a batch', async () => {
    const waited: string[] = [];
    const context = contextOf({
      studio,
      jobs: {
        loadJobs: async (_tenant, ids) => ids.map((id) => aJob(id)),
        waitForJob: async (_tenant, id) => {
          waited.push(id);
          return aJob(id);
        },
      },
    });

    const { errors } = await ask(
      `mutation ($skipped: Boolean = true) {
        cleanJob(id: "old") { __typename }
        generateImage(input: { prompt: "skipped" }) @skip(if: $skipped) { ...Waiting }
        ... on Mutation {
          first: generateImages(inputs: [{ prompt: "a" }, { prompt: "b" }]) { ...Waiting }
        }
        second: generateImage(input: { prompt: "c" }) { ...Waiting }
      }
      fragment Waiting on GenerateImagePayload { job(waitSeconds: 20) { id } }`,
      {},
      context,
    );

    expect(errors).toEqual([]);
    expect(waited).toEqual(['a', 'b']);
  });
});

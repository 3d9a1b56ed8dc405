import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import { createCatalogue } from '../../src/domain/generation/catalogue.ts';
import type { ImageInput } from '../../src/domain/generation/generation.ts';
import type { Studio } from '../../src/domain/studio.ts';
import { UpstreamError, type UpstreamFailure } from '../../src/upstream/errors.ts';
import { operationOn } from '../support/library.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { acceptsAfter, acceptsWhenPlaced, failsUnsent, failsWith } from '../support/scripted-starts.ts';
import { identityOn, jobIdOf, NO_TERMS, openStudio } from '../support/studio.ts';

const prompt = 'A lighthouse at dusk';
const never = new Promise<never>(() => {});
const extended = createCatalogue({
  imageModels: [
    { name: 'gift', isDefault: false, aspectRatios: ['1:1'], styles: [], creditsPerImage: 0 },
    { name: 'riddle', isDefault: false, aspectRatios: ['1:1'], styles: [], creditsPerImage: null },
  ],
  videoModels: [],
});

describe('an accepted generation', () => {
  test('is a running job that says what was asked for, and is noted', async () => {
    const clock = createManualClock();
    const { image, noted, starts } = openStudio({ clock });
    const result = await image({ prompt, style: 'vintage', webhook: 'https://hooks.example.org/1' });
    expect(result).toEqual({
      type: 'started',
      replayed: false,
      job: {
        id: 'job-1',
        kind: 'IMAGE',
        status: 'IN_PROGRESS',
        pictoryStatus: 'in-progress',
        result: null,
        output: null,
        aiCreditsUsed: null,
        failure: null,
        request: {
          prompt,
          model: 'seedream3.0',
          aspectRatio: null,
          style: 'vintage',
          duration: null,
          referenceImageUrl: null,
          firstFrameImageUrl: null,
          extendVideoUrl: null,
          referenceImageUrls: null,
        },
        createdAtMs: clock.now(),
        hasCallback: false,
        observedAtMs: clock.now(),
      },
    });
    expect(noted).toEqual([result.type === 'started' && result.job]);
    expect(starts.posts).toEqual([
      { prompt, model: 'seedream3.0', style: 'vintage', webhook: 'https://hooks.example.org/1' },
    ]);
  });

  test('of a video sends model and duration resolved, and its source', async () => {
    const { video, starts } = openStudio();
    const source = { referenceImageUrls: ['https://assets.example.org/a.png'] };
    const result = await video({ prompt, source });
    expect(result).toMatchObject({
      type: 'started',
      job: { kind: 'VIDEO', request: { duration: '5s', ...source, firstFrameImageUrl: null } },
    });
    expect(starts.posts).toEqual([{ prompt, model: 'pixverse5.5', duration: '5s', ...source }]);
  });

  test('counts as a call of its operation, and one that was not sent does not', async () => {
    const { image, starts, clock } = openStudio();
    const operation = operationOn(clock);
    await image({ prompt }, { by: operation });
    starts.script.push(failsUnsent(new UpstreamError('not-sent', 'The queue is full.')));
    await image({ prompt }, { by: operation });
    expect(operation.upstreamCalls).toBe(1);
  });

  test('keeps its job when it cannot be noted', async () => {
    const { image, faults } = openStudio({
      jobs: { noteStarted: () => Promise.reject(new Error('The store is away.')) },
    });
    expect(jobIdOf(await image({ prompt }))).toBe('job-1');
    expect(faults).toEqual(['A job that was started could not be noted.']);
  });
});

describe('input that cannot be right', () => {
  test('is told with all its faults, and nothing is sent', async () => {
    const { image, video, starts } = openStudio();
    expect(await image({ prompt: 'abc', model: 'dall-e' })).toEqual({
      type: 'invalid-input',
      message:
        'Nothing was sent. prompt: Write 5 to 5000 characters; this one has 3. model: There is no such model; choose an accepted one or leave it out.',
      issues: [expect.objectContaining({ path: ['prompt'] }), expect.objectContaining({ path: ['model'] })],
    });
    expect(await video({ prompt, source: {} })).toMatchObject({
      type: 'invalid-input',
      issues: [{ path: ['source'] }],
    });
    expect(starts.posts).toEqual([]);
  });

  test('does not keep the rest of its batch from being sent', async () => {
    const { images } = openStudio();
    const results = await images([{ prompt }, { prompt: '' }, { prompt }]);
    expect(results.map(({ type }) => type)).toEqual(['started', 'invalid-input', 'started']);
  });

  test.each([0, 21])('a batch of %i is refused as a whole', async (size) => {
    const { images, studio, identity, clock, starts } = openStudio();
    const inputs = Array.from({ length: size }, () => ({ prompt }));
    const refusal = { name: 'GatewayError', code: 'BAD_USER_INPUT' };
    await expect(images(inputs)).rejects.toMatchObject(refusal);
    await expect(studio.generateVideos(identity, inputs, NO_TERMS, operationOn(clock))).rejects.toMatchObject(
      refusal,
    );
    expect(starts.posts).toEqual([]);
  });

  test('a batch of 20 is taken, at the same time and answered in order', async () => {
    const { images, starts, clock } = openStudio();
    const gate = Promise.withResolvers<void>();
    for (let index = 0; index < 20; index += 1) starts.script.push(acceptsAfter(gate.promise));
    const results = images(Array.from({ length: 20 }, (_, index) => ({ prompt: `${prompt} ${index}` })));
    await clock.advance(0);
    expect(starts.posts).toHaveLength(20);
    gate.resolve();
    const prompts = (await results).map((result) => result.type === 'started' && result.job.request?.prompt);
    expect(prompts).toEqual(Array.from({ length: 20 }, (_, index) => `${prompt} ${index}`));
  });
});

describe('maxCredits', () => {
  test('lets pass what costs as much', async () => {
    const { image, video } = openStudio();
    expect((await image({ prompt, maxCredits: 2 })).type).toBe('started');
    expect((await video({ prompt, maxCredits: 8 })).type).toBe('started');
  });

  test('refuses what would cost more', async () => {
    const { image, video, starts } = openStudio();
    expect(await image({ prompt, maxCredits: 1.99 })).toEqual({
      type: 'credit-limit',
      message: 'Nothing was sent. This costs 2 AI credits, and maxCredits is 1.99.',
      credits: 2,
      maxCredits: 1.99,
    });
    expect(await video({ prompt, duration: '8s', maxCredits: 8 })).toMatchObject({ credits: 12.8 });
    expect(starts.posts).toEqual([]);
  });

  test('refuses what has no known price, and only 0 credits are bought for 0', async () => {
    const { image } = openStudio({ catalogue: extended });
    expect(await image({ prompt, model: 'riddle', maxCredits: 1000 })).toMatchObject({
      type: 'credit-limit',
      credits: null,
      maxCredits: 1000,
    });
    expect((await image({ prompt, model: 'riddle' })).type).toBe('started');
    expect((await image({ prompt, maxCredits: 0 })).type).toBe('credit-limit');
    expect((await image({ prompt, model: 'gift', maxCredits: 0 })).type).toBe('started');
  });

  test('of a batch holds for its sum, by hand’s arithmetic', async () => {
    const { images, starts } = openStudio();
    const batch: ImageInput[] = Array.from({ length: 3 }, () => ({ prompt, model: 'flux-schnell' }));
    const within = await images(batch, { terms: { maxCredits: 1.8, headerKey: null } });
    expect(within.map(({ type }) => type)).toEqual(['started', 'started', 'started']);
    const over = await images(batch, { terms: { maxCredits: 1.79, headerKey: null } });
    expect(over).toEqual(
      batch.map(() => ({
        type: 'credit-limit',
        message: 'Nothing was sent. The whole batch costs 1.8 AI credits, and maxCredits is 1.79.',
        credits: 1.8,
        maxCredits: 1.79,
      })),
    );
    expect(starts.posts).toHaveLength(3);
  });

  test('of a batch refuses all that could be sent when one price is unknown', async () => {
    const { images, starts } = openStudio({ catalogue: extended });
    const results = await images([{ prompt }, { prompt: '' }, { prompt, model: 'riddle' }], {
      terms: { maxCredits: 100, headerKey: null },
    });
    expect(results).toMatchObject([
      { type: 'credit-limit', credits: null },
      { type: 'invalid-input' },
      { type: 'credit-limit', credits: null, maxCredits: 100 },
    ]);
    expect(starts.posts).toEqual([]);
  });

  test('of a batch does not count what is not going to be bought', async () => {
    const { images } = openStudio();
    const results = await images([{ prompt }, { prompt: '' }, { prompt, maxCredits: 1 }], {
      terms: { maxCredits: 2, headerKey: null },
    });
    expect(results.map(({ type }) => type)).toEqual(['started', 'invalid-input', 'credit-limit']);
  });

  test('of a batch that is no amount is a fault of every input', async () => {
    const { images, starts } = openStudio();
    const results = await images([{ prompt }, { prompt }], { terms: { maxCredits: -1, headerKey: null } });
    for (const result of results) {
      expect(result).toMatchObject({ type: 'invalid-input', issues: [{ path: ['maxCredits'] }] });
    }
    expect(starts.posts).toEqual([]);
  });
});

describe('a POST that fails', () => {
  const jsonError = (failure: UpstreamFailure, status: number, retryAfterMs: number | null = null) =>
    new UpstreamError(failure, 'Pictory said no.', {
      status,
      retryAfterMs,
      complaint: { code: null, message: 'No.', fields: [] },
    });

  test.each<[string, UpstreamError, boolean, number | null]>([
    ['no connection', new UpstreamError('unreachable', 'Connection refused.'), true, null],
    ['an open breaker', new UpstreamError('not-sent', 'Left alone.', { retryAfterMs: 9000 }), true, 9000],
    ['a 429', jsonError('rate-limited', 429, 30_000), true, 30_000],
    ['the bot filter', new UpstreamError('blocked', '403 with HTML.', { status: 403 }), true, null],
    ['a 401', jsonError('unauthorized', 401), false, null],
  ])('by %s has bought nothing', async (_cause, error, retryable, retryAfterMs) => {
    const { image, starts, faults } = openStudio();
    starts.script.push(failsWith(error));
    expect(await image({ prompt })).toEqual({
      type: 'not-started',
      message: expect.stringMatching(/^Nothing was bought\. /),
      retryable,
      retryAfterMs,
    });
    expect(faults).toEqual([]);
  });

  test('by a 401 tells whose key was refused', async () => {
    const { image, starts } = openStudio();
    starts.script.push(failsWith(jsonError('unauthorized', 401)), failsWith(jsonError('unauthorized', 401)));
    expect(await image({ prompt })).toMatchObject({
      message: 'Nothing was bought. Pictory does not accept this API key. Send a valid one in Authorization.',
    });
    const as = identityOn(starts, { isGatewayAccount: true });
    expect(await image({ prompt }, { as })).toMatchObject({
      retryable: false,
      message: expect.stringContaining('tell the operator'),
    });
  });

  test('by any other 4xx in JSON is told in Pictory’s words, at the places of the input', async () => {
    const { image, video, starts } = openStudio();
    const refusal = new UpstreamError('refused', 'Pictory answered 400 with JSON.', {
      status: 400,
      complaint: {
        code: 'INVALID_REQUEST_BODY',
        message: 'The request body is not valid.',
        fields: [
          { name: 'prompt', message: 'is not allowed' },
          { name: 'firstFrameImageUrl', message: 'cannot be read' },
        ],
      },
    });
    starts.script.push(failsWith(refusal), failsWith(refusal));
    const rejected = {
      type: 'rejected',
      message: 'Pictory refused the request: The request body is not valid.',
      pictoryCode: 'INVALID_REQUEST_BODY',
    };
    expect(await image({ prompt })).toEqual({
      ...rejected,
      issues: [
        { path: ['prompt'], message: 'is not allowed', accepted: null },
        { path: ['firstFrameImageUrl'], message: 'cannot be read', accepted: null },
      ],
    });
    expect(
      await video({ prompt, source: { firstFrameImageUrl: 'https://assets.example.org/a.png' } }),
    ).toMatchObject({
      ...rejected,
      issues: [{ path: ['prompt'] }, { path: ['source', 'firstFrameImageUrl'] }],
    });
  });

  test.each<[string, UpstreamError]>([
    ['a 404 in JSON', new UpstreamError('not-found', '404.', { status: 404 })],
    ['a 402 that says nothing', new UpstreamError('refused', '402.', { status: 402 })],
  ])('by %s is a refusal without reasons', async (_cause, error) => {
    const { image, starts } = openStudio();
    starts.script.push(failsWith(error));
    expect(await image({ prompt })).toEqual({
      type: 'rejected',
      message: 'Pictory refused the request and did not say why.',
      pictoryCode: null,
      issues: [],
    });
  });

  test.each<[string, unknown, number]>([
    ['a 5xx', new UpstreamError('server-error', '502.', { status: 502 }), 0],
    ['a cut', new UpstreamError('cut', 'The connection ended.'), 0],
    ['silence', new UpstreamError('timeout', 'No answer.'), 0],
    ['a 2xx without a job id', new UpstreamError('invalid-response', '200.', { status: 200 }), 0],
    ['a 4xx that is not JSON', new UpstreamError('invalid-response', '400.', { status: 400 }), 0],
    ['what nobody foresaw', new TypeError('x is not a function'), 1],
  ])('by %s may have bought', async (_cause, error, faultsTold) => {
    const clock = createManualClock();
    const { image, starts, faults } = openStudio({ clock });
    const sentAtMs = clock.now();
    starts.script.push(async (send) => {
      await send();
      await clock.sleep(1000);
      throw error;
    });
    const result = image({ prompt });
    await clock.advance(1000);
    expect(await result).toEqual({
      type: 'outcome-unknown',
      message: expect.stringContaining('may have been bought'),
      sentAtMs,
    });
    expect(faults).toHaveLength(faultsTold);
  });

  test.each<[string, unknown, boolean]>([
    ['silence', new UpstreamError('timeout', 'No place in time.'), true],
    ['a remembered 401', new UpstreamError('unauthorized', 'Refused a moment ago.', { status: 401 }), false],
    ['what nobody foresaw', new TypeError('x is not a function'), true],
  ])('by %s before the first byte has bought nothing', async (_cause, error, retryable) => {
    const { image, starts } = openStudio();
    starts.script.push(failsUnsent(error));
    expect(await image({ prompt })).toMatchObject({ type: 'not-started', retryable });
    expect(starts.posts).toEqual([]);
  });

  test('does not hide the jobs of its batch', async () => {
    const { images, starts } = openStudio();
    starts.script.push(
      acceptsAfter(Promise.resolve()),
      failsWith(new UpstreamError('cut', 'The connection ended.')),
      failsUnsent(new Error('A bug.')),
    );
    const results = await images([{ prompt }, { prompt }, { prompt }, { prompt }]);
    expect(results.map(({ type }) => type)).toEqual(['started', 'outcome-unknown', 'not-started', 'started']);
  });
});

describe('an asker that leaves', () => {
  test('while its generation waits for a place ends it, unsent', async () => {
    const { image, starts, clock, faults } = openStudio();
    starts.script.push(acceptsWhenPlaced(never));
    const asker = new AbortController();
    const result = image({ prompt }, { by: operationOn(clock, 50, asker.signal) });
    asker.abort(new Error('The client has gone.'));
    expect(await result).toMatchObject({ type: 'not-started', retryable: true });
    expect(starts.posts).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('after the first byte changes nothing: the job comes and is noted', async () => {
    const { image, starts, clock, noted } = openStudio();
    const answered = Promise.withResolvers<void>();
    starts.script.push(acceptsAfter(answered.promise));
    const asker = new AbortController();
    const result = image({ prompt }, { by: operationOn(clock, 50, asker.signal) });
    await clock.advance(0);
    expect(starts.posts).toHaveLength(1);
    asker.abort(new Error('The client has gone.'));
    answered.resolve();
    expect(jobIdOf(await result)).toBe('job-1');
    expect(noted.map(({ id }) => id)).toEqual(['job-1']);
  });
});

describe('a drain', () => {
  test('lets POSTs end and starts no more', async () => {
    const { image, studio, starts, clock } = openStudio();
    const answered = Promise.withResolvers<void>();
    starts.script.push(acceptsAfter(answered.promise));
    const first = image({ prompt });
    await clock.advance(0);
    expect(starts.posts).toHaveLength(1);
    studio.startDraining();
    const drain = track(studio);
    expect(await image({ prompt })).toMatchObject({ type: 'not-started', retryable: true });
    expect(drain.isOver).toBe(false);
    answered.resolve();
    await drain.over;
    expect(jobIdOf(await first)).toBe('job-1');
    expect(starts.posts).toHaveLength(1);
  });

  test('gives up what still waits for a place', async () => {
    const { image, studio, starts } = openStudio();
    starts.script.push(acceptsWhenPlaced(never));
    const result = image({ prompt });
    studio.startDraining();
    await studio.drained();
    expect(await result).toMatchObject({ type: 'not-started', retryable: true });
    expect(starts.posts).toEqual([]);
  });

  test('looks nothing up for what it will not send', async () => {
    const { video, studio, faults } = openStudio();
    studio.startDraining();
    const result = await video({ prompt, source: { continueVideo: 'Video:abc' } });
    expect(result).toMatchObject({ type: 'not-started', message: expect.stringContaining('shutting down') });
    expect(faults).toEqual([]);
  });

  test('still gives the jobs of keys that have bought', async () => {
    const { image, studio } = openStudio();
    const keyed = { prompt, idempotencyKey: 'order-7' };
    await image(keyed);
    studio.startDraining();
    expect(await image(keyed)).toMatchObject({ type: 'started', replayed: true });
    expect((await image({ prompt, idempotencyKey: 'order-8' })).type).toBe('not-started');
  });

  test('is over at once where nothing is under way, and after all that was has been noted', async () => {
    const noted = Promise.withResolvers<void>();
    const { image, studio, starts, clock } = openStudio({ jobs: { noteStarted: () => noted.promise } });
    await studio.drained();
    const result = image({ prompt });
    await clock.advance(0);
    expect(starts.posts).toHaveLength(1);
    studio.startDraining();
    const drain = track(studio);
    await Promise.resolve();
    expect(drain.isOver).toBe(false);
    noted.resolve();
    await drain.over;
    expect(jobIdOf(await result)).toBe('job-1');
  });
});

describe('a video to continue', () => {
  const source = { continueVideo: 'Video:abc' };

  test('starts from the last frame of the one that is named', async () => {
    const asked: string[] = [];
    const url = 'http://127.0.0.1:4001/frames/abc.png';
    const { video, starts } = openStudio({
      loadLastFrame: async (_identity, globalId) => {
        asked.push(globalId);
        return { url };
      },
    });
    expect(await video({ prompt, source })).toMatchObject({
      type: 'started',
      job: { request: { firstFrameImageUrl: url } },
    });
    expect(asked).toEqual(['Video:abc']);
    expect(starts.posts).toEqual([{ prompt, model: 'pixverse5.5', duration: '5s', firstFrameImageUrl: url }]);
  });

  test('that has no last frame is a fault of the input', async () => {
    const { video, starts } = openStudio({
      loadLastFrame: async () => ({ problem: 'There is no such video.' }),
    });
    expect(await video({ prompt, source })).toMatchObject({
      type: 'invalid-input',
      issues: [{ path: ['source', 'continueVideo'], message: 'There is no such video.', accepted: null }],
    });
    expect(starts.posts).toEqual([]);
  });

  test('that cannot be looked up now is not started, and says when to come back', async () => {
    const trouble = new GatewayError('UPSTREAM_RATE_LIMITED', 'Pictory limits this account.', {
      retryAfterMs: 5000,
    });
    const { video, faults } = openStudio({ loadLastFrame: () => Promise.reject(trouble) });
    expect(await video({ prompt, source })).toEqual({
      type: 'not-started',
      message:
        'Nothing was bought. The video to continue could not be looked up. Pictory limits this account.',
      retryable: true,
      retryAfterMs: 5000,
    });
    expect(faults).toEqual([]);
  });

  test('whose look-up breaks down is not started, and the operator is told', async () => {
    const { video, faults } = openStudio({
      loadLastFrame: () => {
        throw new TypeError('x is not a function');
      },
    });
    expect(await video({ prompt, source })).toMatchObject({ type: 'not-started', retryable: true });
    expect(faults).toEqual(['The last frame of a video could not be looked up.']);
  });

  test('whose asker leaves during the look-up is not started, and nobody is at fault', async () => {
    const { video, faults, clock } = openStudio({
      loadLastFrame: (_identity, _id, operation) => clock.sleep(1000, operation.signal).then(() => never),
    });
    const asker = new AbortController();
    const result = video({ prompt, source }, { by: operationOn(clock, 50, asker.signal) });
    asker.abort(new Error('The client has gone.'));
    expect(await result).toMatchObject({ type: 'not-started', retryable: true });
    expect(faults).toEqual([]);
  });

  test('is not looked up when the price forbids it', async () => {
    const { video } = openStudio();
    expect((await video({ prompt, source, maxCredits: 1 })).type).toBe('credit-limit');
  });
});

function track(studio: Studio): { isOver: boolean; over: Promise<void> } {
  const drain = {
    isOver: false,
    over: studio.drained().then(() => {
      drain.isOver = true;
    }),
  };
  return drain;
}

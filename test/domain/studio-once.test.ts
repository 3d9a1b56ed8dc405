import { describe, expect, test } from 'vitest';
import type { GenerationResult, GenerationTerms } from '../../src/domain/generation/generation.ts';
import type { GenerationRecords } from '../../src/domain/generation/records.ts';
import { createSealer } from '../../src/domain/seal.ts';
import type { TenantId } from '../../src/domain/tenant.ts';
import { createMemoryGenerationRecords } from '../../src/replicas/memory-generation-records.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { operationOn } from '../support/library.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { acceptsAfter, acceptsWhenPlaced, failsUnsent, failsWith } from '../support/scripted-starts.ts';
import { identityOn, jobIdOf, NO_TERMS, openStudio } from '../support/studio.ts';

const prompt = 'A lighthouse at dusk';
const input = { prompt, idempotencyKey: 'order-7' };
const lost = new UpstreamError('cut', 'The connection ended.');
const refused = new UpstreamError('refused', '400.', {
  status: 400,
  complaint: { code: 'BAD', message: 'No.', fields: [] },
});

const typesOf = (results: GenerationResult[]) => results.map(({ type }) => type);
const header = (value: string, of: 'input' | 'batch'): GenerationTerms => ({
  maxCredits: null,
  headerKey: { value, of },
});

describe('a repeat under the same key', () => {
  test('gets the job of the first, marked as replayed', async () => {
    const { image, starts, clock, noted } = openStudio();
    const first = await image(input);
    await clock.advance(3600_000);
    const repeat = await image(input);
    expect(first).toMatchObject({ type: 'started', replayed: false });
    expect(repeat).toEqual({ ...first, replayed: true });
    expect(starts.posts).toHaveLength(1);
    expect(noted).toHaveLength(1);
  });

  test('is equal whatever the order of its members, how absence is written, and what its limit is', async () => {
    const { video, starts } = openStudio();
    const source = { extendVideoUrl: 'https://assets.example.org/a.mp4' };
    await video({ ...input, duration: '8s', source, maxCredits: 100 });
    const repeat = await video({
      source: { firstFrameImageUrl: null, ...source },
      webhook: null,
      duration: '8s',
      ...input,
    });
    expect(repeat).toMatchObject({ type: 'started', replayed: true });
    expect(starts.posts).toHaveLength(1);
  });

  test('that comes while the first is under way waits for it', async () => {
    const { image, starts, clock } = openStudio();
    const answered = Promise.withResolvers<void>();
    starts.script.push(acceptsAfter(answered.promise));
    const first = image(input);
    const repeat = image(input);
    let hasAnswer = false;
    repeat.then(() => {
      hasAnswer = true;
    });
    await clock.advance(60_000);
    expect(hasAnswer).toBe(false);
    answered.resolve();
    expect(await first).toMatchObject({ type: 'started', replayed: false });
    expect(await repeat).toMatchObject({ type: 'started', replayed: true, job: { id: 'job-1' } });
    expect(starts.posts).toHaveLength(1);
  });

  test('fifty times at once costs one POST', async () => {
    const { image, starts } = openStudio();
    const results = await Promise.all(Array.from({ length: 50 }, () => image(input)));
    expect(results.map(jobIdOf)).toEqual(Array.from({ length: 50 }, () => 'job-1'));
    expect(results.filter((result) => result.type === 'started' && !result.replayed)).toHaveLength(1);
    expect(starts.posts).toHaveLength(1);
  });

  test('is bought anew after 24 hours, and not before', async () => {
    const { image, starts, clock } = openStudio();
    await image(input);
    await clock.advance(24 * 3600_000 - 1);
    expect(await image(input)).toMatchObject({ replayed: true });
    await clock.advance(1);
    expect(await image(input)).toMatchObject({ replayed: false });
    expect(starts.posts).toHaveLength(2);
  });

  test('of what may have been bought is not sent again', async () => {
    const { image, starts, clock } = openStudio();
    const sentAtMs = clock.now();
    starts.script.push(failsWith(lost));
    const results = await Promise.all(Array.from({ length: 5 }, () => image(input)));
    await clock.advance(3600_000);
    results.push(await image(input));
    for (const result of results) expect(result).toMatchObject({ type: 'outcome-unknown', sentAtMs });
    expect(starts.posts).toHaveLength(1);
  });

  test('of a continued video asks for no frame again', async () => {
    let lookUps = 0;
    const { video } = openStudio({
      loadLastFrame: async () => {
        lookUps += 1;
        return { url: 'https://cdn.example.net/last.png' };
      },
    });
    const continuation = { ...input, source: { continueVideo: 'Video:abc' } };
    await Promise.all([video(continuation), video(continuation)]);
    expect(await video(continuation)).toMatchObject({ type: 'started', replayed: true });
    expect(lookUps).toBe(1);
  });
});

describe('a key whose request has bought nothing', () => {
  test.each<[string, unknown, GenerationResult['type']]>([
    ['was refused', refused, 'rejected'],
    ['was limited', new UpstreamError('rate-limited', '429.', { status: 429 }), 'not-started'],
    ['did not reach Pictory', new UpstreamError('unreachable', 'No connection.'), 'not-started'],
  ])('is free again: it %s', async (_cause, error, type) => {
    const { image, starts } = openStudio();
    starts.script.push(failsWith(error));
    expect((await image(input)).type).toBe(type);
    expect(jobIdOf(await image({ ...input, prompt: 'Quite another prompt' }))).toBe('job-2');
  });

  test('is free again: there was no frame to continue from', async () => {
    const { video, image } = openStudio({ loadLastFrame: async () => ({ problem: 'No such video.' }) });
    expect((await video({ ...input, source: { continueVideo: 'Video:a' } })).type).toBe('invalid-input');
    expect((await image(input)).type).toBe('started');
  });

  test('goes to one of those that wait, which sends in its place', async () => {
    const { image, starts } = openStudio();
    starts.script.push(failsWith(refused));
    const results = await Promise.all(Array.from({ length: 10 }, () => image(input)));
    expect(typesOf(results)).toEqual(['rejected', ...Array.from({ length: 9 }, () => 'started')]);
    expect(results.filter((result) => result.type === 'started' && !result.replayed)).toHaveLength(1);
    expect(starts.posts).toHaveLength(2);
  });

  test('goes to one that waits when the first asker leaves before its place comes', async () => {
    const { image, starts, clock } = openStudio();
    starts.script.push(acceptsWhenPlaced(new Promise(() => {})));
    const asker = new AbortController();
    const first = image(input, { by: operationOn(clock, 50, asker.signal) });
    const second = image(input);
    await clock.advance(0);
    asker.abort(new Error('The client has gone.'));
    expect((await first).type).toBe('not-started');
    expect(await second).toMatchObject({ type: 'started', replayed: false });
    expect(starts.posts).toHaveLength(1);
  });
});

describe('a different request under a key', () => {
  const other = { ...input, prompt: 'Quite another prompt' };

  test('is a conflict at once, also while the first is under way', async () => {
    const { image, starts, clock } = openStudio();
    const answered = Promise.withResolvers<void>();
    starts.script.push(acceptsAfter(answered.promise));
    const first = image(input);
    await clock.advance(0);
    expect((await image(other)).type).toBe('idempotency-conflict');
    answered.resolve();
    await first;
    expect(await image(other)).toEqual({
      type: 'idempotency-conflict',
      message: expect.stringContaining('Use a new key for a new request.'),
    });
    expect(starts.posts).toHaveLength(1);
  });

  test('is a conflict after an unknown outcome too', async () => {
    const { image, starts } = openStudio();
    starts.script.push(failsWith(lost));
    await image(input);
    expect((await image(other)).type).toBe('idempotency-conflict');
  });

  test('is a video with the words of an image: all fields share one space', async () => {
    const { image, video } = openStudio();
    await image(input);
    expect((await video(input)).type).toBe('idempotency-conflict');
  });

  test('is none when another principal sends it, even one of the same account', async () => {
    const { image, starts } = openStudio();
    const ada = identityOn(starts, { principal: 'ada' });
    const bob = identityOn(starts, { principal: 'bob' });
    expect(jobIdOf(await image(input, { as: ada }))).toBe('job-1');
    expect(jobIdOf(await image(other, { as: bob }))).toBe('job-2');
    expect(jobIdOf(await image(input, { as: ada }))).toBe('job-1');
  });
});

describe('two inputs of one batch with one key', () => {
  test('are one job when they are equal', async () => {
    const { images, starts } = openStudio();
    const results = await images([input, { prompt }, input]);
    const [first, unkeyed, second] = results.map(jobIdOf);
    expect(second).toBe(first);
    expect(unkeyed).not.toBe(first);
    expect(results).toMatchObject([{ replayed: false }, { replayed: false }, { replayed: true }]);
    expect(starts.posts).toHaveLength(2);
  });

  test('are a job and a conflict when they are not', async () => {
    const { images } = openStudio();
    const results = await images([input, { ...input, style: 'vintage' }]);
    expect(typesOf(results)).toEqual(['started', 'idempotency-conflict']);
  });
});

describe('the Idempotency-Key header', () => {
  test('of a single input is its key, as if given there', async () => {
    const { image, starts } = openStudio();
    expect(jobIdOf(await image({ prompt }, { terms: header('order-7', 'input') }))).toBe('job-1');
    expect(await image(input)).toMatchObject({ replayed: true });
    expect(starts.posts).toHaveLength(1);
  });

  test('of a batch is a key of its own for each input', async () => {
    const { images, image, starts } = openStudio();
    const batch = [{ prompt }, { prompt }];
    const first = await images(batch, { terms: header('order-7', 'batch') });
    const repeat = await images(batch, { terms: header('order-7', 'batch') });
    expect(first.map(jobIdOf)).toEqual(['job-1', 'job-2']);
    expect(repeat.map(jobIdOf)).toEqual(['job-1', 'job-2']);
    expect(await image(input)).toMatchObject({ replayed: false });
    expect(await images([{ prompt }], { terms: header('order-7', 'batch') })).toMatchObject([
      { replayed: true, job: { id: 'job-1' } },
    ]);
    expect(starts.posts).toHaveLength(3);
  });

  test('does not reach an input that has its own key', async () => {
    const { images } = openStudio();
    const results = await images([input, { prompt }], {
      terms: { maxCredits: null, headerKey: 'ambiguous' },
    });
    expect(results).toMatchObject([
      { type: 'started' },
      {
        type: 'invalid-input',
        issues: [{ path: ['idempotencyKey'], message: expect.stringContaining('in each input') }],
      },
    ]);
  });

  test.each(['', 'k'.repeat(256), 'k\ud800'])(
    'with a value that is no key is a fault of the input',
    async (value) => {
      const { image, starts } = openStudio();
      expect(await image({ prompt }, { terms: header(value, 'input') })).toMatchObject({
        type: 'invalid-input',
        issues: [{ path: ['idempotencyKey'] }],
      });
      expect(starts.posts).toEqual([]);
    },
  );
});

describe('records that cannot be kept', () => {
  const away = () => Promise.reject(new Error('The store is away.'));
  function openWithout(missing: Partial<GenerationRecords>) {
    const clock = createManualClock();
    const records = createMemoryGenerationRecords({ clock });
    return { ...openStudio({ clock, records: { ...records, ...missing } }), healthy: records };
  }

  test.each<[string, Partial<GenerationRecords>]>([
    ['reserved', { reserve: away }],
    ['marked as sending', { markSending: away }],
    ['marked or released', { markSending: away, release: away }],
  ])('keep a request with a key from being sent when it cannot be %s', async (_step, missing) => {
    const { image, starts, faults } = openWithout(missing);
    expect(await image(input)).toMatchObject({
      type: 'not-started',
      message: expect.stringContaining('idempotency key cannot be kept'),
      retryable: true,
    });
    expect(starts.posts).toEqual([]);
    expect(faults.length).toBeGreaterThan(0);
  });

  test('do not touch requests without a key', async () => {
    const { image } = openWithout({ reserve: away });
    expect((await image({ prompt })).type).toBe('started');
  });

  test('do not hide a job that has been bought, and its repeat is not bought again', async () => {
    const { image, starts, faults, clock } = openWithout({ settle: away });
    expect(jobIdOf(await image(input))).toBe('job-1');
    expect(faults).toHaveLength(1);
    await clock.advance(15_000);
    expect((await image(input)).type).toBe('outcome-unknown');
    expect(starts.posts).toHaveLength(1);
  });

  test('do not hide a refusal', async () => {
    const { image, starts, faults } = openWithout({ release: away });
    starts.script.push(failsWith(refused));
    expect((await image(input)).type).toBe('rejected');
    expect(faults).toHaveLength(1);
  });

  test('leave a repeat that waits unsent', async () => {
    const { image, starts, clock } = openWithout({ waitUntilSettled: away });
    starts.script.push(acceptsAfter(new Promise(() => {})));
    image(input);
    await clock.advance(0);
    expect(await image(input)).toMatchObject({ type: 'not-started', retryable: true });
    expect(starts.posts).toHaveLength(1);
  });

  test('cost nothing when only renewals fail for a while', async () => {
    const { image, starts, faults, clock } = openWithout({ renew: away });
    const answered = Promise.withResolvers<void>();
    starts.script.push(acceptsAfter(answered.promise));
    const first = image(input);
    await clock.advance(10_000);
    answered.resolve();
    expect(jobIdOf(await first)).toBe('job-1');
    expect(faults).toEqual(
      Array.from({ length: 2 }, () => 'The lease of an idempotency record could not be renewed.'),
    );
    expect(await image(input)).toMatchObject({ replayed: true });
  });
});

describe('a repeat whose asker leaves', () => {
  test('stops waiting, and the first goes on', async () => {
    const { image, starts, clock, faults } = openStudio();
    const answered = Promise.withResolvers<void>();
    starts.script.push(acceptsAfter(answered.promise));
    const first = image(input);
    const asker = new AbortController();
    const repeat = image(input, { by: operationOn(clock, 50, asker.signal) });
    await clock.advance(0);
    asker.abort(new Error('The client has gone.'));
    expect((await repeat).type).toBe('not-started');
    expect(faults).toEqual([]);
    answered.resolve();
    expect(jobIdOf(await first)).toBe('job-1');
  });
});

describe('an attempt that has ended', () => {
  test('leaves no timer behind', async () => {
    const { image, starts, clock } = openStudio();
    starts.script.push(failsUnsent(lost));
    await Promise.all([image(input), image(input), image(input)]);
    await clock.advance(0);
    expect(clock.sleeping).toBe(0);
  });
});

describe('a key whose record was made under a former secret', () => {
  test('is still bound to its job, and to its request', async () => {
    const first = openStudio();
    await first.image(input);
    const { studio, starts, clock, identity } = first;
    const tenant = {
      ...identity.tenant,
      id: 'under-a-new-secret' as TenantId,
      formerIds: ['never-used' as TenantId, identity.tenant.id],
    };
    const after = { ...identity, tenant };
    const repeat = () => studio.generateImages(after, [input], NO_TERMS, operationOn(clock));
    expect(await repeat()).toMatchObject([{ type: 'started', replayed: true, job: { id: 'job-1' } }]);
    const changed = { ...input, prompt: 'A lighthouse at dawn' };
    expect(await studio.generateImages(after, [changed], NO_TERMS, operationOn(clock))).toMatchObject([
      { type: 'idempotency-conflict' },
    ]);
    expect(starts.posts).toHaveLength(1);
  });

  test('is bought once by processes whose secrets are in another order, at whatever moments', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { studio, starts, clock, identity } = openStudio();
      const under = (id: string, formerId: string) => ({
        ...identity,
        tenant: { ...identity.tenant, id: id as TenantId, formerIds: [formerId as TenantId] },
      });
      const asks = [under('old', 'new'), under('new', 'old'), under('old', 'new')].map((as) =>
        studio.generateImages(as, [input], NO_TERMS, operationOn(clock)),
      );
      const answers = Promise.all(asks);
      let isOver = false;
      void answers.then(() => {
        isOver = true;
      });
      while (!isOver) await clock.advance(10);
      expect(new Set((await answers).flat().map(jobIdOf))).toEqual(new Set(['job-1']));
      expect(starts.posts).toHaveLength(1);
    }
  });

  test('is told as a bare job when the secret that sealed it has gone', async () => {
    const { studio, clock, identity, image } = openStudio();
    await image(input);
    const tenant = { ...identity.tenant, shared: createSealer(['another-secret'], 'shared state') };
    const [repeat] = await studio.generateImages(
      { ...identity, tenant },
      [input],
      NO_TERMS,
      operationOn(clock),
    );
    expect(repeat).toMatchObject({
      type: 'started',
      replayed: true,
      job: { id: 'job-1', kind: null, request: null },
    });
  });
});

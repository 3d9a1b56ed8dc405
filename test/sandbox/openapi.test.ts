import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createManualClock } from '../support/manual-clock.ts';
import { startSandbox } from '../support/sandbox.ts';
import { ask } from './ask.ts';
import { faultsOfAnswer, faultsOfSchema, undocumentedFields } from './openapi.ts';

const ENDPOINTS = [
  'GET /v1/aistudio/images',
  'POST /v1/aistudio/images',
  'GET /v1/aistudio/videos',
  'POST /v1/aistudio/videos',
  'GET /v1/jobs',
  'GET /v1/jobs/{jobid}',
  'DELETE /v1/jobs/{jobid}/clean',
  'GET /v1/quota',
  'GET /v1/aicredits/usage',
];

describe('the simulated API answers as the OpenAPI file says', () => {
  test.for([
    ['images', 'GeneratedImage'],
    ['videos', 'GeneratedVideo'],
  ] as const)('a page of %s', async ([kind, schema]) => {
    await using sandbox = await startSandbox({ imageCount: 345, videoCount: 120 });

    const { status, body } = await ask(sandbox, `GET /v1/aistudio/${kind}`);

    expect(faultsOfAnswer(`GET /v1/aistudio/${kind}`, status, body)).toEqual([]);
    expect(body.items).toHaveLength(100);
    expect(body.items.flatMap((item: object) => undocumentedFields(schema, item))).toEqual([]);
  });

  test('an account without images or videos', async () => {
    await using sandbox = await startSandbox({ imageCount: 0, videoCount: 0 });

    expect((await ask(sandbox, 'GET /v1/aistudio/images')).body).toEqual({ items: [] });
    expect((await ask(sandbox, 'GET /v1/aistudio/videos')).body).toEqual({ items: [] });
    expect((await ask(sandbox, 'GET /v1/jobs')).body).toEqual({ items: [], nextPageKey: null });
  });

  test('a page of jobs', async () => {
    await using sandbox = await startSandbox({ jobCount: 20 });

    const { status, body } = await ask(sandbox, 'GET /v1/jobs');

    expect(faultsOfAnswer('GET /v1/jobs', status, body)).toEqual([]);
    expect(body.items).toHaveLength(20);
  });

  test.for([
    ['images', 'ImageJobCompleted'],
    ['videos', 'VideoJobCompleted'],
  ] as const)('a job for %s from its start to its cleaning', async ([kind, completed]) => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    const seen = async (line: string, name = line, body?: unknown) => {
      const answer = await ask(sandbox, line, { body });
      expect(faultsOfAnswer(name, answer.status, answer.body)).toEqual([]);
      return answer.body;
    };

    const start = `POST /v1/aistudio/${kind}`;
    const { jobId } = (await seen(start, start, { prompt: 'A fox asleep', webhhok: 'misspelt' })).data;
    const readJob = () => seen(`GET /v1/jobs/${jobId}`, 'GET /v1/jobs/{jobid}');
    expect(await readJob()).toEqual({ job_id: jobId, success: true, data: { status: 'in-progress' } });

    await clock.advance(10_000);
    const done = await readJob();
    expect(faultsOfSchema(completed, done.data)).toEqual([]);
    expect(undocumentedFields(completed, done.data)).toEqual([]);

    await seen(`DELETE /v1/jobs/${jobId}/clean`, 'DELETE /v1/jobs/{jobid}/clean');
    expect(faultsOfSchema('JobCleaned', (await readJob()).data)).toEqual([]);
  });

  test('a job that fails', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    const start = await ask(sandbox, 'POST /v1/aistudio/images', { body: { prompt: 'A fox [fail]' } });
    await clock.advance(10_000);

    const { status, body } = await ask(sandbox, `GET /v1/jobs/${start.body.data.jobId}`);

    expect(faultsOfAnswer('GET /v1/jobs/{jobid}', status, body)).toEqual([]);
    expect(faultsOfSchema('JobFailed', body.data)).toEqual([]);
    expect(body.success).toBe(false);
  });

  test('quota and ledger', async () => {
    await using sandbox = await startSandbox();

    const quota = await ask(sandbox, 'GET /v1/quota');
    expect(faultsOfAnswer('GET /v1/quota', quota.status, quota.body)).toEqual([]);
    expect(undocumentedFields('Quota', quota.body)).toEqual([]);

    const ledger = await ask(sandbox, 'GET /v1/aicredits/usage');
    expect(faultsOfAnswer('GET /v1/aicredits/usage', ledger.status, ledger.body)).toEqual([]);
    const lines: object[] = JSON.parse(ledger.text);
    expect(lines).toHaveLength(20);
    expect(lines.flatMap((line) => undocumentedFields('CreditTransaction', line))).toEqual([]);
  });

  test.for(ENDPOINTS)('%s without a key, with a foreign one, or with Bearer in front', async (line) => {
    await using sandbox = await startSandbox();
    const path = line.replace('{jobid}', '9a0d7c52-6f0b-4c9a-b7c3-2f9f3a1e5d10');

    for (const key of [null, 'pictai_unknown', 'Bearer pictai_sandbox_sample_key']) {
      const { status, body } = await ask(sandbox, path, { key });
      expect(faultsOfAnswer(line, status, body)).toEqual([]);
      expect([status, body]).toEqual([401, { message: 'Unauthorized' }]);
    }
  });

  test('a job id that nobody has', async () => {
    await using sandbox = await startSandbox();

    for (const id of ['00000000-1111-4222-8333-444444444444', 'v', '%zz']) {
      const { status, body } = await ask(sandbox, `GET /v1/jobs/${id}`);
      expect(faultsOfAnswer('GET /v1/jobs/{jobid}', status, body)).toEqual([]);
      expect(status).toBe(404);
      expect(body.data).toEqual({ error_code: '5000', error_message: 'JOB_NOT_FOUND' });
    }
    expect((await ask(sandbox, 'DELETE /v1/jobs/nobody/clean')).status).toBe(404);
  });

  test('a year without a month, and a month that does not exist', async () => {
    await using sandbox = await startSandbox();

    for (const query of ['year=2026', 'month=13', 'month=x', 'month=1&year=now']) {
      const { status, body } = await ask(sandbox, `GET /v1/aicredits/usage?${query}`);
      expect(faultsOfAnswer('GET /v1/aicredits/usage', status, body)).toEqual([]);
      expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
    }
  });

  test('a body that is not a JSON object, or says that it is something else', async () => {
    await using sandbox = await startSandbox();

    for (const body of ['{', '[]', 'null', '"text"', `{"prompt":"${'x'.repeat(1_000_001)}"}`]) {
      const answer = await ask(sandbox, 'POST /v1/aistudio/images', { body });
      expect(faultsOfAnswer('POST /v1/aistudio/images', answer.status, answer.body)).toEqual([]);
      expect(answer.body.fields).toEqual([
        { name: 'body', errors: 'must be a JSON object, sent as application/json' },
      ]);
    }
    const plain = {
      method: 'POST',
      body: '{"prompt":"A fox asleep"}',
      headers: { authorization: 'pictai_sandbox_sample_key' },
    };
    expect((await fetch(`${sandbox.url}/v1/aistudio/images`, plain)).status).toBe(400);
  });

  test.for([
    ['images', 'GenerateImageRequest'],
    ['videos', 'GenerateVideoRequest'],
  ] as const)('what it takes and what it refuses as %s, field by field', async ([kind, schema]) => {
    await using sandbox = await startSandbox();
    const line = `POST /v1/aistudio/${kind}`;
    const statuses = new Set<number>();

    await fc.assert(
      fc.asyncProperty(bodies[kind], async (body) => {
        const answer = await ask(sandbox, line, { body });
        expect(faultsOfAnswer(line, answer.status, answer.body)).toEqual([]);
        expect(answer.status).toBe(faultsOfSchema(schema, body).length === 0 ? 200 : 400);
        statuses.add(answer.status);
      }),
      // One that is taken for certain: the others are mostly wrong in some field.
      { numRuns: 300, examples: [[{ prompt: 'A fox asleep' }]] },
    );
    expect([...statuses].sort()).toEqual([200, 400]);
  });

  test('each field that is wrong is named once', async () => {
    await using sandbox = await startSandbox();
    const body = {
      model: 'veo3.1',
      duration: '5s',
      firstFrameImageUrl: 'https://a.example/a.png',
      extendVideoUrl: 'https://a.example/a.mp4',
    };

    expect((await ask(sandbox, 'POST /v1/aistudio/videos', { body })).body).toEqual({
      code: 'INVALID_REQUEST_BODY',
      message: 'The request body is not valid.',
      fields: [
        { name: 'prompt', errors: 'is required' },
        { name: 'duration', errors: 'must be one of 4s, 6s, 8s' },
        {
          name: 'firstFrameImageUrl',
          errors: 'cannot be combined: send one of firstFrameImageUrl, extendVideoUrl',
        },
        {
          name: 'extendVideoUrl',
          errors: 'cannot be combined: send one of firstFrameImageUrl, extendVideoUrl',
        },
      ],
    });
  });

  test('anything else is not there', async () => {
    await using sandbox = await startSandbox();

    for (const line of [
      'GET /v1/nothing',
      'DELETE /v1/aistudio/images',
      'GET /v1/jobs/a/b',
      'POST /v1/jobs',
      'GET /',
    ]) {
      expect(await ask(sandbox, line)).toMatchObject({ status: 404, body: { message: 'Not Found' } });
    }
  });
});

/** Mostly what will do, now and then what will not. */
function mostly(good: readonly unknown[], bad: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...good) },
    { weight: 1, arbitrary: fc.constantFrom(...bad) },
  );
}

const prompt = mostly(
  ['A fox asleep', 'fox🦊!', '🦊'.repeat(5000)],
  ['four', '', '🦊🦊🦊🦊', 'x'.repeat(5001), 7, null],
);
const url = mostly(
  ['https://a.example/x.png?y=1', 'http://127.0.0.1:8/a'],
  ['no url', 'https://a b/', '', 7, null],
);
const bodies = {
  images: fc.record(
    {
      prompt,
      model: mostly(
        ['seedream3.0', 'flux-schnell', 'nanobanana', 'nanobanana-pro'],
        ['pixverse5.5', '', null],
      ),
      aspectRatio: mostly(['1:1', '16:9', '9:16'], ['4:3', 1]),
      style: mostly(['vintage', 'cartoon'], ['Vintage', null]),
      referenceImageUrl: url,
      webhook: url,
      seed: fc.constant('unknown fields are dropped'),
    },
    { requiredKeys: [] },
  ),
  videos: fc.record(
    {
      prompt,
      model: mostly(['veo3.1', 'veo3.1_fast', 'pixverse5.5'], ['seedream3.0', null]),
      aspectRatio: mostly(['16:9', '9:16', '1:1', '4:3'], ['2:1', null]),
      duration: mostly(['4s', '5s', '6s', '8s', '10s'], ['7s', 8]),
      firstFrameImageUrl: url,
      extendVideoUrl: url,
      referenceImageUrls: fc.oneof({ weight: 9, arbitrary: fc.array(url, { maxLength: 4 }) }, url),
    },
    { requiredKeys: ['prompt'] },
  ),
};

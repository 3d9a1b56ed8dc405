import { describe, expect, test } from 'vitest';
import { createManualClock } from '../support/manual-clock.ts';
import { OTHER_API_KEY, startSandbox } from '../support/sandbox.ts';
import { ask } from './ask.ts';

const IMAGES = 'GET /v1/aistudio/images';
const START = 'POST /v1/aistudio/images';
const body = { prompt: 'A fox asleep' };

describe('a fault', () => {
  test('answers a status and a body of choice, without handling the call', async () => {
    await using sandbox = await startSandbox();
    sandbox.addFault({
      times: 1,
      effect: { kind: 'status', status: 503, body: { a: 1 }, headers: { 'x-b': '2' } },
    });
    sandbox.addFault({ times: 1, effect: { kind: 'status', status: 502, body: 'as it is' } });
    sandbox.addFault({ times: 1, effect: { kind: 'status', status: 500 } });

    const first = await ask(sandbox, START, { body });
    expect([first.status, first.body, first.headers.get('x-b')]).toEqual([503, { a: 1 }, '2']);
    expect(await ask(sandbox, IMAGES)).toMatchObject({ status: 502, text: 'as it is' });
    expect((await ask(sandbox, IMAGES)).body.message).toBe('The sandbox was asked to answer 500.');
    expect((await ask(sandbox, IMAGES)).status).toBe(200);
    expect(sandbox.jobs().list.items).toHaveLength(5);
  });

  test('answers a page of HTML, or nothing at all', async () => {
    await using sandbox = await startSandbox();
    sandbox.addFault({ times: 1, effect: { kind: 'html', status: 403 } });
    sandbox.addFault({ times: 1, effect: { kind: 'empty' } });

    const page = await ask(sandbox, IMAGES);
    expect([page.status, page.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
    expect(page.text).toContain('error code: 1010');
    expect(await ask(sandbox, IMAGES)).toMatchObject({ status: 200, text: '' });
  });

  test('answers 429, with or without Retry-After', async () => {
    await using sandbox = await startSandbox();
    for (const retryAfter of [3, 'Mon, 02 Nov 2026 12:00:00 GMT', undefined]) {
      sandbox.addFault({ times: 1, effect: { kind: 'rate-limit', retryAfter } });
      const { status, headers } = await ask(sandbox, IMAGES);
      expect([status, headers.get('retry-after')]).toEqual([429, retryAfter?.toString() ?? null]);
    }
  });

  test('sends half of the JSON as if it were all', async () => {
    await using sandbox = await startSandbox();
    const whole = (await ask(sandbox, IMAGES)).text;
    sandbox.addFault({ times: 1, effect: { kind: 'truncate' } });

    const { status, text } = await ask(sandbox, IMAGES);

    expect(status).toBe(200);
    expect(whole.startsWith(text)).toBe(true);
    expect(text.length).toBe(Math.ceil(whole.length / 2));
  });

  test('cuts the connection before a call is handled, after, or in the middle of the answer', async () => {
    await using sandbox = await startSandbox();
    const jobs = () => sandbox.jobs().list.items.length - 5;
    const outcomes = [];
    for (const when of ['before', 'after', 'during'] as const) {
      sandbox.addFault({ times: 1, effect: { kind: 'reset', when } });
      await expect(ask(sandbox, START, { body })).rejects.toThrow();
      const call = sandbox.calls.at(-1);
      await call?.ended;
      outcomes.push([when, call?.outcome, call?.status, jobs()]);
    }

    expect(outcomes).toEqual([
      ['before', 'reset', null, 0],
      ['after', 'reset', null, 1],
      ['during', 'reset', 200, 2],
    ]);
  });

  test('leaves a call without an answer, before or after it is handled, until the client goes', async () => {
    await using sandbox = await startSandbox();
    for (const [when, jobs] of [
      ['before', 5],
      ['after', 6],
    ] as const) {
      sandbox.addFault({ times: 1, effect: { kind: 'hang', when } });
      const arrival = sandbox.nextCall({ method: 'POST' });
      const client = new AbortController();
      const answer = ask(sandbox, START, { body, signal: client.signal });
      const call = await arrival;
      expect(call.outcome).toBe('pending');

      client.abort(new Error('tired of waiting'));
      await expect(answer).rejects.toThrow('tired of waiting');
      await call.ended;

      expect([call.outcome, call.status]).toEqual(['aborted', null]);
      expect(sandbox.jobs().list.items).toHaveLength(jobs);
    }
  });

  test('does not keep a sandbox from closing', async () => {
    let answer: Promise<unknown>;
    {
      await using sandbox = await startSandbox();
      sandbox.addFault({ effect: { kind: 'hang' } });
      const arrival = sandbox.nextCall();
      answer = ask(sandbox, IMAGES).catch(() => 'cut');
      await arrival;
    }

    expect(await answer).toBe('cut');
  });

  test('delays a call by the clock, and then lets it be answered', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    sandbox.addFault({ delayMs: 4_000 });
    let status = 0;
    const answer = ask(sandbox, IMAGES).then((reply) => {
      status = reply.status;
    });

    await clock.untilSleeping();
    await clock.advance(3_999);
    expect(status).toBe(0);
    await clock.advance(1);
    await answer;

    expect(status).toBe(200);
  });

  test('that delays does not handle the call of a client that has left', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    sandbox.addFault({ delayMs: 4_000, effect: { kind: 'status', status: 500 } });
    const client = new AbortController();
    const answer = ask(sandbox, START, { body, signal: client.signal });
    await clock.untilSleeping();

    client.abort();
    await expect(answer).rejects.toThrow();
    await sandbox.calls.at(-1)?.ended;
    await clock.advance(4_000);

    expect(sandbox.jobs().list.items).toHaveLength(5);
    expect(clock.sleeping).toBe(0);
  });

  test('patches an answer: unknown fields, unknown states, missing fields', async () => {
    await using sandbox = await startSandbox();
    const { jobId } = (await ask(sandbox, START, { body })).body.data;
    const patch = { data: { status: 'queued' }, success: null, surprise: { deep: [1] } };
    sandbox.addFault({ match: { path: '/v1/jobs/*' }, effect: { kind: 'patch', patch } });

    expect((await ask(sandbox, `GET /v1/jobs/${jobId}`)).body).toEqual({
      job_id: jobId,
      data: { status: 'queued' },
      surprise: { deep: [1] },
    });
  });

  test('patches one item of a list, or replaces it', async () => {
    await using sandbox = await startSandbox();
    sandbox.addFault({
      times: 1,
      effect: { kind: 'patch', item: 1, patch: { createdDate: null, width: 'wide' } },
    });
    sandbox.addFault({ times: 1, effect: { kind: 'patch', item: 0, patch: null } });
    sandbox.addFault({ times: 1, effect: { kind: 'patch', item: 0, patch: { amount: 'much' } } });
    const [first, second, ...others] = sandbox.library().images.items;

    const { createdDate: _, ...rest } = { ...second, width: 'wide' };
    expect((await ask(sandbox, IMAGES)).body.items).toEqual([first, rest, ...others]);
    expect((await ask(sandbox, IMAGES)).body.items).toEqual([null, second, ...others]);
    expect(JSON.parse((await ask(sandbox, 'GET /v1/aicredits/usage')).text)[0]).toMatchObject({
      amount: 'much',
    });
    expect((await ask(sandbox, IMAGES)).body.items[0]).toEqual(first);
  });

  test('strikes only calls that match, after some that pass, and as often as asked for', async () => {
    await using sandbox = await startSandbox();
    const match = { method: 'GET', path: '/v1/aistudio/*', account: 'other' } as const;
    const fault = sandbox.addFault({ match, skip: 1, times: 2, effect: { kind: 'status', status: 500 } });
    const statusOf = async (line: string, key: string) =>
      (await ask(sandbox, line, { key, body: line === START ? body : undefined })).status;

    expect(await statusOf(IMAGES, 'pictai_sandbox_sample_key')).toBe(200);
    expect(await statusOf(START, OTHER_API_KEY)).toBe(200);
    expect(await statusOf('GET /v1/jobs', OTHER_API_KEY)).toBe(200);
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push(await statusOf(IMAGES, OTHER_API_KEY));
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(fault.hits).toBe(2);
  });

  test('holds until it is removed; of several the oldest strikes', async () => {
    await using sandbox = await startSandbox();
    const older = sandbox.addFault({
      match: { path: '/v1/aistudio/images' },
      effect: { kind: 'status', status: 500 },
    });
    sandbox.addFault({ effect: { kind: 'status', status: 503 } });

    expect((await ask(sandbox, IMAGES)).status).toBe(500);
    expect((await ask(sandbox, IMAGES)).status).toBe(500);
    expect(sandbox.calls.map((call) => call.fault)).toEqual([older.id, older.id]);
    older.remove();
    expect((await ask(sandbox, IMAGES)).status).toBe(503);
    sandbox.clearFaults();
    expect((await ask(sandbox, IMAGES)).status).toBe(200);
  });

  test('that cannot be is refused', async () => {
    await using sandbox = await startSandbox();

    expect(() => sandbox.addFault({})).toThrow('A fault needs an effect or a delayMs');
    expect(() => sandbox.addFault({ delayMs: -1 })).toThrow('delayMs: Too small');
    expect(() => sandbox.addFault({ delayMs: 1, match: { account: 'nobody' } })).toThrow(
      'There is no account nobody; there are: sample, other',
    );
  });
});

describe('the log of calls', () => {
  test('shows what came in, whose it was and how it ended, and never a key', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    await ask(sandbox, `${START}?key=pictai_sandbox_sample_key`, { body });
    await ask(sandbox, 'GET /v1/quota', { key: 'pictai_of_somebody' });
    await Promise.all(sandbox.calls.map((call) => call.ended));

    expect(sandbox.calls).toMatchObject([
      {
        number: 1,
        atMs: clock.now(),
        method: 'POST',
        path: '/v1/aistudio/images',
        query: { key: 'pictai_[hidden]' },
        account: 'sample',
        headers: { 'content-type': 'application/json' },
        body,
        status: 200,
        outcome: 'answered',
        fault: null,
      },
      {
        number: 2,
        method: 'GET',
        path: '/v1/quota',
        account: null,
        body: undefined,
        status: 401,
        outcome: 'answered',
      },
    ]);
    expect(JSON.stringify(sandbox.calls)).not.toMatch(/pictai_(?!\[hidden\])/);
    sandbox.clearCalls();
    expect(sandbox.calls).toEqual([]);
  });

  test('tells of the next call of a kind as it comes in', async () => {
    await using sandbox = await startSandbox();
    const read = sandbox.nextCall({ method: 'GET', path: '/v1/jobs/*' });
    const any = sandbox.nextCall();
    await ask(sandbox, IMAGES);
    await ask(sandbox, 'GET /v1/jobs');
    await ask(sandbox, 'GET /v1/jobs/some-id');

    expect((await any).path).toBe('/v1/aistudio/images');
    expect((await read).path).toBe('/v1/jobs/some-id');
    expect(() => sandbox.nextCall({ path: '/pictoryapis/v1/jobs' })).toThrow('leave out /pictoryapis');
    expect(() => sandbox.nextCall({ account: 'nobody' })).toThrow('There is no account nobody');
  });
});

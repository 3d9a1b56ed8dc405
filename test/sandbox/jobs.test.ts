import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { createManualClock } from '../support/manual-clock.ts';
import { OTHER_API_KEY, startSandbox } from '../support/sandbox.ts';
import { ask } from './ask.ts';

const statusOf = async (sandbox: Parameters<typeof ask>[0], id: string) =>
  (await ask(sandbox, `GET /v1/jobs/${id}`)).body.data.status;

describe('a simulated job', () => {
  test('takes the time of its model, and not a millisecond less', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock, jobTimesMs: { nanobanana: 3_000 } });
    const start = await ask(sandbox, 'POST /v1/aistudio/images', {
      body: { prompt: 'A fox asleep', model: 'nanobanana' },
    });
    const { jobId } = start.body.data;

    await clock.advance(2_999);
    expect(await statusOf(sandbox, jobId)).toBe('in-progress');
    await clock.advance(1);
    expect(await statusOf(sandbox, jobId)).toBe('completed');
  });

  test('for an image puts it on top of the list, under the url that the job tells', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    const body = { prompt: 'A fox asleep', model: 'flux-schnell', aspectRatio: '9:16', style: 'vintage' };
    const start = await ask(sandbox, 'POST /v1/aistudio/images', { body });
    expect((await ask(sandbox, 'GET /v1/aistudio/images')).body.items).toHaveLength(12);

    await clock.advance(5_000);

    const { data } = (await ask(sandbox, `GET /v1/jobs/${start.body.data.jobId}`)).body;
    const [image] = (await ask(sandbox, 'GET /v1/aistudio/images')).body.items;
    expect(data).toMatchObject({ status: 'completed', width: 720, height: 1280, aiCreditsUsed: 0.6 });
    expect(image).toEqual({
      ...body,
      url: data.url,
      id: /([\w-]+)\.png$/.exec(data.url)?.[1],
      createdDate: new Date(clock.now() - 3_000).toISOString(),
      width: 720,
      height: 1280,
    });
    expect(image?.id).not.toBe(start.body.data.jobId);
  });

  test('for a video puts it on top of the list, under an id unlike the name of its file', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    const referenceImageUrls = ['https://a.example/1.png', 'https://a.example/2.png'];
    const body = { prompt: 'A fox runs', aspectRatio: '3:4', duration: '8s', referenceImageUrls };
    const start = await ask(sandbox, 'POST /v1/aistudio/videos', { body });

    await clock.advance(10_000);

    const { data } = (await ask(sandbox, `GET /v1/jobs/${start.body.data.jobId}`)).body;
    const [video] = (await ask(sandbox, 'GET /v1/aistudio/videos')).body.items;
    const { aiCreditsUsed, status, ...result } = data;
    expect([status, aiCreditsUsed]).toEqual(['completed', 12.8]);
    expect(video).toMatchObject({ ...body, ...result, model: 'pixverse5.5' });
    expect(video?.id).toMatch(/^20261102\d{9}[0-9a-f]{16}$/);
    expect(data.url).not.toContain(video?.id);
  });

  test('is booked in ledger and quota once it is done, and not when it fails', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    const used = async () => (await ask(sandbox, 'GET /v1/quota')).body.aiCredits.used;
    const ledger = async (query = '') =>
      JSON.parse((await ask(sandbox, `GET /v1/aicredits/usage${query}`)).text);
    const before = await used();
    await ask(sandbox, 'POST /v1/aistudio/images', {
      body: { prompt: 'A fox asleep', model: 'flux-schnell' },
    });
    await ask(sandbox, 'POST /v1/aistudio/videos', { body: { prompt: 'A fox [fail]' } });
    expect(await used()).toBe(before);

    await clock.advance(10_000);

    expect(await used()).toBeCloseTo(before + 0.6, 5);
    expect((await ledger())[0]).toMatchObject({ type: 'debit', amount: 0.6, source: 'Text-to-Image' });
    expect(await ledger('?month=11')).toHaveLength((await ledger('?month=11&year=2026')).length);
    expect(await ledger('?month=12')).toEqual([]);
    expect(await ledger()).toHaveLength(21);

    await clock.advance(366 * 86_400_000);
    expect(await ledger()).toEqual([]);
    expect(await used()).toBe(0);
  });

  test('appears in the list of jobs of its own account, newest first', async () => {
    await using sandbox = await startSandbox({ clock: createManualClock() });
    const start = await ask(sandbox, 'POST /v1/aistudio/images', { body: { prompt: 'A fox asleep' } });

    const { items } = (await ask(sandbox, 'GET /v1/jobs')).body;
    expect(items[0]).toEqual({
      success: true,
      data: { jobId: start.body.data.jobId, status: 'in-progress' },
    });
    expect(items).toHaveLength(6);
    expect((await ask(sandbox, 'GET /v1/jobs', { key: OTHER_API_KEY })).body.items).toHaveLength(5);
  });

  test('can be ended by hand, once', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    const start = await ask(sandbox, 'POST /v1/aistudio/images', { body: { prompt: 'A fox asleep' } });
    const { jobId } = start.body.data;

    expect(sandbox.jobs().finish(jobId)).toBe(true);
    expect(sandbox.jobs().finish(jobId)).toBe(false);
    await clock.advance(10_000);

    expect(await statusOf(sandbox, jobId)).toBe('completed');
    expect(sandbox.library().images.items).toHaveLength(13);
  });

  test('takes the time set when it was started', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    const start = () => ask(sandbox, 'POST /v1/aistudio/images', { body: { prompt: 'A fox asleep' } });
    const slow = (await start()).body.data.jobId;
    sandbox.changeSettings({ jobTimesMs: 0 });
    const quick = (await start()).body.data.jobId;

    await clock.advance(0);

    expect(await statusOf(sandbox, quick)).toBe('completed');
    expect(await statusOf(sandbox, slow)).toBe('in-progress');
  });

  test('is cleaned only when it has ended; then result, list entry and file are gone, and cleaning again is fine', async () => {
    await using sandbox = await startSandbox({ clock: createManualClock() });
    for (const kind of ['images', 'videos'] as const) {
      const start = await ask(sandbox, `POST /v1/aistudio/${kind}`, { body: { prompt: 'A fox asleep' } });
      const { jobId } = start.body.data;
      const clean = () => ask(sandbox, `DELETE /v1/jobs/${jobId}/clean`);

      const refusal = await clean();
      expect([refusal.status, refusal.body.data.error_code]).toEqual([409, 'JOB_IN_PROGRESS']);
      sandbox.jobs().finish(jobId);
      const { url } = (await ask(sandbox, `GET /v1/jobs/${jobId}`)).body.data;
      const listed = async () =>
        (await ask(sandbox, `GET /v1/aistudio/${kind}`)).body.items.some((item) => item.url === url);
      expect(await listed()).toBe(true);

      expect((await clean()).body).toEqual({ success: true });
      expect((await clean()).body).toEqual({ success: true });

      expect((await ask(sandbox, `GET /v1/jobs/${jobId}`)).body).toEqual({
        job_id: jobId,
        success: true,
        data: { status: 'cleaned' },
      });
      expect(await listed()).toBe(false);
      expect((await fetch(url)).status).toBe(404);
    }
  });

  test('left running does not keep a sandbox from closing', async () => {
    const clock = createManualClock();
    {
      await using sandbox = await startSandbox({ clock });
      await ask(sandbox, 'POST /v1/aistudio/images', { body: { prompt: 'A fox asleep' } });
      expect(clock.sleeping).toBe(1);
    }
    await clock.advance(0);

    expect(clock.sleeping).toBe(0);
  });
});

describe('the webhook of a simulated job', () => {
  test.for([
    ['A fox asleep', 'completed', true],
    ['A fox [fail]', 'failed', false],
  ] as const)('is told of the end of %s', async ([prompt, status, success]) => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    await using receiver = await startReceiver(200);
    const start = await ask(sandbox, 'POST /v1/aistudio/images', { body: { prompt, webhook: receiver.url } });
    const { jobId } = start.body.data;

    const told = receiver.nextCall();
    await clock.advance(5_000);
    const { method, headers, body } = await told;

    expect([method, headers['content-type']]).toEqual(['POST', 'application/json']);
    expect(JSON.parse(body)).toEqual((await ask(sandbox, `GET /v1/jobs/${jobId}`)).body);
    expect(JSON.parse(body)).toMatchObject({ job_id: jobId, success, data: { status } });
  });

  test('harms nothing when it refuses, is not there, or never answers', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    await using refusing = await startReceiver(500);
    await using silent = await startReceiver(null);
    const gone = await startReceiver(200);
    await gone[Symbol.asyncDispose]();
    for (const webhook of [refusing.url, silent.url, gone.url]) {
      await ask(sandbox, 'POST /v1/aistudio/images', { body: { prompt: 'A fox asleep', webhook } });
    }

    const calls = Promise.all([refusing.nextCall(), silent.nextCall()]);
    await clock.advance(2_500);
    const [, unanswered] = await calls;
    // Given up after 5 seconds by the clock.
    await clock.advance(5_000);
    await unanswered.left;

    expect((await ask(sandbox, 'GET /v1/aistudio/images')).body.items).toHaveLength(15);
    expect(clock.sleeping).toBe(0);
  });
});

/** Somebody else's server that takes webhooks. @param status null: it never answers. */
async function startReceiver(status: number | null) {
  const calls = new EventEmitter();
  const server = createServer(async (request, response) => {
    const left = once(request.socket, 'close');
    const body = await text(request);
    calls.emit('call', { method: request.method, headers: request.headers, body, left });
    if (status !== null) response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    async nextCall() {
      const [call] = (await once(calls, 'call')) as [ReceivedCall];
      return call;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

interface ReceivedCall {
  method: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Resolves when the connection is gone. */
  left: Promise<unknown>;
}

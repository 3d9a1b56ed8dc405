import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createSandbox, SAMPLE_API_KEY } from '../../src/sandbox/sandbox.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { OTHER_API_KEY, startSandbox } from '../support/sandbox.ts';
import { ask, control } from './ask.ts';

const IMAGES = 'GET /v1/aistudio/images';

describe('the control routes', () => {
  test('explain themselves, and what they show to try works', async () => {
    await using sandbox = await startSandbox();

    const { text, headers } = await control(sandbox, 'GET /sandbox');

    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(text).toContain(`${sandbox.url} `);
    expect(text).not.toContain('pictai_');
    const bodies = [...text.matchAll(/curl (\S+) --json '(.+)'/g)];
    expect(bodies.length).toBeGreaterThan(15);
    for (const [, url = '', body] of bodies) {
      const { status, text: answer } = await control(sandbox, `POST ${new URL(url).pathname}`, body);
      expect([body, answer, status]).toEqual([body, answer, 200]);
    }
    const others = [...text.matchAll(/curl (?:-X (\w+) )?(\S+)$/gm)];
    expect(others.length).toBeGreaterThan(8);
    for (const [, method = 'GET', url = ''] of others) {
      const { status, body } = await control(
        sandbox,
        `${method} ${new URL(url).pathname.replace('%7Bid%7D', 'x')}`,
      );
      expect(status === 200 || body.message.startsWith('There is no')).toBe(true);
      expect(body.message ?? '').not.toContain('GET /sandbox lists');
    }
  });

  test('switch faults on and off', async () => {
    await using sandbox = await startSandbox();
    const rule = { match: { path: '/v1/aistudio/images' }, effect: { kind: 'status', status: 500 } };

    const { body } = await control(sandbox, 'POST /sandbox/faults', rule);
    expect((await ask(sandbox, IMAGES)).status).toBe(500);
    expect((await control(sandbox, 'GET /sandbox/faults')).body).toEqual([
      { id: body.id, hits: 1, skip: 0, delayMs: 0, ...rule },
    ]);

    expect((await control(sandbox, `DELETE /sandbox/faults/${body.id}`)).status).toBe(200);
    expect((await control(sandbox, `DELETE /sandbox/faults/${body.id}`)).status).toBe(404);
    expect((await ask(sandbox, IMAGES)).status).toBe(200);

    await control(sandbox, 'POST /sandbox/faults', rule);
    await control(sandbox, 'DELETE /sandbox/faults');
    expect((await ask(sandbox, IMAGES)).status).toBe(200);
  });

  test('list calls and forget them', async () => {
    await using sandbox = await startSandbox();
    await ask(sandbox, `${IMAGES}?nextPageKey=`, { key: OTHER_API_KEY });
    await sandbox.calls[0]?.ended;

    const { body, text } = await control(sandbox, 'GET /sandbox/calls');
    expect(body).toMatchObject([
      { path: '/v1/aistudio/images', account: 'other', outcome: 'answered', query: { nextPageKey: '' } },
    ]);
    expect(text).not.toContain('pictai_');
    await control(sandbox, 'DELETE /sandbox/calls');
    expect((await control(sandbox, 'GET /sandbox/calls')).body).toEqual([]);
  });

  test('put images and videos on top of a list, and take them out', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    const createdDate = '2026-11-02T08:00:00.000Z';

    const images = await control(sandbox, 'POST /sandbox/images', {
      account: 'other',
      count: 2,
      createdDate,
    });
    const videos = await control(sandbox, 'POST /sandbox/videos', { duration: '8s' });

    const theirs = (await ask(sandbox, IMAGES, { key: OTHER_API_KEY })).body.items;
    expect(theirs.slice(0, 2).map((image) => image.createdDate)).toEqual([createdDate, createdDate]);
    expect(theirs.slice(0, 2)).toEqual(JSON.parse(images.text).reverse());
    const [video] = (await ask(sandbox, 'GET /v1/aistudio/videos')).body.items;
    expect([video]).toEqual(videos.body);

    expect((await control(sandbox, `DELETE /sandbox/images/${theirs[0]?.id}`)).status).toBe(200);
    expect((await control(sandbox, `DELETE /sandbox/videos/${video?.id}`)).status).toBe(200);
    expect((await control(sandbox, `DELETE /sandbox/videos/${video?.id}`)).status).toBe(404);
    expect((await ask(sandbox, IMAGES, { key: OTHER_API_KEY })).body.items).toEqual(theirs.slice(1));
  });

  test('end jobs, change settings and expire page keys', async () => {
    await using sandbox = await startSandbox({ clock: createManualClock() });
    const start = await ask(sandbox, 'POST /v1/aistudio/images', { body: { prompt: 'A fox asleep' } });
    const { jobId } = start.body.data;
    await control(sandbox, `POST /sandbox/jobs/${jobId}/finish`);
    expect((await ask(sandbox, `GET /v1/jobs/${jobId}`)).body.data.status).toBe('completed');
    expect((await control(sandbox, `POST /sandbox/jobs/${jobId}/finish`)).status).toBe(404);

    await control(sandbox, 'POST /sandbox/settings', { pageSize: 5, jobTimesMs: { 'veo3.1': 1 } });
    expect((await control(sandbox, 'GET /sandbox/settings')).body).toMatchObject({
      pageSize: 5,
      emptyPages: 0,
      jobTimesMs: { 'veo3.1': 1, nanobanana: 3_000 },
    });

    const key = encodeURIComponent((await ask(sandbox, IMAGES)).body.nextPageKey ?? '');
    await control(sandbox, 'DELETE /sandbox/page-keys');
    expect((await ask(sandbox, `${IMAGES}?nextPageKey=${key}`)).status).toBe(400);
  });

  test.for([
    [
      'POST /sandbox/faults',
      '{"effect":{"kind":"explode"}}',
      'effect.kind: Expected an object whose kind is status, html',
    ],
    [
      'POST /sandbox/faults',
      '{"delayMs":1,"match":{"path":"v1","method":"get"}}',
      'match.method: Invalid option',
    ],
    [
      'POST /sandbox/faults',
      '{"delayMs":1,"match":{"account":"x"}}',
      'There is no account x; there are: sample, other',
    ],
    ['POST /sandbox/faults', '{"delayMs":1,"tims":2}', 'Unrecognized key: "tims"'],
    ['POST /sandbox/faults', '[]', 'expected object, received array'],
    ['POST /sandbox/faults', '{', 'Send a JSON object, as application/json.'],
    ['POST /sandbox/settings', '{"pageSize":0}', 'pageSize: Too small'],
    ['POST /sandbox/settings', '{"jobTimesMs":{"dall-e":1}}', 'jobTimesMs: '],
    ['POST /sandbox/images', '{"createdDate":"yesterday"}', 'createdDate: Invalid ISO datetime'],
    ['POST /sandbox/images', '{"count":2,"id":"twice"}', 'There is a twice in this list already.'],
    ['POST /sandbox/videos', '{"duration":"8"}', 'duration: must look like 8s'],
    ['POST /sandbox/images', '{"account":"x"}', 'There is no account x'],
  ] as const)('%s %s is refused by name', async ([line, body, message]) => {
    await using sandbox = await startSandbox();

    const answer = await control(sandbox, line, body);

    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(message);
  });

  test('that do not exist say where to look', async () => {
    await using sandbox = await startSandbox();

    for (const line of [
      'PATCH /sandbox/faults',
      'GET /sandbox/nothing',
      'DELETE /sandbox/faults/a/b',
      'POST /sandbox',
    ]) {
      expect(await control(sandbox, line)).toMatchObject({
        status: 404,
        body: { message: expect.stringContaining('GET /sandbox lists what there is') },
      });
    }
  });
});

describe('a sandbox', () => {
  test('has one account of 345 images and 120 videos when nothing else is said', async () => {
    await using sandbox = await createSandbox();

    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/pictoryapis$/);
    expect((await ask(sandbox, IMAGES, { key: SAMPLE_API_KEY })).body.items).toHaveLength(100);
    expect(sandbox.library('sample').images.items).toHaveLength(345);
    expect(sandbox.library().videos.items).toHaveLength(120);
    expect(sandbox.jobs().list.items).toHaveLength(40);
  });

  test('gives each account as many items as it asks for', async () => {
    const accounts = [{ apiKey: 'pictai_a', imageCount: 3 }, { apiKey: 'pictai_b' }];
    await using sandbox = await createSandbox({ accounts, imageCount: 4, videoCount: 0 });

    expect(sandbox.library('account-1').images.items).toHaveLength(3);
    expect(sandbox.library('account-2').images.items).toHaveLength(4);
    expect(() => sandbox.library('account-3')).toThrow('There is no account account-3');
  });

  test.for([
    [{ accounts: [] }, 'Every account needs a name of its own.'],
    [{ accounts: [{ apiKey: 'secret' }] }, 'The key of account-1 does not look like pictai_...'],
    [
      { accounts: [{ apiKey: 'pictai_a' }, { apiKey: 'pictai_a' }] },
      'Every account needs a apiKey of its own.',
    ],
    [{ pageSize: 101 }, 'pageSize: Too big'],
  ] as const)('does not start with %j', async ([options, message]) => {
    await expect(createSandbox(options)).rejects.toThrow(message);
  });

  test('does not start on an occupied port', async () => {
    await using sandbox = await startSandbox();

    await expect(createSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
  });

  test('survives requests that no client should send', async () => {
    await using sandbox = await startSandbox();
    const { hostname, port } = new URL(sandbox.origin);
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(Number(port), hostname, () => socket.end(text));
        socket.on('data', (chunk) => {
          answer += chunk;
        });
        socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
        socket.on('error', () => undefined);
      });

    expect(await raw('nonsense\r\n\r\n')).toBe('HTTP/1.1 400 Bad Request');
    const closing = 'HTTP/1.1\r\nHost: x\r\nConnection: close\r\n';
    for (const line of [
      'OPTIONS *',
      'GET //',
      'GET http://[/',
      'GET /%zz',
      'PUT /files/x',
      'GET /sandboxes',
    ]) {
      expect(await raw(`${line} ${closing}\r\n`)).toBe('HTTP/1.1 404 Not Found');
    }
    // A client that leaves in the middle of its own body.
    await new Promise((resolve) => {
      const half = request(`${sandbox.url}/v1/aistudio/images`, {
        method: 'POST',
        headers: { 'content-length': 100 },
      });
      half.on('error', () => undefined).on('close', resolve);
      half.write('{', () => half.destroy());
    });

    expect((await ask(sandbox, IMAGES)).status).toBe(200);
  });
});

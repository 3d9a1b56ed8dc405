import { describe, expect, test } from 'vitest';
import {
  createPixverseSandbox,
  type PixverseSandbox,
  SAMPLE_USEAPI_TOKEN,
} from '../../src/sandbox/pixverse-sandbox.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { readOpenApi } from './openapi.ts';

const openApi = readOpenApi('useapi-pixverse.openapi.yaml');
const LIST = 'GET /images';
const IMAGE = 'GET /images/{image_id}';

interface Image {
  image_id: string;
  image_status_name: string;
  image_status_final: boolean;
  image_url: string;
  output_width: number;
  queue_data: object | null;
}
type Body = Partial<Image> & { data?: Image[]; total?: number; next_offset?: number; error?: string };

async function send(address: string, options: RequestInit = {}): Promise<{ status: number; body: Body }> {
  const answer = await fetch(address, options);
  return { status: answer.status, body: (await answer.json()) as Body };
}

function ask(sandbox: PixverseSandbox, path: string, token: string | null = `Bearer ${SAMPLE_USEAPI_TOKEN}`) {
  return send(`${sandbox.url}${path}`, token === null ? {} : { headers: { authorization: token } });
}

function control(sandbox: PixverseSandbox, line: string, body?: object) {
  const [method = 'GET', path] = line.split(' ');
  const headers = { 'content-type': 'application/json' };
  return send(`${sandbox.origin}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
}

const at = (imageId: string | undefined) => `/images/${encodeURIComponent(imageId ?? '')}`;

describe('the simulated PixVerse answers as the OpenAPI file says', () => {
  test.each(['/images', '/images/', '/images/?limit=20&offset=40', '/images?email=studio@example.org'])(
    'a stretch of the list: %s',
    async (path) => {
      await using sandbox = await createPixverseSandbox();
      const { status, body } = await ask(sandbox, path);
      expect(openApi.faultsOfAnswer(LIST, status, body)).toEqual([]);
      expect(body.total).toBe(173);
      expect(body.data).toHaveLength(path.includes('limit=20') ? 20 : 50);
      expect(body.data?.flatMap((image) => openApi.undocumentedFields('Image', image))).toEqual([]);
    },
  );

  test('the end of the list, whose next_offset is there all the same', async () => {
    await using sandbox = await createPixverseSandbox({ imageCount: 12 });
    expect((await ask(sandbox, '/images/')).body).toMatchObject({ total: 12, next_offset: 50 });
    expect((await ask(sandbox, '/images/?offset=50')).body).toMatchObject({ data: [], total: 12 });
  });

  test('an image from its queue to its end, which begins when somebody asks for it', async () => {
    const clock = createManualClock();
    await using sandbox = await createPixverseSandbox({ clock, takesMs: 8_000 });
    await clock.advance(600_000);
    const id = (await ask(sandbox, '/images/')).body.data?.[0]?.image_id;
    const names: string[] = [];
    for (let step = 0; step < 5; step++) {
      const { status, body } = await ask(sandbox, at(id));
      expect(openApi.faultsOfAnswer(IMAGE, status, body)).toEqual([]);
      expect(body.image_status_final).toBe(step === 4);
      expect(body.image_url === '').toBe(step < 4);
      expect((body.output_width ?? 0) > 0).toBe(step === 4);
      expect(body.queue_data === null).toBe(step === 4);
      names.push(body.image_status_name ?? '');
      await clock.advance(2_000);
    }
    expect(names).toEqual(['QUEUED', 'GENERATING', 'GENERATING', 'PROCESSING', 'COMPLETED']);
  });

  test('an image that moderation refuses, one that is unknown, and callers without the token', async () => {
    await using sandbox = await createPixverseSandbox();
    const account = sandbox.account();
    const refused = account.show(account.start({ prompt: 'Something [moderate]', takesMs: 0 }));
    const answers = [
      await ask(sandbox, at(refused.image_id)),
      await ask(sandbox, at('user:9042-pixverse:studio@example.org-image:1')),
      await ask(sandbox, at(refused.image_id), null),
      await ask(sandbox, at(refused.image_id), SAMPLE_USEAPI_TOKEN),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 401]);
    for (const { status, body } of answers) expect(openApi.faultsOfAnswer(IMAGE, status, body)).toEqual([]);
    expect(answers[0]?.body).toMatchObject({
      image_status_name: 'MODERATED',
      image_status_final: true,
      image_url: '',
    });
  });

  test('parameters that are wrong, and several accounts without an email', async () => {
    await using sandbox = await createPixverseSandbox({
      accounts: [
        { email: 'a@example.org', imageCount: 3 },
        { email: 'b@example.org', imageCount: 4 },
      ],
    });
    for (const query of [
      '',
      '?email=c@example.org',
      '?email=a@example.org&limit=x',
      '?email=a@example.org&offset=-1',
    ]) {
      const { status, body } = await ask(sandbox, `/images/${query}`);
      expect([status, openApi.faultsOfAnswer(LIST, status, body)]).toEqual([400, []]);
    }
    const [mine, theirs] = await Promise.all(
      ['a', 'b'].map((name) => ask(sandbox, `/images/?email=${name}@example.org`)),
    );
    expect([mine?.body.total, theirs?.body.total]).toEqual([3, 4]);
    expect(mine?.body.data?.[0]?.image_id).toContain('a@example.org');
  });

  test('anything else is not there', async () => {
    await using sandbox = await createPixverseSandbox();
    for (const path of ['/videos/', '/images/a/b', '/']) expect((await ask(sandbox, path)).status).toBe(404);
  });
});

describe('its controls', () => {
  test('begin images on top of a list, end them and take them out', async () => {
    await using sandbox = await createPixverseSandbox({ imageCount: 2 });
    const wish = { prompt: 'An owl', count: 2, takesMs: 600_000 };
    const { body } = await control(sandbox, 'POST /sandbox/images', wish);
    const [first] = body as unknown as Image[];
    const path = `/sandbox/images/${encodeURIComponent(first?.image_id ?? '')}`;
    expect((await ask(sandbox, '/images/')).body.total).toBe(4);
    expect((await ask(sandbox, at(first?.image_id))).body.image_status_name).toBe('QUEUED');
    expect((await control(sandbox, `POST ${path}/finish`, {})).status).toBe(200);
    expect((await ask(sandbox, at(first?.image_id))).body.image_status_name).toBe('COMPLETED');
    expect((await control(sandbox, `POST ${path}/finish`, {})).status).toBe(404);
    expect((await control(sandbox, `DELETE ${path}`)).status).toBe(200);
    expect((await ask(sandbox, at(first?.image_id))).status).toBe(404);
    expect((await control(sandbox, 'POST /sandbox/images', { takesMs: -1 })).status).toBe(400);
  });

  test('explain themselves, and every command they print works', async () => {
    await using sandbox = await createPixverseSandbox();
    const page = await (await fetch(`${sandbox.origin}/sandbox`)).text();
    const examples = [...page.matchAll(/curl (\S+) --json '(.*)'/g)];
    expect(examples.length).toBeGreaterThan(5);
    for (const [, address = '', body = ''] of examples) {
      const headers = { 'content-type': 'application/json' };
      expect((await fetch(address, { method: 'POST', headers, body })).status).toBe(200);
    }
  });

  test('switch faults on whose errors look like useapi.net’s', async () => {
    await using sandbox = await createPixverseSandbox();
    sandbox.addFault({ times: 1, effect: { kind: 'status', status: 596 } });
    sandbox.addFault({
      times: 1,
      effect: { kind: 'patch', item: 1, patch: { image_status_name: 'DREAMING' } },
    });
    expect(await ask(sandbox, '/images/')).toMatchObject({ status: 596, body: { code: 596 } });
    const patched = (await ask(sandbox, '/images/')).body.data;
    expect(patched?.map(({ image_status_name }) => image_status_name).slice(0, 3)).toEqual([
      'QUEUED',
      'DREAMING',
      'QUEUED',
    ]);
    expect(JSON.stringify(sandbox.calls)).not.toContain(SAMPLE_USEAPI_TOKEN);
  });
});

test('the picture of a finished image can be looked at, and is the same each time', async () => {
  await using sandbox = await createPixverseSandbox();
  const done = (await ask(sandbox, '/images/')).body.data?.find(({ image_url }) => image_url !== '');
  const open = async () => {
    const answer = await fetch(done?.image_url ?? '');
    return { type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()) };
  };
  const picture = await open();
  expect(picture.type).toBe('image/png');
  expect(picture.bytes.readUInt32BE(16)).toBe(done?.output_width);
  expect((await open()).bytes.equals(picture.bytes)).toBe(true);
  expect((await fetch(`${sandbox.origin}/files/0/1.png`)).status).toBe(404);
});

import { once } from 'node:events';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_API_KEY } from '../../src/sandbox/sandbox.ts';
import { OTHER_API_KEY } from '../support/sandbox.ts';
import { ask, type GatewayName, type Pictory, type Supergraph, startSupergraph } from './supergraph.ts';

const GATEWAYS: GatewayName[] = ['Hive Gateway', '@apollo/gateway'];

let supergraph: Supergraph;
beforeAll(async () => {
  supergraph = await startSupergraph(GATEWAYS);
});
afterAll(() => supergraph?.[Symbol.asyncDispose]());

const key = SAMPLE_API_KEY;

interface Campaign {
  id: string;
  name: string;
  hero: { id: string; prompt: string } | null;
  clips: ({ id: string; duration: string } | null)[];
  job: { id: string; status: string } | null;
}

interface Campaigns {
  campaigns: { nodes: Campaign[] };
}

describe.each(GATEWAYS)('behind %s', (name) => {
  test('campaigns have their images and videos by Pictory id, and their jobs by id', async () => {
    await using pictory = await supergraph.startPictory();
    const query = `{ campaigns(first: 1) { nodes { name hero { id prompt } clips { id duration } job { id status } } } }`;
    const answer = await ask<Campaigns>(supergraph.urlOf(name), { query, key });

    const [image] = pictory.sandbox.library().images.items;
    const [video] = pictory.sandbox.library().videos.items;
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.campaigns.nodes).toEqual([
      {
        name: 'Spring in Lisbon',
        hero: { id: `Image:${image?.id}`, prompt: image?.prompt },
        clips: [{ id: `Video:${video?.id}`, duration: video?.duration }, expect.anything()],
        job: { id: expect.stringMatching(/^Job:/), status: 'COMPLETED' },
      },
    ]);
  });

  test('images and videos have their campaigns, by way of lists and of lookups, and back again', async () => {
    await using pictory = await supergraph.startPictory();
    const [, , image] = pictory.sandbox.library().images.items;
    const query = `query ($id: ID!, $bare: ID!) {
      byId: image(id: $id) { ...WithCampaigns }
      byPictoryId: image(id: $bare) { ...WithCampaigns }
      images(first: 3) { nodes { ...WithCampaigns } }
      videos(first: 1) { nodes { campaigns { name clips { id } } } }
    }
    fragment WithCampaigns on Image { id campaigns { name hero { id } } }`;
    const variables = { id: `Image:${image?.id}`, bare: image?.id };
    const answer = await ask<Record<string, { nodes: object[] }>>(supergraph.urlOf(name), {
      query,
      variables,
      key,
    });

    const found = { id: variables.id, campaigns: [{ name: 'Spring in Porto', hero: { id: variables.id } }] };
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.byId).toEqual(found);
    expect(answer.data?.byPictoryId).toEqual(found);
    expect(answer.data?.images?.nodes).toEqual([
      expect.objectContaining({ campaigns: [expect.objectContaining({ name: 'Spring in Lisbon' })] }),
      expect.objectContaining({ campaigns: [] }),
      found,
    ]);
    expect(answer.data?.videos?.nodes).toEqual([
      { campaigns: [{ name: 'Spring in Lisbon', clips: [expect.anything(), expect.anything()] }] },
    ]);
  });

  test('what is gone from Pictory is null, without an error', async () => {
    await using pictory = await supergraph.startPictory();
    const { images, videos } = pictory.sandbox.library();
    images.remove(images.items[0]?.id ?? '');
    videos.remove(videos.items[0]?.id ?? '');
    const query = `{ campaigns(first: 12) { nodes { hero { id } clips { id } } } }`;
    const answer = await ask<Campaigns>(supergraph.urlOf(name), { query, key });

    const nodes = answer.data?.campaigns.nodes;
    expect(answer.errors).toBeUndefined();
    expect(nodes?.[0]).toEqual({ hero: null, clips: [null, { id: expect.stringMatching(/^Video:/) }] });
    expect(nodes?.[1]?.hero).toEqual({ id: expect.stringMatching(/^Image:/) });
    // One that has never been there, and one that has not been chosen.
    expect([nodes?.[7]?.hero, nodes?.[11]?.hero]).toEqual([null, null]);
  });

  test('trouble at Pictory nulls the image, at its path and with its code, and nothing beside it', async () => {
    await using pictory = await supergraph.startPictory();
    pictory.sandbox.addFault({
      match: { method: 'GET', path: '/v1/aistudio/images' },
      effect: { kind: 'status', status: 500 },
    });
    const query = `{ campaigns(first: 1) { nodes { name hero { prompt } clips { duration } } } }`;
    const answer = await ask<Campaigns>(supergraph.urlOf(name), { query, key });

    expect(answer.data?.campaigns.nodes).toEqual([
      {
        name: 'Spring in Lisbon',
        hero: expect.toSatisfy((hero) => hero === null || hero.prompt === null),
        clips: [{ duration: expect.any(String) }, { duration: expect.any(String) }],
      },
    ]);
    expect(answer.errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('Pictory'),
        path: ['campaigns', 'nodes', 0, 'hero'],
        extensions: expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', retryable: true }),
      }),
    ]);
  });

  test('a key that Pictory refuses keeps its code, in a list and in a join', async () => {
    await using _pictory = await supergraph.startPictory();
    const query = `{ images(first: 1) { nodes { id } } campaigns(first: 1) { nodes { name hero { id } } } }`;
    const answer = await ask(supergraph.urlOf(name), { query, key: 'pictai_nobody_has_this_key' });

    expect(answer.data).toEqual({
      images: null,
      campaigns: { nodes: [{ name: 'Spring in Lisbon', hero: null }] },
    });
    const errors = answer.errors?.map(({ path, extensions }) => [
      path,
      extensions?.code,
      extensions?.retryable,
    ]);
    expect(errors).toHaveLength(2);
    expect(errors).toContainEqual([['images'], 'UNAUTHENTICATED', false]);
    expect(errors).toContainEqual([['campaigns', 'nodes', 0, 'hero'], 'UNAUTHENTICATED', false]);
  });

  test('no key is no key: nobody else’s is used', async () => {
    await using pictory = await supergraph.startPictory();
    const answer = await ask(supergraph.urlOf(name), {
      query: '{ images(first: 1) { nodes { id } } }',
      key: null,
    });
    expect(answer.data).toEqual({ images: null });
    expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    expect(pictory.sandbox.calls).toHaveLength(0);
  });

  test('callers who ask the same at the same moment see their own libraries', async () => {
    await using pictory = await supergraph.startPictory();
    const query = `{ images(first: 5) { nodes { id } } campaigns(first: 1) { nodes { hero { id } } } }`;
    const keys = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? key : OTHER_API_KEY));
    const answers = await Promise.all(
      keys.map((callersKey) =>
        ask<Campaigns & { images: { nodes: { id: string }[] } }>(supergraph.urlOf(name), {
          query,
          key: callersKey,
        }),
      ),
    );

    for (const [index, { data, errors }] of answers.entries()) {
      const account = index % 2 === 0 ? 'sample' : 'other';
      const images = pictory.sandbox.library(account).images.items.slice(0, 5);
      expect(errors).toBeUndefined();
      expect(data?.images.nodes).toEqual(images.map(({ id }) => ({ id: `Image:${id}` })));
      // The campaigns name images of the first customer.
      expect(data?.campaigns.nodes[0]?.hero === null).toBe(account === 'other');
    }
  });

  test('mutations answer with the members of their unions, and buy once', async () => {
    await using pictory = await supergraph.startPictory();
    const query = `mutation {
      bought: generateImage(input: { prompt: "A lighthouse above the clouds", idempotencyKey: "lighthouse" }) { ...Result }
      again: generateImage(input: { prompt: "A lighthouse above the clouds", idempotencyKey: "lighthouse" }) { ...Result }
      wrong: generateImage(input: { prompt: "A lighthouse above the clouds", model: "no-such-model" }) { ...Result }
    }
    fragment Result on GenerateImageResult {
      __typename
      ... on GenerateImagePayload { replayed job(waitSeconds: 10) { status image { prompt campaigns { id } } } }
      ... on PictoryError { code }
      ... on InvalidInputError { issues { path accepted } }
    }`;
    const answer = await ask(supergraph.urlOf(name), { query, key });

    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({
      bought: { __typename: 'GenerateImagePayload', replayed: false },
      again: { __typename: 'GenerateImagePayload', replayed: true },
      wrong: {
        __typename: 'InvalidInputError',
        code: 'INVALID_INPUT',
        issues: [{ path: ['model'], accepted: expect.arrayContaining(['seedream3.0']) }],
      },
    });
    expect(answer.data?.bought).toMatchObject({
      job: { status: 'COMPLETED', image: { prompt: 'A lighthouse above the clouds', campaigns: [] } },
    });
    expect(pictory.sandbox.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('exactly one source is checked, whether the supergraph knows @oneOf or not', async () => {
    await using pictory = await supergraph.startPictory();
    const query = `mutation ($input: GenerateVideoInput!) { generateVideo(input: $input) { __typename } }`;
    const source = { firstFrameImageUrl: 'https://cdn.test/a.png', extendVideoUrl: 'https://cdn.test/a.mp4' };
    const variables = { input: { prompt: 'A lighthouse above the clouds', source } };
    const answer = await ask(supergraph.urlOf(name), { query, variables, key });

    expect(answer.data?.generateVideo ?? null).toBeNull();
    expect(answer.errors?.[0]?.message).toContain('VideoSourceInput');
    expect(pictory.sandbox.calls).toHaveLength(0);
  });

  test('a hundred campaigns with their images cost one walk over the list', async () => {
    const walk = await countCallsOfOneWalk();
    await using pictory = await supergraph.startPictory();
    const query = `{ campaigns(first: 100) { nodes { hero { id prompt model } } } }`;
    const answer = await ask<Campaigns>(supergraph.urlOf(name), { query, key });

    const found = answer.data?.campaigns.nodes.filter(({ hero }) => hero !== null);
    expect(answer.errors).toBeUndefined();
    expect([answer.data?.campaigns.nodes.length, found?.length]).toEqual([100, 98]);
    const pages = pictory.sandbox.calls.filter(({ path }) => path === '/v1/aistudio/images');
    expect([walk, pages.length, pictory.sandbox.calls.length]).toEqual([4, 4, 4]);
  });

  test.each([
    ['an error page', 502, 'text/html', '<html>the inner-most proxy</html>'],
    ['JSON of a proxy', 401, 'application/json', '{"message":"the inner-most proxy"}'],
    ['half an answer', 200, 'application/json', 'the inner-most proxy {'],
  ])('%s instead of an answer stays inside, and a mutation is sent once', async (_, status, type, body) => {
    const { url } = await usingPictory(supergraph, ({ subgraph }) => subgraph);
    let requests = 0;
    const broken = createServer((_request, response) => {
      requests += 1;
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    await once(broken.listen(Number(new URL(url).port), '127.0.0.1'), 'listening');
    try {
      const query = `mutation { generateImage(input: { prompt: "A lighthouse" }) { __typename } }`;
      const answer = await ask(supergraph.urlOf(name), { query, key });
      expect(answer.errors).toEqual([
        expect.objectContaining({
          message: 'Unexpected error.',
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        }),
      ]);
      expect(JSON.stringify(answer)).not.toMatch(/inner-most|127\.0\.0\.1/);
      expect(requests).toBe(1);
    } finally {
      broken.closeAllConnections();
      await promisify(broken.close.bind(broken))();
    }
  });

  test('a subgraph that is away tells no address', async () => {
    await usingPictory(supergraph, () => {});
    const { errors } = await ask(supergraph.urlOf(name), { query: '{ images { nodes { id } } }', key });
    expect(errors?.map(({ message }) => message)).toEqual(['Unexpected error.']);
    const { errors: faults } = await ask(supergraph.urlOf(name), { query: '{ pictures }', key });
    expect(faults?.map(({ message }) => message)).toEqual([expect.stringContaining('pictures')]);
  });

  test('answers are kept by no cache', async () => {
    await using _pictory = await supergraph.startPictory();
    const answer = await fetch(supergraph.urlOf(name), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: key },
      body: JSON.stringify({ query: '{ images(first: 1) { nodes { id } } }' }),
    });
    expect(await answer.json()).not.toHaveProperty('errors');
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });
});

test('nothing that the gateways have printed holds a key', () => {
  expect(supergraph.printed()).toContain('Supergraph at');
  expect(supergraph.printed()).not.toMatch(/pictai_\w/);
});

/** Something of a subgraph that is gone when this resolves. */
async function usingPictory<Result>(
  running: Supergraph,
  take: (pictory: Pictory) => Result,
): Promise<Result> {
  await using pictory = await running.startPictory();
  return take(pictory);
}

/** What it costs the subgraph, asked directly, to find out that an image is not there: the whole list. */
async function countCallsOfOneWalk(): Promise<number> {
  await using pictory = await supergraph.startPictory();
  const answer = await pictory.subgraph.ask({ query: '{ image(id: "not-there") { id } }', key });
  expect(answer.data).toEqual({ image: null });
  return pictory.sandbox.calls.length;
}

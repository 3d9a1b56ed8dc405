import { describe, expect, test } from 'vitest';
import { SAMPLE_API_KEY } from '../../src/sandbox/sandbox.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { startSandbox } from '../support/sandbox.ts';

function askEntities(gateway: Gateway, representations: unknown[], type = 'Image') {
  return gateway.ask<{ _entities: ({ id: string } | null)[] }>({
    query: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { id } } }`,
    variables: { representations },
    key: SAMPLE_API_KEY,
  });
}

describe('100 entities at once', () => {
  test('of a library are one walk down to the deepest, in the order of the representations', async () => {
    await using sandbox = await startSandbox({ imageCount: 1234 });
    await using gateway = await startGateway(sandbox);
    const ids = sandbox.library().images.items.map(({ id }) => id);
    // From all over the first 800, not in the order of the list.
    const asked = Array.from({ length: 99 }, (_, index) => ids[(index * 311) % 800] ?? '').concat('absent');

    const { data, errors } = await askEntities(
      gateway,
      asked.map((id, index) => ({
        __typename: 'Image',
        ...(index % 2 ? { id: `Image:${id}` } : { pictoryId: id }),
      })),
    );

    expect(errors).toBeUndefined();
    expect(data?._entities).toEqual([...asked.slice(0, 99).map((id) => ({ id: `Image:${id}` })), null]);
    // The absent one is known to be absent once the whole list has been read.
    expect(sandbox.calls.length).toBe(13);

    sandbox.clearCalls();
    await askEntities(
      gateway,
      asked.slice(0, 99).map((pictoryId) => ({ __typename: 'Image', pictoryId })),
    );
    expect(sandbox.calls.length).toBe(0);
  });

  test('of jobs are one read each', async () => {
    await using sandbox = await startSandbox({ jobTimesMs: 60_000 });
    await using gateway = await startGateway(sandbox, {
      JOB_POLL_INTERVAL_MS: '10000',
      JOB_POLL_MAX_INTERVAL_MS: '10000',
    });
    const inputs = Array.from({ length: 20 }, () => ({ prompt: 'A red fox asleep' }));
    const started: string[] = [];
    for (let batch = 0; batch < 5; batch++) {
      const { data } = await gateway.ask<{ generateImages: { jobId: string }[] }>({
        query: `mutation ($inputs: [GenerateImageInput!]!) { generateImages(inputs: $inputs) { ... on GenerateImagePayload { jobId } } }`,
        variables: { inputs },
        key: SAMPLE_API_KEY,
      });
      started.push(...(data?.generateImages.map(({ jobId }) => jobId) ?? []));
    }
    await using another = await startGateway(sandbox);
    sandbox.clearCalls();

    const { data, errors } = await askEntities(
      another,
      started.map((id) => ({ __typename: 'Job', id })),
      'Job',
    );

    expect(errors).toBeUndefined();
    expect(data?._entities).toEqual(started.map((id) => ({ id })));
    expect(sandbox.calls.map(({ path }) => path).sort()).toEqual(
      started.map((id) => `/v1/jobs/${id.replace('Job:', '')}`).sort(),
    );
  });
});

test('under SUBGRAPH_PREFIX the gateway serves, tells and shows the same names', async () => {
  await using sandbox = await startSandbox({ imageCount: 3 });
  await using gateway = await startGateway(sandbox, { SUBGRAPH_PREFIX: 'Pictory', GRAPHIQL: 'true' });
  const [pictoryId] = sandbox.library().images.items.map(({ id }) => id);

  const { data } = await gateway.ask<Record<string, { sdl: string } & { nodes: unknown[] }>>({
    query: '{ _service { sdl } pictoryImages(first: 1) { nodes { __typename pictoryId } } }',
    key: SAMPLE_API_KEY,
  });
  const entity = await askEntities(gateway, [{ __typename: 'PictoryImage', pictoryId }], 'PictoryImage');
  const page = await (await fetch(gateway.url, { headers: { accept: 'text/html' } })).text();
  const boot = /src="([^"]*)boot\.js"/.exec(page)?.[1] ?? '';
  const tabs = await (await fetch(new URL(`${boot}tabs.js`, gateway.url))).text();

  expect(data?._service?.sdl).toContain('type PictoryImage implements Node & PictoryAsset');
  expect(data?.pictoryImages?.nodes).toEqual([{ __typename: 'PictoryImage', pictoryId }]);
  expect(entity.data?._entities).toEqual([{ id: `Image:${pictoryId}` }]);
  expect(tabs).toContain('pictoryImages(first: $first');
});

import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import type { ConnectionArguments } from '../../src/domain/paging/connection.ts';
import {
  AssetsDocument,
  ImageDocument,
  ImagesDocument,
  VideoDocument,
  VideosDocument,
} from '../generated/graphql.ts';
import { anImage, aVideo } from '../support/assets.ts';
import { ask, connectionOf, contextOf, tenant } from './graph.ts';

test('an image shows all that Pictory says of it, verbatim, under a global id', async () => {
  const context = contextOf({ library: { loadImages: async () => [anImage('i1')] } });

  const { data } = await ask(ImageDocument, { id: 'i1' }, context);

  expect(data.image).toEqual({
    id: 'Image:i1',
    pictoryId: 'i1',
    url: 'https://cdn.test/i1.png',
    createdDate: '2026-10-02T08:15:27.104Z',
    prompt: 'A lighthouse',
    model: 'seedream3.0',
    aspectRatio: '16:9',
    width: 1024,
    height: 576,
    style: 'vintage',
    referenceImageUrl: 'https://assets.test/lamp.jpg',
  });
});

test('a video shows all that Pictory says of it, and its length in seconds', async () => {
  const context = contextOf({ library: { loadVideos: async () => [aVideo('v1')] } });

  const { data } = await ask(VideoDocument, { id: 'v1' }, context);

  expect(data.video).toEqual({
    id: 'Video:v1',
    pictoryId: 'v1',
    url: 'https://cdn.test/v1.mp4',
    createdDate: '2026-10-02T09:11:18.734Z',
    prompt: 'A violin maker',
    model: 'pixverse5.5',
    aspectRatio: '4:3',
    width: 960,
    height: 720,
    duration: '10s',
    durationSeconds: 10,
    previewImageUrl: 'https://cdn.test/v1_preview.jpg',
    thumbnailImageUrl: 'https://cdn.test/v1_thumbnail.jpg',
    lastFrameImageUrl: 'https://cdn.test/v1_last.png',
    firstFrameImageUrl: 'https://assets.test/room.png',
    referenceImageUrls: ['https://assets.test/a.png', 'https://assets.test/b.png'],
    extendVideoUrl: 'https://assets.test/before.mp4',
  });
});

test('whatever Pictory leaves out is null, save id, address and date', async () => {
  const none = { prompt: null, model: null, aspectRatio: null, width: null, height: null };
  const bareImage = anImage('i1', { ...none, style: null, referenceImageUrl: null });
  const bareVideo = aVideo('v1', {
    ...none,
    duration: null,
    previewImageUrl: null,
    thumbnailImageUrl: null,
    lastFrameImageUrl: null,
    firstFrameImageUrl: null,
    referenceImageUrls: null,
    extendVideoUrl: null,
  });
  const context = contextOf({
    library: { loadImages: async () => [bareImage], loadVideos: async () => [bareVideo] },
  });

  const image = await ask(ImageDocument, { id: 'i1' }, context);
  const video = await ask(VideoDocument, { id: 'v1' }, context);

  expect([...image.errors, ...video.errors]).toEqual([]);
  expect(
    Object.entries(image.data.image ?? {}).flatMap(([name, value]) => (value === null ? [] : name)),
  ).toEqual(['id', 'pictoryId', 'url', 'createdDate']);
  expect(
    Object.entries(video.data.video ?? {}).flatMap(([name, value]) => (value === null ? [] : name)),
  ).toEqual(['id', 'pictoryId', 'url', 'createdDate']);
});

describe('by id', () => {
  test('an asset that the library does not have is null', async () => {
    const context = contextOf({
      library: { loadImages: async () => [null], loadVideos: async () => [null] },
    });

    expect(await ask(ImageDocument, { id: 'i1' }, context)).toEqual({ data: { image: null }, errors: [] });
    expect(await ask(VideoDocument, { id: 'v1' }, context)).toEqual({ data: { video: null }, errors: [] });
  });

  test('a lookup that fails is null with its code', async () => {
    const failure = new GatewayError('LOOKUP_BUDGET_EXCEEDED', 'Repeat.');
    const context = contextOf({ library: { loadImages: async () => [failure] } });

    expect(await ask(ImageDocument, { id: 'i1' }, context)).toEqual({
      data: { image: null },
      errors: ['LOOKUP_BUDGET_EXCEEDED at image'],
    });
  });

  test('all lookups of an operation are one, each id once', async () => {
    const lookups: (readonly string[])[] = [];
    const context = contextOf({
      library: {
        loadImages: async (_tenant, ids) => {
          lookups.push(ids);
          return ids.map((id) => anImage(id));
        },
      },
    });

    const { data } = await ask(
      '{ a: image(id: "i1") { id } b: image(id: "Image:i2") { id } c: image(id: "Image:i1") { id } }',
      {},
      context,
    );

    expect(data).toEqual({ a: { id: 'Image:i1' }, b: { id: 'Image:i2' }, c: { id: 'Image:i1' } });
    expect(lookups).toEqual([['i1', 'i2']]);
  });

  test.each([
    ['image(id: "")', 'is empty'],
    ['image(id: "Image:")', 'only a prefix'],
    ['image(id: "Video:v1")', 'another type'],
    ['video(id: "Job:j1")', 'another type'],
    [`video(id: "${'x'.repeat(513)}")`, 'too long'],
  ])('%.30s is BAD_USER_INPUT: %s', async (field) => {
    const { errors } = await ask(`{ ${field} { id } }`, {}, contextOf());

    expect(errors).toEqual([`BAD_USER_INPUT at ${field.slice(0, 5)}`]);
  });

  test('a colon in a bare Pictory id is part of it unless a known type stands before it', async () => {
    const asked: string[] = [];
    const context = contextOf({
      library: {
        loadImages: async (_tenant, ids) => {
          asked.push(...ids);
          return ids.map(() => null);
        },
      },
    });

    await ask('{ a: image(id: "odd:id") { id } b: image(id: "Image:Video:x") { id } }', {}, context);

    expect(asked).toEqual(['odd:id', 'Video:x']);
  });
});

describe.each([
  { field: 'images', document: ImagesDocument, item: anImage('a'), list: 'listImages' },
  { field: 'videos', document: VideosDocument, item: aVideo('a'), list: 'listVideos' },
  { field: 'assets', document: AssetsDocument, item: aVideo('a'), list: 'listAssets' },
] as const)('the list of $field', ({ field, document, item, list }) => {
  const ids = `{ ${field} { nodes { id } } }`;
  const typename = item.kind === 'image' ? 'Image' : 'Video';

  test('shows edges, nodes and where it stands', async () => {
    const page = connectionOf([item], { hasNextPage: true, hasPreviousPage: true, truncated: true });
    const context = contextOf({ library: { [list]: async () => page } });

    const { data, errors } = await ask<Record<string, unknown>, object>(String(document), {}, context);

    expect(errors).toEqual([]);
    expect(data[field]).toMatchObject({
      edges: [{ cursor: 'cursor 0', node: { id: `${typename}:a`, url: item.url } }],
      pageInfo: { hasNextPage: true, hasPreviousPage: true, startCursor: 'cursor 0', endCursor: 'cursor 0' },
      truncated: true,
    });
  });

  test('an empty one has no cursors', async () => {
    const context = contextOf({ library: { [list]: async () => connectionOf([]) } });

    const { data } = await ask<Record<string, unknown>, object>(String(document), {}, context);

    expect(data[field]).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
      truncated: false,
    });
  });

  test('is asked for 20 from the top, or for what the arguments say', async () => {
    const asked: ConnectionArguments[] = [];
    const context = contextOf({
      library: {
        [list]: async (of: unknown, page: ConnectionArguments) => {
          expect(of).toBe(tenant);
          asked.push(page);
          return connectionOf([]);
        },
      },
    });

    await ask(ids, {}, context);
    await ask(`{ ${field}(first: null, after: null) { truncated } }`, {}, context);
    await ask(`{ ${field}(first: 1000, after: "here") { truncated } }`, {}, context);

    expect(asked).toEqual([
      { first: 20, after: null },
      { first: 20, after: null },
      { first: 1000, after: 'here' },
    ]);
  });

  test('is asked for what the filter says', async () => {
    const asked: unknown[] = [];
    const context = contextOf({
      library: {
        [list]: async (_of: unknown, page: unknown) => {
          asked.push(page);
          return connectionOf([]);
        },
      },
    });
    const common =
      'models: ["veo3.1"], aspectRatios: "1:1", createdAfter: "2026-10-02T08:15:00Z", createdBefore: null, promptContains: "heron"';
    const own = {
      images: ', styles: ["vintage"]',
      videos: '',
      assets: ', styles: ["vintage"], kinds: [IMAGE, VIDEO]',
    };

    const { errors } = await ask(
      `{ ${field}(filter: { ${common}${own[field]} }) { truncated } }`,
      {},
      context,
    );

    expect(errors).toEqual([]);
    expect(asked).toEqual([
      {
        first: 20,
        after: null,
        filter: {
          models: ['veo3.1'],
          aspectRatios: ['1:1'],
          createdAfter: '2026-10-02T08:15:00Z',
          createdBefore: null,
          promptContains: 'heron',
          ...(field === 'videos' ? {} : { styles: ['vintage'] }),
          ...(field === 'assets' ? { kinds: ['image', 'video'] } : {}),
        },
      },
    ]);
  });

  test.each([0, -1, 1001])('first: %i is BAD_USER_INPUT', async (first) => {
    const { data, errors } = await ask(
      `query ($first: Int) { ${field}(first: $first) { truncated } }`,
      { first },
      contextOf(),
    );

    expect({ data, errors }).toEqual({ data: { [field]: null }, errors: [`BAD_USER_INPUT at ${field}`] });
  });

  test('a malformed entry is a null node with an error at its path and leaves the others alone', async () => {
    const context = contextOf({ library: { [list]: async () => connectionOf([item, null, item]) } });

    const { data, errors } = await ask(
      `{ ${field} { edges { node { pictoryId } } nodes { pictoryId } } }`,
      {},
      context,
    );

    const present = { pictoryId: 'a' };
    expect(data).toEqual({
      [field]: {
        edges: [{ node: present }, { node: null }, { node: present }],
        nodes: [present, null, present],
      },
    });
    expect(errors).toEqual([
      `UPSTREAM_INVALID_RESPONSE at ${field}.edges.1.node`,
      `UPSTREAM_INVALID_RESPONSE at ${field}.nodes.1`,
    ]);
  });

  test('no cursor is sealed unless it is selected', async () => {
    const sealed: string[] = [];
    const page = connectionOf([item]);
    const lazy = {
      ...page,
      edges: page.edges.map(({ place }) => ({
        place,
        get cursor() {
          sealed.push('edge');
          return 'edge cursor';
        },
      })),
      get startCursor() {
        sealed.push('start');
        return 'start cursor';
      },
      get endCursor() {
        sealed.push('end');
        return 'end cursor';
      },
    };
    const context = contextOf({ library: { [list]: async () => lazy } });

    await ask(
      `{ ${field} { truncated edges { node { id } } nodes { id } pageInfo { hasNextPage } } }`,
      {},
      context,
    );
    expect(sealed).toEqual([]);

    await ask(`{ ${field} { edges { node { id } } pageInfo { endCursor } } }`, {}, context);
    expect(sealed).toEqual(['end']);
  });

  test('in trouble is null with its code, beside what is well', async () => {
    const context = contextOf({
      library: {
        [list]: async () => {
          throw new GatewayError('UPSTREAM_TIMEOUT', 'Too slow.');
        },
      },
    });

    const { data, errors } = await ask(
      `{ ${field} { truncated } estimateImageCredits { model } }`,
      {},
      context,
    );

    expect(data).toEqual({ [field]: null, estimateImageCredits: { model: 'seedream3.0' } });
    expect(errors).toEqual([`UPSTREAM_TIMEOUT at ${field}`]);
  });
});

import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type Caller, requireGatewayCaller } from '../../src/domain/caller.ts';
import { GatewayError } from '../../src/domain/errors.ts';
import type { ConnectionArguments } from '../../src/domain/paging/connection.ts';
import type { CountedConnection } from '../../src/domain/paging/slice-walk.ts';
import {
  type PixverseImage,
  type PixverseImageId,
  toPixverseImage,
} from '../../src/domain/pixverse/image.ts';
import { measureComplexity } from '../../src/schema/complexity.ts';
import {
  NodeDocument,
  PixverseImageDocument,
  PixverseImagesDocument,
  PixverseImageUpdatedDocument,
} from '../generated/graphql.ts';
import { COMPLETED, readingOf } from '../support/scripted-pixverse.ts';
import { ask, callerWith, connectionOf, contextOf, nobody, schema, watch } from './graph.ts';

function anImage(id: string, told: Parameters<typeof readingOf>[0] = {}): PixverseImage {
  return toPixverseImage(readingOf(told), id as PixverseImageId, Date.UTC(2026, 10, 2, 12));
}

function guest(): Caller {
  const { identity } = callerWith('read');
  return { identity: identity && { ...identity, isAuthenticatedHere: true } } as Caller;
}

const parseImageId = (text: string) => text as PixverseImageId;

describe('images of PixVerse', () => {
  test('are asked for as the client says, and counted', async () => {
    const asked: [ConnectionArguments, string | null][] = [];
    const connection: CountedConnection<PixverseImage> = {
      ...connectionOf([anImage('a'), null, anImage('b', COMPLETED)], { hasNextPage: true }),
      totalCount: 173,
    };
    const listImages = async (page: ConnectionArguments, email: string | null) => {
      asked.push([page, email]);
      return connection;
    };
    const context = () => contextOf({ caller: guest(), pixverse: { listImages } });
    const { data, errors } = await ask(PixverseImagesDocument, { first: 3, email: 'a@b.example' }, context());
    await ask('{ pixverse { images { totalCount } } }', {}, context());

    expect(asked).toEqual([
      [{ first: 3, after: null }, 'a@b.example'],
      [{ first: 20, after: null }, null],
    ]);
    expect(data.pixverse?.images).toMatchObject({
      totalCount: 173,
      truncated: false,
      edges: [
        {
          cursor: 'cursor 0',
          node: { id: 'PixverseImage:a', status: 'GENERATING', statusCode: 9, url: null },
        },
        { node: null },
        { node: { id: 'PixverseImage:b', status: 'COMPLETED', isFinal: true, width: 2160, seed: 88231 } },
      ],
      pageInfo: { hasNextPage: true },
    });
    expect(errors).toEqual(['UPSTREAM_INVALID_RESPONSE at pixverse.images.edges.1.node']);
  });

  test.each([0, -1, 1001])('are not asked for with first %i', async (first) => {
    const { errors } = await ask(
      PixverseImagesDocument,
      { first },
      contextOf({ caller: guest(), pixverse: {} }),
    );
    expect(errors).toEqual(['BAD_USER_INPUT at pixverse.images']);
  });

  test('cost what a list of their length costs', () => {
    const document = parse('{ pixverse { images(first: 1000) { nodes { id } } } }');
    expect(measureComplexity({ schema, document })).toBeGreaterThan(1000);
  });
});

describe('one image of PixVerse', () => {
  test('shows all that is known of it', async () => {
    const queue = {
      estimatedGenTime: 12,
      processingStartTime: '2026-10-05T07:00:20Z',
      queueCount: 3,
      queueTime: 4.5,
    };
    const image = anImage('a', {
      statusCode: 42,
      statusName: 'DREAMING',
      queue,
      referenceImageUrls: ['https://a.example/1.png'],
    });
    const context = contextOf({ caller: guest(), pixverse: { parseImageId, loadImage: async () => image } });
    const { data, errors } = await ask(PixverseImageDocument, { id: 'PixverseImage:a' }, context);
    expect(errors).toEqual([]);
    expect(data.pixverse?.image).toEqual({
      id: 'PixverseImage:a',
      status: 'UNKNOWN',
      statusName: 'DREAMING',
      statusCode: 42,
      isFinal: false,
      url: null,
      prompt: 'Terraced tea fields',
      model: 'seedream-4.5',
      quality: '1440p',
      aspectRatio: '3:2',
      width: null,
      height: null,
      seed: 88231,
      createMode: 't2i',
      referenceImageUrls: ['https://a.example/1.png'],
      hasWatermark: false,
      queue,
      createdAt: '2026-10-05T07:00:01Z',
      updatedAt: '2026-10-05T07:00:14Z',
      observedAt: '2026-11-02T12:00:00.000Z',
    });
  });

  test('is a node, and no entity', async () => {
    const loadImage = async (id: string) => (id === 'a' ? anImage('a', COMPLETED) : null);
    const context = () => contextOf({ caller: guest(), pixverse: { parseImageId, loadImage } });
    expect((await ask(NodeDocument, { id: 'PixverseImage:a' }, context())).data.node).toMatchObject({
      __typename: 'PixverseImage',
      id: 'PixverseImage:a',
      isFinal: true,
    });
    expect((await ask(NodeDocument, { id: 'PixverseImage:b' }, context())).data.node).toBeNull();
    const entities = `{ _entities(representations: [{ __typename: "PixverseImage", id: "PixverseImage:a" }]) { __typename } }`;
    expect((await ask(entities, {}, context())).errors).toEqual(['BAD_USER_INPUT at _entities.0']);
  });

  test('is not there for who may not read it, nor where there is no PixVerse', async () => {
    const query = `query ($id: ID!) { pixverse { image(id: $id) { id } } node(id: $id) { id } }`;
    const variables = { id: 'PixverseImage:a' };
    const asCaller = (caller: Caller) => ask(query, variables, contextOf({ caller, pixverse: {} }));
    expect((await asCaller(callerWith('read'))).errors).toEqual([
      'FORBIDDEN at pixverse',
      'FORBIDDEN at node',
    ]);
    expect((await asCaller(nobody)).errors).toEqual([
      'UNAUTHENTICATED at pixverse',
      'UNAUTHENTICATED at node',
    ]);
    expect(await ask(query, variables, contextOf({ caller: guest() }))).toEqual({
      data: { pixverse: null, node: null },
      errors: [],
    });
  });
});

describe('a subscription to an image of PixVerse', () => {
  async function* states(...steps: (PixverseImage | Error)[]): AsyncGenerator<PixverseImage> {
    for (const step of steps) {
      if (step instanceof Error) throw step;
      yield step;
    }
  }

  test('shows each state, then the failure that ends it, then completes', async () => {
    const failure = new GatewayError('PIXVERSE_IMAGE_NOT_FOUND', 'Gone.');
    const watchImage = () => states(anImage('a'), failure);
    const context = contextOf({ caller: guest(), pixverse: { parseImageId, watchImage } });
    const watching = await watch(PixverseImageUpdatedDocument, { id: 'PixverseImage:a' }, context);
    if (!('events' in watching)) throw new Error(watching.refusal.join());
    expect(await Array.fromAsync(watching.events)).toMatchObject([
      { data: { pixverseImageUpdated: { id: 'PixverseImage:a', status: 'GENERATING' } }, errors: [] },
      { data: null, errors: ['PIXVERSE_IMAGE_NOT_FOUND at pixverseImageUpdated'] },
    ]);
  });

  test.each([
    ['PIXVERSE_NOT_CONFIGURED', { caller: guest() }, 'PixverseImage:a'],
    ['FORBIDDEN', { caller: callerWith('read'), pixverse: {} }, 'PixverseImage:a'],
    ['BAD_USER_INPUT', { caller: guest(), pixverse: {} }, 'Image:a'],
  ] as const)('is refused with %s', async (code, script, id) => {
    const watching = await watch(PixverseImageUpdatedDocument, { id }, contextOf(script));
    expect(watching).toEqual({ refusal: [`${code} at pixverseImageUpdated`] });
  });
});

test('the message for a caller with a Pictory key says what to send', () => {
  expect(() => requireGatewayCaller(callerWith('read'), 'read')).toThrow(
    /"Bearer" and a token of this gateway/,
  );
});

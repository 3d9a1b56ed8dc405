import { describe, expect, test } from 'vitest';
import type { PixverseGallery } from '../../../src/domain/pixverse/gallery.ts';
import { UpstreamError } from '../../../src/upstream/errors.ts';
import { operationOn } from '../../support/library.ts';
import { COMPLETED, galleryBench, gone, useapiId } from '../../support/scripted-pixverse.ts';

const ID = useapiId(1);
const never = new AbortController().signal;
const queued = { statusCode: 5, statusName: 'QUEUED' };
const unavailable = () => new UpstreamError('server-error', 'x', { status: 500 });

/** What a subscriber has seen so far, in the background. */
function watch(gallery: PixverseGallery, text = ID, signal = never) {
  const seen = { statuses: [] as string[], isDone: false, error: null as unknown };
  (async () => {
    for await (const { status } of gallery.watchImage(gallery.parseImageId(text), signal))
      seen.statuses.push(status);
  })().then(
    () => {
      seen.isDone = true;
    },
    (error) => {
      seen.error = error;
    },
  );
  return seen;
}

describe('a PixVerse image by id', () => {
  test('is read once within an interval, and never again when it is final', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    upstream.script = { [ID]: [{}, COMPLETED] };
    const load = () => gallery.loadImage(gallery.parseImageId(ID), operationOn(clock));

    expect(await load()).toMatchObject({ status: 'GENERATING', isFinal: false });
    expect(await load()).toMatchObject({ status: 'GENERATING' });
    expect(upstream.reads).toEqual([ID]);
    await clock.advance(10_000);
    expect(await load()).toMatchObject({ status: 'COMPLETED', url: COMPLETED.url });
    await clock.advance(600_000);
    expect(await load()).toMatchObject({ status: 'COMPLETED' });
    expect(upstream.reads).toEqual([ID, ID]);
  });

  test('is null when there is none, and a typed failure when it cannot be known', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    const load = (number: number) =>
      gallery.loadImage(gallery.parseImageId(useapiId(number)), operationOn(clock));
    upstream.script = {
      [useapiId(2)]: [new UpstreamError('refused', 'x', { status: 596 })],
      [useapiId(3)]: [unavailable()],
    };
    expect(await load(1)).toBeNull();
    await expect(load(2)).rejects.toMatchObject({ code: 'PIXVERSE_ACCOUNT_DISCONNECTED', retryable: false });
    await expect(load(3)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
  });

  test('costs equal askers of the same moment one read', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    upstream.script = { [ID]: [{}] };
    const id = gallery.parseImageId(ID);
    await Promise.all(Array.from({ length: 20 }, () => gallery.loadImage(id, operationOn(clock))));
    expect(upstream.reads).toEqual([ID]);
  });
});

describe('watching a PixVerse image', () => {
  test('ten watchers cost one read per interval, and each gets every change and the end once', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    upstream.script = { [ID]: [queued, queued, {}, COMPLETED] };
    const watchers = Array.from({ length: 10 }, () => watch(gallery));
    await clock.advance(0);
    const late = watch(gallery);
    await clock.advance(30_000);

    for (const { statuses, isDone } of [...watchers, late]) {
      expect(statuses).toEqual(['QUEUED', 'GENERATING', 'COMPLETED']);
      expect(isDone).toBe(true);
    }
    expect(upstream.reads).toHaveLength(4);
    await clock.advance(60_000);
    expect(upstream.reads).toHaveLength(4);
  });

  test('ends with a state that is unknown and final, and goes on with one that is not', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    const dreaming = { statusCode: 42, statusName: 'DREAMING' };
    upstream.script = {
      [ID]: [
        { ...dreaming, isFinal: null },
        { ...dreaming, isFinal: true },
      ],
    };
    const seen = watch(gallery);
    await clock.advance(10_000);
    expect(seen).toMatchObject({ statuses: ['UNKNOWN', 'UNKNOWN'], isDone: true });
  });

  test('does not tell of trouble that passes, and gives up what has gone at the third miss', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    upstream.script = { [ID]: [{}, unavailable(), gone(), gone(), {}, gone(), gone(), gone()] };
    const seen = watch(gallery);
    await clock.advance(60_000);
    expect(seen).toMatchObject({ statuses: ['GENERATING'], isDone: false, error: null });
    await clock.advance(60_000);
    expect(seen.error).toMatchObject({ code: 'PIXVERSE_IMAGE_NOT_FOUND' });
  });

  test('tells at once of what waiting cannot help', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    upstream.script = { [ID]: [{}, new UpstreamError('refused', 'x', { status: 596 })] };
    const [missing, seen] = [watch(gallery, useapiId(404)), watch(gallery)];
    await clock.advance(10_000);
    expect(missing.error).toMatchObject({ code: 'PIXVERSE_IMAGE_NOT_FOUND' });
    expect(seen).toMatchObject({
      statuses: ['GENERATING'],
      error: { code: 'PIXVERSE_ACCOUNT_DISCONNECTED' },
    });
  });

  test('ends after half an hour, and without a word when the process drains', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    upstream.script = { [ID]: [{}], [useapiId(2)]: [{}] };
    const seen = watch(gallery);
    await clock.advance(1_800_000);
    expect(seen.error).toMatchObject({ code: 'JOB_WATCH_LIMIT', retryable: true });
    const cut = watch(gallery, useapiId(2));
    await clock.advance(0);
    gallery.drain();
    await clock.advance(0);
    expect(cut).toMatchObject({ isDone: true, error: null });
  });
});

describe('the list of PixVerse images', () => {
  const page = { first: 2, after: null };

  test('has running images, bad entries as problems, and no e-mail address', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    upstream.list = [{ imageId: ID, ...queued }, {}, { imageId: useapiId(2), ...COMPLETED }];
    const listed = await gallery.listImages({ first: 20, after: null }, null, operationOn(clock));
    expect(listed).toMatchObject({ totalCount: 3, hasNextPage: false });
    expect(listed.edges.map(({ place }) => place.item?.status ?? null)).toEqual([
      'QUEUED',
      null,
      'COMPLETED',
    ]);
    const shown = listed.edges.map(({ cursor, place: { item } }) => ({ cursor, item }));
    expect(JSON.stringify(shown)).not.toContain('example.org');
  });

  test('does not undo an end that is known', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    upstream.script = { [ID]: [COMPLETED] };
    await gallery.loadImage(gallery.parseImageId(ID), operationOn(clock));
    upstream.list = [{ imageId: ID, ...queued }];
    await clock.advance(1_000);
    const { edges } = await gallery.listImages(page, null, operationOn(clock));
    expect(edges[0]?.place.item).toMatchObject({ status: 'COMPLETED' });
  });

  test('has cursors that are of use only with the same email and the same account', async () => {
    await using bench = galleryBench();
    await using replica = galleryBench();
    await using foreign = galleryBench('user:1-another');
    const { gallery, upstream, clock } = bench;
    upstream.list = [1, 2, 3, 4].map((number) => ({ imageId: useapiId(number) }));
    const first = await gallery.listImages(page, 'a@example.org', operationOn(clock));
    const after = first.endCursor;
    const next = await gallery.listImages({ first: 2, after }, 'a@example.org', operationOn(clock));
    expect(next.edges.map(({ place }) => place.identity)).toEqual([useapiId(3), useapiId(4)]);

    upstream.reads.length = 0;
    for (const email of ['b@example.org', null]) {
      const refused = gallery.listImages({ first: 2, after }, email, operationOn(clock));
      await expect(refused).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    }
    expect(upstream.reads).toEqual([]);
    const ask = ({ gallery }: typeof bench) =>
      gallery.listImages({ first: 2, after }, 'a@example.org', operationOn(clock));
    await expect(ask(foreign)).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    replica.upstream.list = upstream.list;
    expect((await ask(replica)).edges).toHaveLength(2);
  });

  test.each(['', 'nobody', 'a b@example.org', `${'x'.repeat(250)}@example.org`])(
    'refuses %j as an e-mail address without asking, and without repeating it',
    async (email) => {
      await using bench = galleryBench();
      const { gallery, upstream, clock } = bench;
      await expect(gallery.listImages(page, email, operationOn(clock))).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        message: 'email: expected the e-mail address of a linked PixVerse account.',
      });
      expect(upstream.reads).toEqual([]);
    },
  );

  test('keeps within the calls of the operation', async () => {
    await using bench = galleryBench();
    const { gallery, upstream, clock } = bench;
    upstream.list = Array.from({ length: 400 }, (_, number) => ({ imageId: useapiId(number) }));
    const cut = await gallery.listImages({ first: 1000, after: null }, null, operationOn(clock, 3));
    expect(cut).toMatchObject({ truncated: true, hasNextPage: true, totalCount: 400 });
    expect(upstream.reads).toHaveLength(3);
  });
});

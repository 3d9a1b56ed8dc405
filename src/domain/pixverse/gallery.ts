import type { Clock } from '../../clock.ts';
import type { ListItem } from '../../upstream/call.ts';
import type { PixverseImageReading } from '../../upstream/pixverse/images.ts';
import { GatewayError } from '../errors.ts';
import type { Operation } from '../operation.ts';
import type { ConnectionArguments } from '../paging/connection.ts';
import { shortHash } from '../paging/cursor.ts';
import { createSliceCursors } from '../paging/slice-cursor.ts';
import { type CountedConnection, walkSlices } from '../paging/slice-walk.ts';
import type { SharedReads } from '../shared-reads.ts';
import type { WorkStore } from '../work/store.ts';
import { createWorks, type WatchTerms } from '../work/works.ts';
import { toPixverseError, toPixverseListError } from './failure.ts';
import { type PixverseImage, type PixverseImageId, toPixverseImage } from './image.ts';
import { PIXVERSE_IMAGE_RULES } from './image-rules.ts';
import { openImageId, type PixverseTenant, parseImageId, sealImageId } from './tenant.ts';

/** PixVerse through the operator's account. Failures are `GatewayError`s; none repeats an e-mail address. */
export interface PixverseGallery extends AsyncDisposable {
  /**
   * The images of a linked PixVerse account, those still being made among them. Lists are read anew each time, because an
   * image in them may have changed.
   *
   * @param email which account; null where only one is linked.
   * @throws {GatewayError} `BAD_USER_INPUT` for what is no e-mail address, or none that is linked.
   */
  listImages(
    page: ConnectionArguments,
    email: string | null,
    operation: Operation,
  ): Promise<CountedConnection<PixverseImage>>;
  /** From memory where the image is final, or was read within an interval. Null when there is none. */
  loadImage(id: PixverseImageId, operation: Operation): Promise<PixverseImage | null>;
  /**
   * The last known state at once, then each change, the final state exactly once, then the end.
   *
   * @throws {GatewayError} `PIXVERSE_IMAGE_NOT_FOUND`, `JOB_WATCH_LIMIT`, or a failure once it has lasted long.
   */
  watchImage(id: PixverseImageId, signal: AbortSignal): AsyncIterableIterator<PixverseImage>;
  /** @throws {GatewayError} `BAD_USER_INPUT` for what names no image of this account. */
  parseImageId(text: string): PixverseImageId;
  /** Cuts all watchers without a last word so that they come again. */
  drain(): void;
}

/** What PixVerse needs of the rest of the gateway. */
export interface PixverseGalleryOptions extends Omit<WatchTerms, 'callbacks'> {
  tenant: PixverseTenant;
  store: WorkStore<PixverseImage>;
  reads: SharedReads;
  clock: Clock;
}

/** @see PixverseGallery. Disposing ends all watches; the store stays open. */
export function createPixverseGallery(options: PixverseGalleryOptions): PixverseGallery {
  const { tenant, store, reads, clock } = options;
  const works = createWorks<PixverseTenant, PixverseImage, PixverseImageReading>({
    ...options,
    rules: PIXVERSE_IMAGE_RULES,
    source: {
      read: async (_tenant, id, call) => tenant.pixverse.readImage(openImageId(tenant, id), call),
      toState: toPixverseImage,
      toClientError: toPixverseError,
    },
    onEnded() {},
  });

  /** An entry of a list; what is known of its end is not undone by a list that is late. */
  function toEntry({ item, ...entry }: ListItem<PixverseImageReading>): ListItem<PixverseImage> {
    if (item === null) return { ...entry, item };
    const image = toPixverseImage(item, sealImageId(tenant, item.imageId), clock.now());
    const known = store.recall(tenant, image.id);
    return { ...entry, item: known ? PIXVERSE_IMAGE_RULES.merge(known, image) : image };
  }

  return {
    async listImages(page, email, operation) {
      if (email !== null) checkEmail(email);
      const cursors = createSliceCursors(
        tenant.cursors,
        email === null ? 'images' : `images ${shortHash(email)}`,
      );
      try {
        return await walkSlices<PixverseImage>(
          {
            async read(offset, limit) {
              const name = `${tenant.id} pixverse images ${JSON.stringify([offset, limit, email])}`;
              const { items, total } = await reads.read(name, operation.readCall(), (call) =>
                tenant.pixverse.listImages({ offset, limit, email }, call),
              );
              return { items: items.map(toEntry), total };
            },
          },
          cursors,
          page,
        );
      } catch (error) {
        throw toPixverseListError(error, email);
      }
    },

    async loadImage(id, operation) {
      const image = await works.load(tenant, id, operation);
      if (image instanceof GatewayError) throw image;
      return image;
    },

    watchImage: (id, signal) => works.watch(tenant, [id], signal),
    parseImageId: (text) => parseImageId(tenant, text),
    drain: works.drain,
    [Symbol.asyncDispose]: () => works[Symbol.asyncDispose](),
  };
}

/** The longest address that mail can be sent to. */
const LONGEST_EMAIL = 254;

function checkEmail(email: string): void {
  if (email.length <= LONGEST_EMAIL && /^[^\s@]+@[^\s@]+$/.test(email)) return;
  throw new GatewayError(
    'BAD_USER_INPUT',
    'email: expected the e-mail address of a linked PixVerse account.',
  );
}

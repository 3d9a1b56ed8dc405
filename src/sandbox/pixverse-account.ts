import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { parseInput, SandboxInputError } from './input.ts';
import { type PixverseImage, pixverseStatus, showPixverseImage } from './pixverse-image.ts';
import { imaginePicture } from './prompts.ts';
import { createRandom } from './random.ts';

/** What may be said of an image that is begun; the rest is made up. */
export const PixverseStart = z
  .strictObject({
    prompt: z.string().min(1),
    model: z.string().min(1),
    quality: z.string().min(1),
    aspectRatio: z.string().regex(/^(\d+:\d+|auto)$/, 'must look like 16:9'),
    takesMs: z.int().min(0).max(86_400_000),
  })
  .partial();

/** What may be said of an image that is begun; the rest is made up. */
export type PixverseStart = z.input<typeof PixverseStart>;

/** An image as the API shows it. */
export type ShownPixverseImage = ReturnType<typeof showPixverseImage>;

/** One PixVerse account that is linked to the simulated useapi.net. */
export interface PixverseAccount {
  readonly email: string;
  /** As it is now, newest first. */
  readonly images: readonly PixverseImage[];
  show(image: PixverseImage): ShownPixverseImage;
  /** The image of this id, which begins now if it has not yet; null when there is none. */
  ask(imageId: string): PixverseImage | null;
  /** Begins an image, on top of the list. @throws {SandboxInputError} naming what is wrong. */
  start(wish?: PixverseStart): PixverseImage;
  /** Ends an image now. False when it has ended, or is unknown. */
  finish(imageId: string): boolean;
  /** Takes an image out of the list. False when there is none of this id. */
  remove(imageId: string): boolean;
}

/**
 * @param options.userNumber of useapi.net's customer: part of all ids.
 * @param options.filesUrl base address of the pictures.
 * @param options.takesMs how long an image takes that says nothing else.
 */
export function createPixverseAccount(options: {
  email: string;
  userNumber: number;
  images: readonly PixverseImage[];
  filesUrl: string;
  takesMs: () => number;
  clock: Clock;
}): PixverseAccount {
  const { email, userNumber, filesUrl, takesMs, clock } = options;
  const images = [...options.images];
  const place = { idPrefix: `user:${userNumber}-pixverse:${email}-image:`, folder: filesUrl };
  const find = (imageId: string) =>
    images.find(({ number }) => imageId === `${place.idPrefix}${number}`) ?? null;

  return {
    email,
    images,
    show: (image) => showPixverseImage(image, place, clock.now()),

    ask(imageId) {
      const image = find(imageId);
      if (image) image.startedAtMs ??= clock.now();
      return image;
    },

    start(wish = {}) {
      const given = parseInput(PixverseStart, wish);
      const nowMs = clock.now();
      // Numbers never repeat, not even after a restart: whoever remembers an old one must not meet a new image.
      const number = Math.max(nowMs, (images[0]?.number ?? 0) + 1);
      const random = createRandom(`${number}`);
      const image: PixverseImage = {
        number,
        createdAtMs: nowMs,
        prompt: given.prompt ?? imaginePicture(random),
        model: given.model ?? 'qwen-image',
        quality: given.quality ?? '1080p',
        aspectRatio: given.aspectRatio ?? '1:1',
        seed: random.between(1, 2 ** 31 - 1),
        takesMs: given.takesMs ?? takesMs(),
        startedAtMs: nowMs,
      };
      images.unshift(image);
      return image;
    },

    finish(imageId) {
      const image = find(imageId);
      const status = image && pixverseStatus(image, clock.now());
      if (!image || status === 'COMPLETED' || status === 'MODERATED') return false;
      image.startedAtMs ??= clock.now();
      image.takesMs = clock.now() - image.startedAtMs;
      return true;
    },

    remove(imageId) {
      const image = find(imageId);
      if (image) images.splice(images.indexOf(image), 1);
      return image !== null;
    },
  };
}

/** The account of this address, by default the first. @throws {SandboxInputError} when there is none. */
export function findPixverseAccount(accounts: readonly PixverseAccount[], email?: string): PixverseAccount {
  const account = email === undefined ? accounts[0] : accounts.find((candidate) => candidate.email === email);
  if (account) return account;
  throw new SandboxInputError(
    `There is no account ${email}; there are: ${accounts.map((candidate) => candidate.email).join(', ')}`,
  );
}

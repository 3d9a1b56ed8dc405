import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type GeneratedImage, type ImageDetails, makeImage } from './image.ts';
import { parseInput } from './input.ts';
import { createListing, type Listing } from './listing.ts';
import { DEFAULT_IMAGE_MODEL, DEFAULT_VIDEO_MODEL } from './models.ts';
import { imaginePicture, imagineVideo } from './prompts.ts';
import { createRandom } from './random.ts';
import { type GeneratedVideo, makeVideo, type VideoDetails, videoId } from './video.ts';

const text = z.string().min(1);

/** What may be said of an image that is put on top of a list; the rest is made up. */
export const ImageInsertion = z
  .strictObject({
    id: text,
    createdDate: z.iso.datetime(),
    prompt: text,
    model: text,
    aspectRatio: text,
    style: text,
    referenceImageUrl: z.url(),
  })
  .partial();

/** What may be said of an image that is put on top of a list; the rest is made up. */
export type ImageInsertion = z.input<typeof ImageInsertion>;

/** What may be said of a video that is put on top of a list; the rest is made up. */
export const VideoInsertion = z
  .strictObject({
    id: text,
    createdDate: z.iso.datetime(),
    prompt: text,
    model: text,
    aspectRatio: text,
    duration: z.string().regex(/^\d+s$/, 'must look like 8s'),
  })
  .partial();

/** What may be said of a video that is put on top of a list; the rest is made up. */
export type VideoInsertion = z.input<typeof VideoInsertion>;

/** What one account has made. */
export interface Library {
  readonly images: Listing<GeneratedImage>;
  readonly videos: Listing<GeneratedVideo>;
  /** Puts what a job has made on top of the list. */
  addImage(details: Omit<ImageDetails, 'id'>): GeneratedImage;
  /** Puts what a job has made on top of the list. */
  addVideo(details: Omit<VideoDetails, 'id' | 'fileName'>): GeneratedVideo;
  /**
   * Puts an image on top of the list that no job has made and nobody has paid for.
   *
   * @throws {SandboxInputError} naming what is wrong with the insertion.
   */
  insertImage(insertion?: ImageInsertion): GeneratedImage;
  /**
   * Puts a video on top of the list that no job has made and nobody has paid for.
   *
   * @throws {SandboxInputError} naming what is wrong with the insertion.
   */
  insertVideo(insertion?: VideoInsertion): GeneratedVideo;
}

/**
 * A library that starts with these assets, each list newest first.
 *
 * @param options.folder where the account's files are, e.g. `http://127.0.0.1:4010/files/u-4471`.
 * @param options.now milliseconds since the epoch.
 */
export function createLibrary(options: {
  folder: string;
  images: readonly GeneratedImage[];
  videos: readonly GeneratedVideo[];
  now: () => number;
}): Library {
  const { folder, now } = options;
  const images = createListing<GeneratedImage>();
  const videos = createListing<GeneratedVideo>();
  for (const image of options.images.toReversed()) images.add(image);
  for (const video of options.videos.toReversed()) videos.add(video);

  const putImage = (details: ImageDetails) => {
    const image = makeImage(details, folder);
    images.add(image);
    return image;
  };
  const putVideo = (details: VideoDetails) => {
    const video = makeVideo(details, folder);
    videos.add(video);
    return video;
  };
  const newVideoId = (createdDate: string) => videoId(createdDate, randomBytes(8).toString('hex'));

  return {
    images,
    videos,
    // Ids made at run time never repeat, not even after a restart: whoever remembers an old one must not meet a new thing.
    addImage: (details) => putImage({ ...details, id: randomUUID() }),
    addVideo: (details) =>
      putVideo({ ...details, id: newVideoId(details.createdDate), fileName: randomUUID() }),

    insertImage(insertion = {}) {
      const { id = randomUUID(), ...given } = parseInput(ImageInsertion, insertion);
      return putImage({
        id,
        createdDate: given.createdDate ?? new Date(now()).toISOString(),
        prompt: given.prompt ?? imaginePicture(createRandom(id)),
        model: given.model ?? DEFAULT_IMAGE_MODEL,
        aspectRatio: given.aspectRatio ?? '1:1',
        style: given.style ?? null,
        referenceImageUrl: given.referenceImageUrl ?? null,
      });
    },

    insertVideo(insertion = {}) {
      const given = parseInput(VideoInsertion, insertion);
      const createdDate = given.createdDate ?? new Date(now()).toISOString();
      const id = given.id ?? newVideoId(createdDate);
      return putVideo({
        id,
        fileName: randomUUID(),
        createdDate,
        prompt: given.prompt ?? imagineVideo(createRandom(id)),
        model: given.model ?? DEFAULT_VIDEO_MODEL,
        aspectRatio: given.aspectRatio ?? '16:9',
        duration: given.duration ?? '5s',
        firstFrameImageUrl: null,
        extendVideoUrl: null,
        referenceImageUrls: null,
      });
    },
  };
}

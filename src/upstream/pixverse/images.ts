import type { JsonBody } from '../body.ts';
import type { ListItem, ListSlice } from '../call.ts';
import { UpstreamError } from '../errors.ts';
import {
  asFields,
  type Fields,
  MAX_ENTRIES,
  readInstant,
  readNumber,
  readPixels,
  readText,
  readTexts,
} from '../fields.ts';
import { identityOf } from '../identity.ts';

/** An image as useapi.net tells of it, running or not. Any part but the id may be missing. Strings are verbatim. */
export interface PixverseImageReading {
  /** Holds the e-mail address of the account. */
  imageId: string;
  /** `image_status`: PixVerse's number. */
  statusCode: number | null;
  /** `image_status_name` and `image_status_final`: what useapi.net makes of the number. */
  statusName: string | null;
  isFinal: boolean | null;
  /** Null while there is none. */
  url: string | null;
  prompt: string | null;
  model: string | null;
  /** Such as `1080p`. */
  quality: string | null;
  aspectRatio: string | null;
  /** Pixels, rounded to whole ones; null while running. */
  width: number | null;
  height: number | null;
  seed: number | null;
  /** Such as `t2i`. */
  createMode: string | null;
  referenceImageUrls: readonly string[] | null;
  hasWatermark: boolean | null;
  createdAt: string | null;
  updatedAt: string | null;
  queue: PixverseQueueReading | null;
}

/** Where an image stands in PixVerse's queue. The units are not documented. */
export interface PixverseQueueReading {
  estimatedGenTime: number | null;
  processingStartTime: string | null;
  queueCount: number | null;
  queueTime: number | null;
}

/** Where images are listed and read. */
export const IMAGES_PATH = '/images';

/** Longer than any id that names an account and a number. */
export const LONGEST_IMAGE_ID = 300;

/** A list that says to be longer says nothing. */
const MAX_TOTAL = 2 ** 31 - 1;

/**
 * A stretch of the list. A bad entry costs itself, never the stretch.
 *
 * @throws {UpstreamError} `invalid-response` when it is not one.
 */
export function parseImageSlice(body: JsonBody): ListSlice<PixverseImageReading> {
  const slice = asFields(body);
  if (!slice || !Array.isArray(slice.data)) throw unexpected('a list whose "data" is not a list');
  if (slice.data.length > MAX_ENTRIES) throw unexpected(`a list of more than ${MAX_ENTRIES} entries`);
  const total = readNumber(slice.total);
  return {
    items: slice.data.map(toListItem),
    total: total !== null && total >= 0 && total <= MAX_TOTAL ? Math.floor(total) : null,
  };
}

/**
 * One image that was asked for by its id.
 *
 * @throws {UpstreamError} `invalid-response` when it is not an image, or another.
 */
export function parseImage(body: JsonBody, imageId: string): PixverseImageReading {
  const image = asFields(body);
  if (!image) throw unexpected('an image that is not an object');
  const named = readText(image.image_id);
  if (named !== null && named !== imageId) throw unexpected('another image than was asked for');
  const reading = toReading(image, imageId);
  if (reading.statusCode === null && reading.statusName === null && reading.isFinal === null)
    throw unexpected('an image without a status');
  return reading;
}

function toListItem(entry: unknown): ListItem<PixverseImageReading> {
  const image = asFields(entry);
  const imageId = readText(image?.image_id);
  const isUsable = image !== null && imageId !== null && imageId.length <= LONGEST_IMAGE_ID;
  return {
    identity: imageId ?? identityOf(entry),
    // The order of the list is not documented, so that no date says anything of a place in it.
    createdAtMs: 0,
    item: isUsable ? toReading(image, imageId) : null,
    problem: isUsable ? null : 'useapi.net lists this image without a usable "image_id".',
  };
}

function toReading(image: Fields, imageId: string): PixverseImageReading {
  return {
    imageId,
    statusCode: readStatusCode(image.image_status),
    statusName: readText(image.image_status_name),
    isFinal: readFlag(image.image_status_final),
    url: readText(image.image_url),
    prompt: readText(image.prompt),
    model: readText(image.model),
    quality: readText(image.quality),
    aspectRatio: readText(image.aspect_ratio),
    width: readPixels(image.output_width) || null,
    height: readPixels(image.output_height) || null,
    seed: readNumber(image.seed),
    createMode: readText(image.create_mode),
    referenceImageUrls: readTexts(image.customer_img_urls),
    hasWatermark: readFlag(image.water_mark),
    createdAt: readDate(image.created_at),
    updatedAt: readDate(image.updated_at),
    queue: toQueue(asFields(image.queue_data)),
  };
}

function toQueue(queue: Fields | null): PixverseQueueReading | null {
  return (
    queue && {
      estimatedGenTime: readNumber(queue.estimated_gen_time),
      processingStartTime: readDate(queue.processing_start_time),
      queueCount: readNumber(queue.queue_count),
      queueTime: readNumber(queue.queue_time),
    }
  );
}

/** PixVerse's numbers are small whole ones. */
function readStatusCode(value: unknown): number | null {
  const number = readNumber(value);
  return number !== null && (number | 0) === number ? number : null;
}

function readFlag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** A date as it is written; null for what is none. */
function readDate(value: unknown): string | null {
  return readInstant(value) === null ? null : readText(value);
}

function unexpected(what: string): UpstreamError {
  return new UpstreamError('invalid-response', `useapi.net answered with ${what}.`, { status: 200 });
}

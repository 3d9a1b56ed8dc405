import type { JsonBody } from '../body.ts';
import type { ListPage } from '../call.ts';
import { type Fields, readPixels, readText, readTexts } from '../fields.ts';
import { assetReader, type Essentials, parsePage } from './page.ts';

/** A finished video as the account's list shows it. Strings are verbatim. */
export interface ListedVideo {
  kind: 'video';
  pictoryId: string;
  url: string;
  createdDate: string;
  prompt: string | null;
  model: string | null;
  aspectRatio: string | null;
  /** Pixels, rounded to whole ones. */
  width: number | null;
  height: number | null;
  /** Verbatim, e.g. `8s`. */
  duration: string | null;
  previewImageUrl: string | null;
  thumbnailImageUrl: string | null;
  lastFrameImageUrl: string | null;
  firstFrameImageUrl: string | null;
  referenceImageUrls: readonly string[] | null;
  extendVideoUrl: string | null;
}

/** What starts a video. Absent stays absent on the wire; the three media inputs exclude each other. */
export interface VideoRequest {
  prompt: string;
  model: string;
  duration: string;
  aspectRatio?: string;
  firstFrameImageUrl?: string;
  extendVideoUrl?: string;
  referenceImageUrls?: readonly string[];
  webhook?: string;
}

/** Where videos are listed and started. */
export const VIDEOS_PATH = '/v1/aistudio/videos';

/** @throws {UpstreamError} `invalid-response` when it is not a page. */
export function parseVideoPage(body: JsonBody): ListPage<ListedVideo> {
  return parsePage(body, assetReader(toVideo));
}

function toVideo(entry: Fields, { id, url, createdDate }: Essentials): ListedVideo {
  return {
    kind: 'video',
    pictoryId: id,
    url,
    createdDate,
    prompt: readText(entry.prompt),
    model: readText(entry.model),
    aspectRatio: readText(entry.aspectRatio),
    width: readPixels(entry.width),
    height: readPixels(entry.height),
    duration: readText(entry.duration),
    previewImageUrl: readText(entry.previewImageUrl),
    thumbnailImageUrl: readText(entry.thumbnailImageUrl),
    lastFrameImageUrl: readText(entry.lastFrameImageUrl),
    firstFrameImageUrl: readText(entry.firstFrameImageUrl),
    referenceImageUrls: readTexts(entry.referenceImageUrls),
    extendVideoUrl: readText(entry.extendVideoUrl),
  };
}

/** The body that starts a video: these fields and no others. */
export function toVideoBody(request: VideoRequest): object {
  const { prompt, model, duration, aspectRatio, webhook } = request;
  const { firstFrameImageUrl, extendVideoUrl, referenceImageUrls } = request;
  return {
    prompt,
    model,
    aspectRatio,
    duration,
    firstFrameImageUrl,
    extendVideoUrl,
    referenceImageUrls,
    webhook,
  };
}

import type { JsonBody } from '../body.ts';
import type { ListPage } from '../call.ts';
import { type Fields, readPixels, readText } from '../fields.ts';
import { assetReader, type Essentials, parsePage } from './page.ts';

/** A finished image as the account's list shows it. Strings are verbatim. */
export interface ListedImage {
  kind: 'image';
  pictoryId: string;
  url: string;
  createdDate: string;
  prompt: string | null;
  model: string | null;
  aspectRatio: string | null;
  /** Pixels, rounded to whole ones. */
  width: number | null;
  height: number | null;
  style: string | null;
  referenceImageUrl: string | null;
}

/** What starts an image. Absent stays absent on the wire. */
export interface ImageRequest {
  prompt: string;
  model: string;
  aspectRatio?: string;
  style?: string;
  referenceImageUrl?: string;
  webhook?: string;
}

/** Where images are listed and started. */
export const IMAGES_PATH = '/v1/aistudio/images';

/** @throws {UpstreamError} `invalid-response` when it is not a page. */
export function parseImagePage(body: JsonBody): ListPage<ListedImage> {
  return parsePage(body, assetReader(toImage));
}

function toImage(entry: Fields, { id, url, createdDate }: Essentials): ListedImage {
  return {
    kind: 'image',
    pictoryId: id,
    url,
    createdDate,
    prompt: readText(entry.prompt),
    model: readText(entry.model),
    aspectRatio: readText(entry.aspectRatio),
    width: readPixels(entry.width),
    height: readPixels(entry.height),
    style: readText(entry.style),
    referenceImageUrl: readText(entry.referenceImageUrl),
  };
}

/** The body that starts an image: these fields and no others. */
export function toImageBody(request: ImageRequest): object {
  const { prompt, model, aspectRatio, style, referenceImageUrl, webhook } = request;
  return { prompt, model, aspectRatio, style, referenceImageUrl, webhook };
}

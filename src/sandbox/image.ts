import { type FieldProblem, readFields } from './fields.ts';
import { DEFAULT_IMAGE_MODEL, IMAGE_MODELS, IMAGE_STYLES } from './models.ts';

/** A finished image as `GET /v1/aistudio/images` shows it. `style` and `referenceImageUrl` only if it was asked for. */
export interface GeneratedImage {
  url: string;
  id: string;
  prompt: string;
  aspectRatio: string;
  createdDate: string;
  model: string;
  width: number;
  height: number;
  style?: string;
  referenceImageUrl?: string;
}

/** What `POST /v1/aistudio/images` was asked for, defaults filled in. */
export interface ImageRequest {
  kind: 'image';
  prompt: string;
  model: string;
  aspectRatio: string;
  style: string | null;
  referenceImageUrl: string | null;
  webhook: string | null;
}

/** Reads the body of `POST /v1/aistudio/images`, or says what is wrong with it. */
export function parseImageRequest(body: unknown): ImageRequest | FieldProblem[] {
  const fields = readFields(body);
  const prompt = fields.text('prompt', { min: 5, max: 5000 });
  const model = fields.choice('model', Object.keys(IMAGE_MODELS)) ?? DEFAULT_IMAGE_MODEL;
  const aspectRatios = Object.keys(IMAGE_MODELS[model]?.sizes ?? {});
  const aspectRatio = fields.choice('aspectRatio', aspectRatios) ?? aspectRatios[0] ?? '1:1';
  const style = fields.choice('style', IMAGE_STYLES);
  const referenceImageUrl = fields.url('referenceImageUrl');
  const webhook = fields.url('webhook');

  if (fields.problems.length > 0) return fields.problems;
  return { kind: 'image', prompt, model, aspectRatio, style, referenceImageUrl, webhook };
}

/** What an image is made from. */
export interface ImageDetails {
  id: string;
  createdDate: string;
  prompt: string;
  model: string;
  aspectRatio: string;
  style: string | null;
  referenceImageUrl: string | null;
}

/**
 * The list entry of a new image. As in Pictory's samples, the id is also the base name of the file.
 *
 * @param folder where the account's files are, e.g. `http://127.0.0.1:4010/files/u-4471`.
 */
export function makeImage(details: ImageDetails, folder: string): GeneratedImage {
  const { id, createdDate, prompt, model, aspectRatio, style, referenceImageUrl } = details;
  // An engine that is no longer offered drew squares whatever was asked for: Pictory's own sample has such an item.
  const { width, height } = IMAGE_MODELS[model]?.sizes[aspectRatio] ?? { width: 1024, height: 1024 };
  return {
    url: `${folder}/images/${id}.png`,
    id,
    prompt,
    aspectRatio,
    createdDate,
    model,
    width,
    height,
    ...(style !== null && { style }),
    ...(referenceImageUrl !== null && { referenceImageUrl }),
  };
}

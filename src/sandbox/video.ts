import { type FieldProblem, readFields } from './fields.ts';
import { DEFAULT_VIDEO_MODEL, VIDEO_MODELS, VIDEO_SIZES } from './models.ts';

/** A finished video as `GET /v1/aistudio/videos` shows it. The last three fields only if it was asked for with them. */
export interface GeneratedVideo {
  url: string;
  id: string;
  prompt: string;
  aspectRatio: string;
  createdDate: string;
  model: string;
  width: number;
  height: number;
  duration: string;
  previewImageUrl: string;
  thumbnailImageUrl: string;
  lastFrameImageUrl: string;
  firstFrameImageUrl?: string;
  referenceImageUrls?: readonly string[];
  extendVideoUrl?: string;
}

/** What a video starts from; at most one is not null. */
export interface VideoSources {
  firstFrameImageUrl: string | null;
  extendVideoUrl: string | null;
  referenceImageUrls: readonly string[] | null;
}

/** What `POST /v1/aistudio/videos` was asked for, defaults filled in. */
export interface VideoRequest extends VideoSources {
  kind: 'video';
  prompt: string;
  model: string;
  aspectRatio: string;
  duration: string;
  webhook: string | null;
}

/** Reads the body of `POST /v1/aistudio/videos`, or says what is wrong with it. */
export function parseVideoRequest(body: unknown): VideoRequest | FieldProblem[] {
  const fields = readFields(body);
  const prompt = fields.text('prompt', { min: 5, max: 5000 });
  const model = fields.choice('model', Object.keys(VIDEO_MODELS)) ?? DEFAULT_VIDEO_MODEL;
  const { aspectRatios = [], durations = [] } = VIDEO_MODELS[model] ?? {};
  const aspectRatio = fields.choice('aspectRatio', aspectRatios) ?? aspectRatios[0] ?? '16:9';
  const duration = fields.choice('duration', durations) ?? durations[0] ?? '5s';
  const sources = {
    firstFrameImageUrl: fields.url('firstFrameImageUrl'),
    extendVideoUrl: fields.url('extendVideoUrl'),
    referenceImageUrls: fields.urls('referenceImageUrls', 3),
  };
  const webhook = fields.url('webhook');

  const given = Object.entries(sources).flatMap(([name, value]) => (value === null ? [] : [name]));
  if (given.length > 1)
    for (const name of given) fields.refuse(name, `cannot be combined: send one of ${given.join(', ')}`);
  if (fields.problems.length > 0) return fields.problems;
  return { kind: 'video', prompt, model, aspectRatio, duration, ...sources, webhook };
}

/** What a video is made from. */
export interface VideoDetails extends VideoSources {
  id: string;
  /** Base name of its files, unlike the id. */
  fileName: string;
  createdDate: string;
  prompt: string;
  model: string;
  aspectRatio: string;
  duration: string;
}

/**
 * The list entry of a new video.
 *
 * @param folder where the account's files are, e.g. `http://127.0.0.1:4010/files/u-4471`.
 */
export function makeVideo(details: VideoDetails, folder: string): GeneratedVideo {
  const { id, createdDate, prompt, model, aspectRatio, duration } = details;
  const { firstFrameImageUrl, referenceImageUrls, extendVideoUrl } = details;
  const file = `${folder}/videos/${details.fileName}`;
  return {
    url: `${file}.mp4`,
    id,
    prompt,
    aspectRatio,
    createdDate,
    model,
    ...(VIDEO_SIZES[aspectRatio] ?? { width: 1280, height: 720 }),
    duration,
    previewImageUrl: `${file}_preview.jpg`,
    thumbnailImageUrl: `${file}_thumbnail.jpg`,
    lastFrameImageUrl: `${file}_last_frame.png`,
    ...(firstFrameImageUrl !== null && { firstFrameImageUrl }),
    ...(referenceImageUrls !== null && { referenceImageUrls }),
    ...(extendVideoUrl !== null && { extendVideoUrl }),
  };
}

/** A video's id: 33 characters that start with its date, as in Pictory's samples. @param tail 16 hexadecimal digits. */
export function videoId(createdDate: string, tail: string): string {
  return createdDate.replaceAll(/\D/g, '').slice(0, 17) + tail;
}

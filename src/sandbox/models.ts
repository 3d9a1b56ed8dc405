/** Pixels. */
export interface Size {
  width: number;
  height: number;
}

/** An image engine as Pictory prices it. Source: the table of `POST /v1/aistudio/images`; sizes are our invention. */
export interface ImageModel {
  /** By ratio; the first is the default. */
  sizes: Readonly<Record<string, Size>>;
  aiCreditsPerImage: number;
}

/** A video engine as Pictory prices it. Source: the table of `POST /v1/aistudio/videos`. */
export interface VideoModel {
  /** The first is the default. */
  aspectRatios: readonly string[];
  /** Written `8s`; the first is the default. */
  durations: readonly string[];
  aiCreditsPerSecond: number;
}

/** Engines of the early days and of today draw in slightly different sizes. */
const squareHd = {
  '1:1': { width: 1024, height: 1024 },
  '16:9': { width: 1280, height: 720 },
  '9:16': { width: 720, height: 1280 },
};
const tall = {
  '1:1': { width: 1024, height: 1024 },
  '16:9': { width: 1376, height: 768 },
  '9:16': { width: 768, height: 1376 },
};

/** What `POST /v1/aistudio/images` takes as `model`. */
export const IMAGE_MODELS: Readonly<Record<string, ImageModel>> = {
  'seedream3.0': { sizes: squareHd, aiCreditsPerImage: 2 },
  'flux-schnell': { sizes: squareHd, aiCreditsPerImage: 0.6 },
  nanobanana: { sizes: tall, aiCreditsPerImage: 4 },
  'nanobanana-pro': { sizes: tall, aiCreditsPerImage: 14 },
};

/** Used when a request for an image names no model. */
export const DEFAULT_IMAGE_MODEL = 'seedream3.0';

/** What `POST /v1/aistudio/images` takes as `style`. */
export const IMAGE_STYLES = [
  'photorealistic',
  'artistic',
  'cartoon',
  'minimalist',
  'vintage',
  'futuristic',
] as const;

/** What `POST /v1/aistudio/videos` takes as `model`. */
export const VIDEO_MODELS: Readonly<Record<string, VideoModel>> = {
  'veo3.1': { aspectRatios: ['16:9', '9:16'], durations: ['4s', '6s', '8s'], aiCreditsPerSecond: 20 },
  'veo3.1_fast': { aspectRatios: ['16:9', '9:16'], durations: ['4s', '6s', '8s'], aiCreditsPerSecond: 10 },
  'pixverse5.5': {
    aspectRatios: ['16:9', '9:16', '1:1', '3:4', '4:3'],
    durations: ['5s', '8s', '10s'],
    aiCreditsPerSecond: 1.6,
  },
};

/** Used when a request for a video names no model. */
export const DEFAULT_VIDEO_MODEL = 'pixverse5.5';

/** How large a video of a ratio is; there is a clip of each size in `media/`. */
export const VIDEO_SIZES: Readonly<Record<string, Size>> = {
  '16:9': { width: 1280, height: 720 },
  '9:16': { width: 720, height: 1280 },
  '1:1': { width: 720, height: 720 },
  '3:4': { width: 720, height: 960 },
  '4:3': { width: 960, height: 720 },
};

/** How long a job of a model takes, in ms: real ones take minutes, these are to be watched. */
export const JOB_TIMES_MS: Readonly<Record<string, number>> = {
  'seedream3.0': 2_500,
  'flux-schnell': 2_000,
  nanobanana: 3_000,
  'nanobanana-pro': 4_000,
  'pixverse5.5': 5_000,
  'veo3.1_fast': 7_000,
  'veo3.1': 9_000,
};

/** The price of one image; an engine that is no longer offered cost as much as the default one. */
export function imageCredits(model: string): number {
  return IMAGE_MODELS[model]?.aiCreditsPerImage ?? 2;
}

/** The price of one video. @param duration written `8s`. */
export function videoCredits(model: string, duration: string): number {
  const perSecond = VIDEO_MODELS[model]?.aiCreditsPerSecond ?? 1.6;
  // Prices have one decimal; the product of two such numbers in binary may have sixteen.
  return Math.round(perSecond * Number.parseFloat(duration) * 10) / 10;
}

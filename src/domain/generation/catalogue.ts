import { GatewayError } from '../errors.ts';
import { durationSeconds } from './duration.ts';

/** An image engine and what it takes. Names, ratios and styles are Pictory's, verbatim. */
export interface ImageModel {
  name: string;
  isDefault: boolean;
  /** The first is used when none is asked for. */
  aspectRatios: readonly string[];
  styles: readonly string[];
  /** Null: unknown. */
  creditsPerImage: number | null;
}

/** A video engine and what it takes. */
export interface VideoModel {
  name: string;
  isDefault: boolean;
  aspectRatios: readonly string[];
  /** Written `8s`. The first is used when none is asked for. Never empty. */
  durations: readonly string[];
  /** Null: unknown. */
  creditsPerSecond: number | null;
}

/** What can be chosen and what it costs. */
export interface Catalogue {
  /** Exactly one is the default. */
  imageModels: readonly ImageModel[];
  /** Exactly one is the default. */
  videoModels: readonly VideoModel[];
  /**
   * The price of `count` images (1 to 1000, default 1) of a model, or of the default one.
   *
   * @throws {GatewayError} `BAD_USER_INPUT`, naming what would be accepted.
   */
  estimateImageCredits(asked: ImageEstimateRequest): CreditEstimate;
  /** The price of `count` videos; without a duration, of the model's first. @throws as above. */
  estimateVideoCredits(asked: VideoEstimateRequest): CreditEstimate;
}

/** What to price; null and absent are the same. */
interface ImageEstimateRequest {
  model?: string | null | undefined;
  count?: number | null | undefined;
}

/** What to price; null and absent are the same. */
interface VideoEstimateRequest extends ImageEstimateRequest {
  duration?: string | null | undefined;
}

/** A price before it is paid. */
export interface CreditEstimate {
  /** AI credits, fractional; null when the price is unknown. */
  credits: number | null;
  /** The model that was priced. */
  model: string;
  count: number;
}

/** Models that extend the built-in ones, or replace those of the same name. */
export interface CatalogueExtension {
  imageModels: readonly ImageModel[];
  videoModels: readonly VideoModel[];
}

/** The styles that Pictory lists for images; they belong to no model in particular. */
export const IMAGE_STYLES: readonly string[] = [
  'photorealistic',
  'artistic',
  'cartoon',
  'minimalist',
  'vintage',
  'futuristic',
];

/** What Pictory's reference lists (facts.md 1.3 and 1.4), ratios and durations in its order. */
export const BUILT_IN_MODELS: CatalogueExtension = {
  imageModels: [
    imageModel('seedream3.0', 2, { isDefault: true }),
    imageModel('flux-schnell', 0.6),
    imageModel('nanobanana', 4),
    imageModel('nanobanana-pro', 14),
  ],
  videoModels: [
    {
      name: 'pixverse5.5',
      isDefault: true,
      aspectRatios: ['16:9', '9:16', '1:1', '3:4', '4:3'],
      durations: ['5s', '8s', '10s'],
      creditsPerSecond: 1.6,
    },
    veoModel('veo3.1', 20),
    veoModel('veo3.1_fast', 10),
  ],
};

/** The built-in models, with the extension's added or put in their place. A default among the latter takes over. */
export function createCatalogue(
  extension: CatalogueExtension = { imageModels: [], videoModels: [] },
): Catalogue {
  const imageModels = extend(BUILT_IN_MODELS.imageModels, extension.imageModels);
  const videoModels = extend(BUILT_IN_MODELS.videoModels, extension.videoModels);
  return {
    imageModels,
    videoModels,
    estimateImageCredits(asked) {
      const model = pickModel(imageModels, asked.model);
      const count = checkCount(asked.count);
      return { credits: imageCredits(model, count), model: model.name, count };
    },
    estimateVideoCredits(asked) {
      const model = pickModel(videoModels, asked.model);
      const duration = asked.duration ?? model.durations[0] ?? '';
      if (!model.durations.includes(duration)) {
        throw new GatewayError(
          'BAD_USER_INPUT',
          `duration: ${model.name} makes ${model.durations.join(', ')}.`,
        );
      }
      const count = checkCount(asked.count);
      return { credits: videoCredits(model, duration, count), model: model.name, count };
    },
  };
}

/** The model of that name, or the default one when none is named; null when there is none of that name. */
export function findModel<Model extends { name: string; isDefault: boolean }>(
  models: readonly Model[],
  name: string | null | undefined,
): Model | null {
  return models.find((model) => (name == null ? model.isDefault : model.name === name)) ?? null;
}

/** AI credits for `count` images; null when the price is unknown. */
export function imageCredits(model: ImageModel, count = 1): number | null {
  return model.creditsPerImage === null ? null : roundCredits(model.creditsPerImage * count);
}

/** AI credits for `count` videos; null when the price, or what the duration amounts to, is unknown. */
export function videoCredits(model: VideoModel, duration: string, count = 1): number | null {
  const seconds = durationSeconds(duration);
  if (seconds === null || model.creditsPerSecond === null) return null;
  return roundCredits(model.creditsPerSecond * seconds * count);
}

/** A sum of credits as it would be written by hand: 3 × 0.6 is 1.8, not 1.7999999999999998. */
export function roundCredits(credits: number): number {
  return Math.round(credits * 1e6) / 1e6;
}

const MAX_ESTIMATE_COUNT = 1000;

function checkCount(count: number | null | undefined): number {
  const asked = count ?? 1;
  if (!Number.isInteger(asked) || asked < 1 || asked > MAX_ESTIMATE_COUNT) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `count: a whole number from 1 to ${MAX_ESTIMATE_COUNT} is needed.`,
    );
  }
  return asked;
}

function pickModel<Model extends { name: string; isDefault: boolean }>(
  models: readonly Model[],
  name: string | null | undefined,
): Model {
  const model = findModel(models, name);
  if (!model) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `model: choose one of ${models.map((known) => known.name).join(', ')}.`,
    );
  }
  return model;
}

function extend<Model extends { name: string; isDefault: boolean }>(
  builtIn: readonly Model[],
  added: readonly Model[],
): Model[] {
  const models = new Map([...builtIn, ...added].map((model) => [model.name, model]));
  const newDefault = added.find((model) => model.isDefault);
  return [...models.values()].map((model) =>
    newDefault ? { ...model, isDefault: model.name === newDefault.name } : model,
  );
}

function imageModel(name: string, creditsPerImage: number, { isDefault = false } = {}): ImageModel {
  return { name, isDefault, aspectRatios: ['1:1', '16:9', '9:16'], styles: IMAGE_STYLES, creditsPerImage };
}

function veoModel(name: string, creditsPerSecond: number): VideoModel {
  return {
    name,
    isDefault: false,
    aspectRatios: ['16:9', '9:16'],
    durations: ['4s', '6s', '8s'],
    creditsPerSecond,
  };
}

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
  /** Written `8s`. The first is used when none is asked for. */
  durations: readonly string[];
  creditsPerSecond: number | null;
}

/** What can be chosen and what it costs. */
export interface Catalogue {
  imageModels: readonly ImageModel[];
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
export interface ImageEstimateRequest {
  model?: string | null | undefined;
  count?: number | null | undefined;
}

/** What to price; null and absent are the same. */
export interface VideoEstimateRequest extends ImageEstimateRequest {
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

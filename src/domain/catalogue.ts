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
}

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

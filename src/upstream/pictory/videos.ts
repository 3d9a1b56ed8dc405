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

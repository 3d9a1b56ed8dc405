/** What one read of a job said. Every job of every Pictory feature has this shape. */
export interface JobReading {
  jobId: string;
  /** Verbatim `data.status`; `failed` when the answer carries a failure but no status. */
  pictoryStatus: string;
  url: string | null;
  width: number | null;
  height: number | null;
  duration: string | null;
  previewImageUrl: string | null;
  thumbnailImageUrl: string | null;
  lastFrameImageUrl: string | null;
  aiCreditsUsed: number | null;
  /** Text, also where Pictory sends a number. */
  errorCode: string | null;
  errorMessage: string | null;
}

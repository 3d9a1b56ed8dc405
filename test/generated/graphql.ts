/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which images and videos to list. All that is given has to hold; of a list, one value has to match exactly. What is absent or null holds for everything; a list has 1 to 100 values. An item of which Pictory does not tell the value does not match. Pictory itself cannot search: the gateway looks through the list and stops after so many pages, fewer than without a filter; see the connection's `truncated`. */
export type AssetFilter = {
  /** Asked for in one of these ratios, such as `16:9`. */
  aspectRatios?: Array<string> | null | undefined;
  /** Created at this time or later. Ends the search there, so that it saves reading what is older. ISO 8601; without a zone, UTC. */
  createdAfter?: string | null | undefined;
  /** Created earlier than this time, and not at it. Has to be later than `createdAfter`. ISO 8601; without a zone, UTC. */
  createdBefore?: string | null | undefined;
  /** Only these kinds. The list of the other is not read. */
  kinds?: Array<AssetKind> | null | undefined;
  /** Made by one of these engines, named as in `model`, such as `seedream3.0`. */
  models?: Array<string> | null | undefined;
  /** With this text somewhere in the prompt, in capitals or not. Not empty, at most 500 characters. */
  promptContains?: string | null | undefined;
  /** Asked for in one of these styles, such as `vintage`. Videos have none, and so do not match. */
  styles?: Array<string> | null | undefined;
};

/** What a library holds. */
export type AssetKind =
  /** Pictures. */
  | 'IMAGE'
  /** Videos. */
  | 'VIDEO';

/** What to make an image from. All of it is checked before anything is sent or spent; what is wrong comes back as `InvalidInputError`, with the accepted values. */
export type GenerateImageInput = {
  /** One of the model's `aspectRatios`, such as `16:9`. Without it, Pictory takes the first. */
  aspectRatio?: string | null | undefined;
  /** Makes the request safe to repeat: text of 1 to 255 characters that you make up, such as a UUID. For 24 hours an equal request with the same key gets the job that the first one started, with `replayed: true`, and buys nothing. When nobody can tell whether the first one was accepted, a repeat is told so with `OutcomeUnknownError`, and nothing is sent again. Where the operator runs the gateway without Redis, it remembers this in its process only: after a restart a repeat is a new request. All generation fields share one space of keys. An `Idempotency-Key` header does the same for a request with a single generation field that names no key. */
  idempotencyKey?: string | null | undefined;
  /** The most it may cost, in AI credits. What would cost more, or has no known price, is refused with `CreditLimitError`. */
  maxCredits?: number | null | undefined;
  /** One of `imageModels`. Without it, the default one. Decides the price. */
  model?: string | null | undefined;
  /** What to show, in 5 to 5,000 characters (Unicode code points; blanks at the ends count). */
  prompt: string;
  /** A picture to model it on. Pictory fetches it: it must be readable without login or cookies. */
  referenceImageUrl?: string | null | undefined;
  /** One of the model's `styles`, such as `vintage`. Without it, none. */
  style?: string | null | undefined;
  /** An address of yours for Pictory to call when the job has ended. The call is not signed and its body not documented: take it as a hint to read the job. Pictory must be able to reach it: a private or reserved host is refused with `InvalidInputError`, unless the operator allows it. Without it, watch the job with `jobUpdated`. */
  webhook?: string | null | undefined;
};

/** What to make a video from. All of it is checked before anything is sent or spent; what is wrong comes back as `InvalidInputError`, with the accepted values. Videos have no `style`: say it in the prompt. */
export type GenerateVideoInput = {
  /** One of the model's `aspectRatios`, such as `16:9`. Without it, Pictory takes the first. */
  aspectRatio?: string | null | undefined;
  /** One of the model's `durations`, such as `8s`. Without it, the first. The price grows with it. */
  duration?: string | null | undefined;
  /** Makes the request safe to repeat: text of 1 to 255 characters that you make up, such as a UUID. For 24 hours an equal request with the same key gets the job that the first one started, with `replayed: true`, and buys nothing. When nobody can tell whether the first one was accepted, a repeat is told so with `OutcomeUnknownError`, and nothing is sent again. Where the operator runs the gateway without Redis, it remembers this in its process only: after a restart a repeat is a new request. All generation fields share one space of keys. An `Idempotency-Key` header does the same for a request with a single generation field that names no key. */
  idempotencyKey?: string | null | undefined;
  /** The most it may cost, in AI credits. What would cost more, or has no known price, is refused with `CreditLimitError`. */
  maxCredits?: number | null | undefined;
  /** One of `videoModels`. Without it, the default one. Decides the price per second. */
  model?: string | null | undefined;
  /** What to show, in 5 to 5,000 characters (Unicode code points; blanks at the ends count). */
  prompt: string;
  /** A picture, a video or reference pictures to start from. Without it, the prompt is all there is. */
  source?: VideoSourceInput | null | undefined;
  /** An address of yours for Pictory to call when the job has ended. The call is not signed and its body not documented: take it as a hint to read the job. Pictory must be able to reach it: a private or reserved host is refused with `InvalidInputError`, unless the operator allows it. Without it, watch the job with `jobUpdated`. */
  webhook?: string | null | undefined;
};

/** What a job makes. */
export type JobKind =
  /** An AI Studio image. */
  | 'IMAGE'
  /** Work of another Pictory feature, such as a transcription or the rendering of a storyboard. */
  | 'OTHER'
  /** An AI Studio video. */
  | 'VIDEO';

/** What the state of a job amounts to. */
export type JobStatus =
  /** The job has ended, and its files have been deleted for good since. Final. */
  | 'CLEANED'
  /** Done: `output` says what came of it. Final. */
  | 'COMPLETED'
  /** Ended without a result: `error` says why. Final. */
  | 'FAILED'
  /** Being worked on. */
  | 'IN_PROGRESS'
  /** A state that this gateway does not know; `pictoryStatus` has its name. Treated like `IN_PROGRESS`: keep watching. */
  | 'UNKNOWN';

/** What the state of a PixVerse image amounts to. */
export type PixverseImageStatus =
  /** Done: `url` says where it is. */
  | 'COMPLETED'
  /** Being made. */
  | 'GENERATING'
  /** Refused by moderation, before or after it was made: as a rule there is no picture. */
  | 'MODERATED'
  /** Being finished. */
  | 'PROCESSING'
  /** Waiting for its turn: `queue` may say for how long. */
  | 'QUEUED'
  /** A state that this gateway does not know: see `statusName` and `statusCode`. Go by `isFinal`. */
  | 'UNKNOWN';

/** What a video is made from besides its prompt: exactly one of these. Pictory fetches the media itself: they must be readable without login or cookies. */
export type VideoSourceInput =
  {   /** A video of your own to go on from: the global id `Video:…`, or `Job:…` of a finished job that made one. Its last frame becomes the first frame of the new video. Takes no bare Pictory id. */
  continueVideo: string; extendVideoUrl?: never; firstFrameImageUrl?: never; referenceImageUrls?: never; }
  |  { continueVideo?: never;   /** A video to go on from, with a new segment. */
  extendVideoUrl: string; firstFrameImageUrl?: never; referenceImageUrls?: never; }
  |  { continueVideo?: never; extendVideoUrl?: never;   /** A picture for the video to start with. */
  firstFrameImageUrl: string; referenceImageUrls?: never; }
  |  { continueVideo?: never; extendVideoUrl?: never; firstFrameImageUrl?: never;   /** 1 to 3 pictures of the subjects that the video is to show. */
  referenceImageUrls: Array<string>; };

export type AccountQueryVariables = Exact<{
  month?: number | null | undefined;
  year?: number | null | undefined;
}>;


export type AccountQuery = { account: { creditTransactions: Array<{ transactionId: string | null, type: string | null, amount: number | null, source: string | null, description: string | null, plan: string | null, transactionDate: string | null }> | null, quota: { videoMinutes: { used: number | null, limit: number | null } | null, transcriptionMinutes: { used: number | null, limit: number | null } | null, elevenLabsVoiceOverMinutes: { used: number | null, limit: number | null } | null, aiCredits: { used: number | null, limit: number | null } | null } | null } | null };

export type AccountFieldsFragment = { quota: { videoMinutes: { used: number | null, limit: number | null } | null, transcriptionMinutes: { used: number | null, limit: number | null } | null, elevenLabsVoiceOverMinutes: { used: number | null, limit: number | null } | null, aiCredits: { used: number | null, limit: number | null } | null } | null };

export type AssetsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: AssetFilter | null | undefined;
}>;


export type AssetsQuery = { assets: { truncated: boolean, edges: Array<{ cursor: string, node:
        | { __typename: 'Image', id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null }
        | { __typename: 'Video', id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null }
       | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type CatalogueQueryVariables = Exact<{ [key: string]: never; }>;


export type CatalogueQuery = { imageModels: Array<{ name: string, isDefault: boolean, aspectRatios: Array<string>, styles: Array<string>, creditsPerImage: number | null }>, videoModels: Array<{ name: string, isDefault: boolean, aspectRatios: Array<string>, durations: Array<string>, creditsPerSecond: number | null }> };

export type CleanJobMutationVariables = Exact<{
  id: string;
}>;


export type CleanJobMutation = { cleanJob:
    | { __typename: 'CleanJobPayload', job: { id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, output:
          | { url: string, width: number | null, height: number | null }
          | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
         | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null } }
    | { __typename: 'JobNotFinishedError', message: string, code: string }
    | { __typename: 'RejectedByPictoryError', pictoryCode: string | null, message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> }
   | null };

export type EstimatesQueryVariables = Exact<{
  imageModel?: string | null | undefined;
  videoModel?: string | null | undefined;
  duration?: string | null | undefined;
  count?: number | null | undefined;
}>;


export type EstimatesQuery = { estimateImageCredits: { credits: number | null, model: string, count: number } | null, estimateVideoCredits: { credits: number | null, model: string, count: number } | null };

export type ImageFieldsFragment = { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null };

export type VideoFieldsFragment = { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null };

export type JobFieldsFragment = { id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, output:
    | { url: string, width: number | null, height: number | null }
    | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
   | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null };

type FailureFields_CreditLimitError_Fragment = { credits: number | null, maxCredits: number, message: string, code: string };

type FailureFields_IdempotencyConflictError_Fragment = { message: string, code: string };

type FailureFields_InvalidInputError_Fragment = { message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> };

type FailureFields_JobNotFinishedError_Fragment = { message: string, code: string };

type FailureFields_NotStartedError_Fragment = { retryable: boolean, retryAfterSeconds: number | null, message: string, code: string };

type FailureFields_OutcomeUnknownError_Fragment = { sentAt: string, message: string, code: string };

type FailureFields_RejectedByPictoryError_Fragment = { pictoryCode: string | null, message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> };

export type FailureFieldsFragment =
  | FailureFields_CreditLimitError_Fragment
  | FailureFields_IdempotencyConflictError_Fragment
  | FailureFields_InvalidInputError_Fragment
  | FailureFields_JobNotFinishedError_Fragment
  | FailureFields_NotStartedError_Fragment
  | FailureFields_OutcomeUnknownError_Fragment
  | FailureFields_RejectedByPictoryError_Fragment
;

export type PageFieldsFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type PixverseImageFieldsFragment = { id: string, status: PixverseImageStatus, statusName: string | null, statusCode: number | null, isFinal: boolean, url: string | null, prompt: string | null, model: string | null, quality: string | null, aspectRatio: string | null, width: number | null, height: number | null, seed: number | null, createMode: string | null, referenceImageUrls: Array<string> | null, hasWatermark: boolean | null, createdAt: string | null, updatedAt: string | null, observedAt: string, queue: { estimatedGenTime: number | null, processingStartTime: string | null, queueCount: number | null, queueTime: number | null } | null };

export type GenerateImageMutationVariables = Exact<{
  input: GenerateImageInput;
  waitSeconds?: number | null | undefined;
}>;


export type GenerateImageMutation = { generateImage:
    | { __typename: 'CreditLimitError', credits: number | null, maxCredits: number, message: string, code: string }
    | { __typename: 'GenerateImagePayload', jobId: string, replayed: boolean, job: { id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, image: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null } | null, output:
          | { url: string, width: number | null, height: number | null }
          | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
         | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null } }
    | { __typename: 'IdempotencyConflictError', message: string, code: string }
    | { __typename: 'InvalidInputError', message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> }
    | { __typename: 'NotStartedError', retryable: boolean, retryAfterSeconds: number | null, message: string, code: string }
    | { __typename: 'OutcomeUnknownError', sentAt: string, message: string, code: string }
    | { __typename: 'RejectedByPictoryError', pictoryCode: string | null, message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> }
   | null };

export type GenerateImagesMutationVariables = Exact<{
  inputs: Array<GenerateImageInput> | GenerateImageInput;
  maxCredits?: number | null | undefined;
  waitSeconds?: number | null | undefined;
}>;


export type GenerateImagesMutation = { generateImages: Array<
    | { __typename: 'CreditLimitError', credits: number | null, maxCredits: number, message: string, code: string }
    | { __typename: 'GenerateImagePayload', jobId: string, replayed: boolean, job: { id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, image: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null } | null, output:
          | { url: string, width: number | null, height: number | null }
          | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
         | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null } }
    | { __typename: 'IdempotencyConflictError', message: string, code: string }
    | { __typename: 'InvalidInputError', message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> }
    | { __typename: 'NotStartedError', retryable: boolean, retryAfterSeconds: number | null, message: string, code: string }
    | { __typename: 'OutcomeUnknownError', sentAt: string, message: string, code: string }
    | { __typename: 'RejectedByPictoryError', pictoryCode: string | null, message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> }
  > | null };

export type GenerateVideoMutationVariables = Exact<{
  input: GenerateVideoInput;
  waitSeconds?: number | null | undefined;
}>;


export type GenerateVideoMutation = { generateVideo:
    | { __typename: 'CreditLimitError', credits: number | null, maxCredits: number, message: string, code: string }
    | { __typename: 'GenerateVideoPayload', jobId: string, replayed: boolean, job: { id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, video: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null } | null, output:
          | { url: string, width: number | null, height: number | null }
          | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
         | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null } }
    | { __typename: 'IdempotencyConflictError', message: string, code: string }
    | { __typename: 'InvalidInputError', message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> }
    | { __typename: 'NotStartedError', retryable: boolean, retryAfterSeconds: number | null, message: string, code: string }
    | { __typename: 'OutcomeUnknownError', sentAt: string, message: string, code: string }
    | { __typename: 'RejectedByPictoryError', pictoryCode: string | null, message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> }
   | null };

export type GenerateVideosMutationVariables = Exact<{
  inputs: Array<GenerateVideoInput> | GenerateVideoInput;
  maxCredits?: number | null | undefined;
  waitSeconds?: number | null | undefined;
}>;


export type GenerateVideosMutation = { generateVideos: Array<
    | { __typename: 'CreditLimitError', credits: number | null, maxCredits: number, message: string, code: string }
    | { __typename: 'GenerateVideoPayload', jobId: string, replayed: boolean, job: { id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, video: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null } | null, output:
          | { url: string, width: number | null, height: number | null }
          | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
         | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null } }
    | { __typename: 'IdempotencyConflictError', message: string, code: string }
    | { __typename: 'InvalidInputError', message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> }
    | { __typename: 'NotStartedError', retryable: boolean, retryAfterSeconds: number | null, message: string, code: string }
    | { __typename: 'OutcomeUnknownError', sentAt: string, message: string, code: string }
    | { __typename: 'RejectedByPictoryError', pictoryCode: string | null, message: string, code: string, issues: Array<{ path: Array<string>, message: string, accepted: Array<string> | null }> }
  > | null };

export type ImageQueryVariables = Exact<{
  id: string;
}>;


export type ImageQuery = { image: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null } | null };

export type ImagesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ImagesQuery = { images: { truncated: boolean, edges: Array<{ cursor: string, node: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type JobUpdatedSubscriptionVariables = Exact<{
  id: string;
}>;


export type JobUpdatedSubscription = { jobUpdated: { id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, image: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null } | null, video: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null } | null, output:
      | { url: string, width: number | null, height: number | null }
      | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
     | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null } };

export type JobQueryVariables = Exact<{
  id: string;
  waitSeconds?: number | null | undefined;
}>;


export type JobQuery = { job: { id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, image: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null } | null, video: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null } | null, output:
      | { url: string, width: number | null, height: number | null }
      | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
     | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null } | null };

export type JobsByIdsQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type JobsByIdsQuery = { jobsByIds: Array<{ id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, image: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null } | null, video: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null } | null, output:
      | { url: string, width: number | null, height: number | null }
      | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
     | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null } | null> };

export type JobsUpdatedSubscriptionVariables = Exact<{
  ids: Array<string> | string;
}>;


export type JobsUpdatedSubscription = { jobsUpdated: { id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, output:
      | { url: string, width: number | null, height: number | null }
      | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
     | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null } };

export type JobsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type JobsQuery = { jobs: { truncated: boolean, edges: Array<{ cursor: string, node: { id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, output:
          | { url: string, width: number | null, height: number | null }
          | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
         | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type NodeQueryVariables = Exact<{
  id: string;
}>;


export type NodeQuery = { node:
    | { __typename: 'Image', id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null }
    | { __typename: 'Job', id: string, pictoryId: string, kind: JobKind | null, status: JobStatus, pictoryStatus: string, isFinal: boolean, aiCreditsUsed: number | null, createdAt: string | null, observedAt: string, output:
        | { url: string, width: number | null, height: number | null }
        | { url: string, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null }
       | null, error: { code: string | null, message: string } | null, request: { prompt: string, model: string, aspectRatio: string | null, style: string | null, duration: string | null, referenceImageUrl: string | null, firstFrameImageUrl: string | null, extendVideoUrl: string | null, referenceImageUrls: Array<string> | null } | null }
    | { __typename: 'PixverseImage', isFinal: boolean, id: string, pixverseStatus: PixverseImageStatus, pixverseUrl: string | null }
    | { __typename: 'Video', id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null }
   | null };

export type NodesQueryVariables = Exact<{
  ids: Array<string> | string;
}>;


export type NodesQuery = { nodes: Array<
    | { __typename: 'Image', url: string, createdDate: string, prompt: string | null, id: string }
    | { __typename: 'Job', status: JobStatus, id: string }
    | { __typename: 'PixverseImage', id: string }
    | { __typename: 'Video', url: string, createdDate: string, prompt: string | null, id: string }
   | null> };

export type PixverseImageUpdatedSubscriptionVariables = Exact<{
  id: string;
}>;


export type PixverseImageUpdatedSubscription = { pixverseImageUpdated: { id: string, status: PixverseImageStatus, statusName: string | null, statusCode: number | null, isFinal: boolean, url: string | null, prompt: string | null, model: string | null, quality: string | null, aspectRatio: string | null, width: number | null, height: number | null, seed: number | null, createMode: string | null, referenceImageUrls: Array<string> | null, hasWatermark: boolean | null, createdAt: string | null, updatedAt: string | null, observedAt: string, queue: { estimatedGenTime: number | null, processingStartTime: string | null, queueCount: number | null, queueTime: number | null } | null } };

export type PixverseImageQueryVariables = Exact<{
  id: string;
}>;


export type PixverseImageQuery = { pixverse: { image: { id: string, status: PixverseImageStatus, statusName: string | null, statusCode: number | null, isFinal: boolean, url: string | null, prompt: string | null, model: string | null, quality: string | null, aspectRatio: string | null, width: number | null, height: number | null, seed: number | null, createMode: string | null, referenceImageUrls: Array<string> | null, hasWatermark: boolean | null, createdAt: string | null, updatedAt: string | null, observedAt: string, queue: { estimatedGenTime: number | null, processingStartTime: string | null, queueCount: number | null, queueTime: number | null } | null } | null } | null };

export type PixverseImagesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  email?: string | null | undefined;
}>;


export type PixverseImagesQuery = { pixverse: { images: { totalCount: number | null, truncated: boolean, edges: Array<{ cursor: string, node: { id: string, status: PixverseImageStatus, statusName: string | null, statusCode: number | null, isFinal: boolean, url: string | null, prompt: string | null, model: string | null, quality: string | null, aspectRatio: string | null, width: number | null, height: number | null, seed: number | null, createMode: string | null, referenceImageUrls: Array<string> | null, hasWatermark: boolean | null, createdAt: string | null, updatedAt: string | null, observedAt: string, queue: { estimatedGenTime: number | null, processingStartTime: string | null, queueCount: number | null, queueTime: number | null } | null } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null } | null };

export type VideoQueryVariables = Exact<{
  id: string;
}>;


export type VideoQuery = { video: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null } | null };

export type VideosQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type VideosQuery = { videos: { truncated: boolean, edges: Array<{ cursor: string, node: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type WallQueryVariables = Exact<{ [key: string]: never; }>;


export type WallQuery = { images: { truncated: boolean, edges: Array<{ cursor: string, node: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, style: string | null, referenceImageUrl: string | null } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, videos: { truncated: boolean, edges: Array<{ cursor: string, node: { id: string, pictoryId: string, url: string, createdDate: string, prompt: string | null, model: string | null, aspectRatio: string | null, width: number | null, height: number | null, duration: string | null, durationSeconds: number | null, previewImageUrl: string | null, thumbnailImageUrl: string | null, lastFrameImageUrl: string | null, firstFrameImageUrl: string | null, referenceImageUrls: Array<string> | null, extendVideoUrl: string | null } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null, account: { quota: { videoMinutes: { used: number | null, limit: number | null } | null, transcriptionMinutes: { used: number | null, limit: number | null } | null, elevenLabsVoiceOverMinutes: { used: number | null, limit: number | null } | null, aiCredits: { used: number | null, limit: number | null } | null } | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const AccountFieldsFragmentDoc = new TypedDocumentString(`
    fragment AccountFields on PictoryAccount {
  quota {
    videoMinutes {
      used
      limit
    }
    transcriptionMinutes {
      used
      limit
    }
    elevenLabsVoiceOverMinutes {
      used
      limit
    }
    aiCredits {
      used
      limit
    }
  }
}
    `, {"fragmentName":"AccountFields"}) as unknown as TypedDocumentString<AccountFieldsFragment, unknown>;
export const ImageFieldsFragmentDoc = new TypedDocumentString(`
    fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}
    `, {"fragmentName":"ImageFields"}) as unknown as TypedDocumentString<ImageFieldsFragment, unknown>;
export const VideoFieldsFragmentDoc = new TypedDocumentString(`
    fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}
    `, {"fragmentName":"VideoFields"}) as unknown as TypedDocumentString<VideoFieldsFragment, unknown>;
export const JobFieldsFragmentDoc = new TypedDocumentString(`
    fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}
    `, {"fragmentName":"JobFields"}) as unknown as TypedDocumentString<JobFieldsFragment, unknown>;
export const FailureFieldsFragmentDoc = new TypedDocumentString(`
    fragment FailureFields on PictoryError {
  message
  code
  ... on InvalidInputError {
    issues {
      path
      message
      accepted
    }
  }
  ... on CreditLimitError {
    credits
    maxCredits
  }
  ... on RejectedByPictoryError {
    pictoryCode
    issues {
      path
      message
      accepted
    }
  }
  ... on NotStartedError {
    retryable
    retryAfterSeconds
  }
  ... on OutcomeUnknownError {
    sentAt
  }
}
    `, {"fragmentName":"FailureFields"}) as unknown as TypedDocumentString<FailureFieldsFragment, unknown>;
export const PageFieldsFragmentDoc = new TypedDocumentString(`
    fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"PageFields"}) as unknown as TypedDocumentString<PageFieldsFragment, unknown>;
export const PixverseImageFieldsFragmentDoc = new TypedDocumentString(`
    fragment PixverseImageFields on PixverseImage {
  id
  status
  statusName
  statusCode
  isFinal
  url
  prompt
  model
  quality
  aspectRatio
  width
  height
  seed
  createMode
  referenceImageUrls
  hasWatermark
  queue {
    estimatedGenTime
    processingStartTime
    queueCount
    queueTime
  }
  createdAt
  updatedAt
  observedAt
}
    `, {"fragmentName":"PixverseImageFields"}) as unknown as TypedDocumentString<PixverseImageFieldsFragment, unknown>;
export const AccountDocument = new TypedDocumentString(`
    query Account($month: Int, $year: Int) {
  account {
    ...AccountFields
    creditTransactions(month: $month, year: $year) {
      transactionId
      type
      amount
      source
      description
      plan
      transactionDate
    }
  }
}
    fragment AccountFields on PictoryAccount {
  quota {
    videoMinutes {
      used
      limit
    }
    transcriptionMinutes {
      used
      limit
    }
    elevenLabsVoiceOverMinutes {
      used
      limit
    }
    aiCredits {
      used
      limit
    }
  }
}`) as unknown as TypedDocumentString<AccountQuery, AccountQueryVariables>;
export const AssetsDocument = new TypedDocumentString(`
    query Assets($first: Int, $after: String, $filter: AssetFilter) {
  assets(first: $first, after: $after, filter: $filter) {
    edges {
      cursor
      node {
        __typename
        ...ImageFields
        ...VideoFields
      }
    }
    pageInfo {
      ...PageFields
    }
    truncated
  }
}
    fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}
fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}
fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<AssetsQuery, AssetsQueryVariables>;
export const CatalogueDocument = new TypedDocumentString(`
    query Catalogue {
  imageModels {
    name
    isDefault
    aspectRatios
    styles
    creditsPerImage
  }
  videoModels {
    name
    isDefault
    aspectRatios
    durations
    creditsPerSecond
  }
}
    `) as unknown as TypedDocumentString<CatalogueQuery, CatalogueQueryVariables>;
export const CleanJobDocument = new TypedDocumentString(`
    mutation CleanJob($id: ID!) {
  cleanJob(id: $id) {
    __typename
    ... on CleanJobPayload {
      job {
        ...JobFields
      }
    }
    ...FailureFields
  }
}
    fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}
fragment FailureFields on PictoryError {
  message
  code
  ... on InvalidInputError {
    issues {
      path
      message
      accepted
    }
  }
  ... on CreditLimitError {
    credits
    maxCredits
  }
  ... on RejectedByPictoryError {
    pictoryCode
    issues {
      path
      message
      accepted
    }
  }
  ... on NotStartedError {
    retryable
    retryAfterSeconds
  }
  ... on OutcomeUnknownError {
    sentAt
  }
}`) as unknown as TypedDocumentString<CleanJobMutation, CleanJobMutationVariables>;
export const EstimatesDocument = new TypedDocumentString(`
    query Estimates($imageModel: String, $videoModel: String, $duration: String, $count: Int) {
  estimateImageCredits(model: $imageModel, count: $count) {
    credits
    model
    count
  }
  estimateVideoCredits(model: $videoModel, duration: $duration, count: $count) {
    credits
    model
    count
  }
}
    `) as unknown as TypedDocumentString<EstimatesQuery, EstimatesQueryVariables>;
export const GenerateImageDocument = new TypedDocumentString(`
    mutation GenerateImage($input: GenerateImageInput!, $waitSeconds: Int) {
  generateImage(input: $input) {
    __typename
    ... on GenerateImagePayload {
      jobId
      replayed
      job(waitSeconds: $waitSeconds) {
        ...JobFields
        image {
          ...ImageFields
        }
      }
    }
    ...FailureFields
  }
}
    fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}
fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}
fragment FailureFields on PictoryError {
  message
  code
  ... on InvalidInputError {
    issues {
      path
      message
      accepted
    }
  }
  ... on CreditLimitError {
    credits
    maxCredits
  }
  ... on RejectedByPictoryError {
    pictoryCode
    issues {
      path
      message
      accepted
    }
  }
  ... on NotStartedError {
    retryable
    retryAfterSeconds
  }
  ... on OutcomeUnknownError {
    sentAt
  }
}`) as unknown as TypedDocumentString<GenerateImageMutation, GenerateImageMutationVariables>;
export const GenerateImagesDocument = new TypedDocumentString(`
    mutation GenerateImages($inputs: [GenerateImageInput!]!, $maxCredits: Float, $waitSeconds: Int) {
  generateImages(inputs: $inputs, maxCredits: $maxCredits) {
    __typename
    ... on GenerateImagePayload {
      jobId
      replayed
      job(waitSeconds: $waitSeconds) {
        ...JobFields
        image {
          ...ImageFields
        }
      }
    }
    ...FailureFields
  }
}
    fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}
fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}
fragment FailureFields on PictoryError {
  message
  code
  ... on InvalidInputError {
    issues {
      path
      message
      accepted
    }
  }
  ... on CreditLimitError {
    credits
    maxCredits
  }
  ... on RejectedByPictoryError {
    pictoryCode
    issues {
      path
      message
      accepted
    }
  }
  ... on NotStartedError {
    retryable
    retryAfterSeconds
  }
  ... on OutcomeUnknownError {
    sentAt
  }
}`) as unknown as TypedDocumentString<GenerateImagesMutation, GenerateImagesMutationVariables>;
export const GenerateVideoDocument = new TypedDocumentString(`
    mutation GenerateVideo($input: GenerateVideoInput!, $waitSeconds: Int) {
  generateVideo(input: $input) {
    __typename
    ... on GenerateVideoPayload {
      jobId
      replayed
      job(waitSeconds: $waitSeconds) {
        ...JobFields
        video {
          ...VideoFields
        }
      }
    }
    ...FailureFields
  }
}
    fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}
fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}
fragment FailureFields on PictoryError {
  message
  code
  ... on InvalidInputError {
    issues {
      path
      message
      accepted
    }
  }
  ... on CreditLimitError {
    credits
    maxCredits
  }
  ... on RejectedByPictoryError {
    pictoryCode
    issues {
      path
      message
      accepted
    }
  }
  ... on NotStartedError {
    retryable
    retryAfterSeconds
  }
  ... on OutcomeUnknownError {
    sentAt
  }
}`) as unknown as TypedDocumentString<GenerateVideoMutation, GenerateVideoMutationVariables>;
export const GenerateVideosDocument = new TypedDocumentString(`
    mutation GenerateVideos($inputs: [GenerateVideoInput!]!, $maxCredits: Float, $waitSeconds: Int) {
  generateVideos(inputs: $inputs, maxCredits: $maxCredits) {
    __typename
    ... on GenerateVideoPayload {
      jobId
      replayed
      job(waitSeconds: $waitSeconds) {
        ...JobFields
        video {
          ...VideoFields
        }
      }
    }
    ...FailureFields
  }
}
    fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}
fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}
fragment FailureFields on PictoryError {
  message
  code
  ... on InvalidInputError {
    issues {
      path
      message
      accepted
    }
  }
  ... on CreditLimitError {
    credits
    maxCredits
  }
  ... on RejectedByPictoryError {
    pictoryCode
    issues {
      path
      message
      accepted
    }
  }
  ... on NotStartedError {
    retryable
    retryAfterSeconds
  }
  ... on OutcomeUnknownError {
    sentAt
  }
}`) as unknown as TypedDocumentString<GenerateVideosMutation, GenerateVideosMutationVariables>;
export const ImageDocument = new TypedDocumentString(`
    query Image($id: ID!) {
  image(id: $id) {
    ...ImageFields
  }
}
    fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}`) as unknown as TypedDocumentString<ImageQuery, ImageQueryVariables>;
export const ImagesDocument = new TypedDocumentString(`
    query Images($first: Int, $after: String) {
  images(first: $first, after: $after) {
    edges {
      cursor
      node {
        ...ImageFields
      }
    }
    pageInfo {
      ...PageFields
    }
    truncated
  }
}
    fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}
fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ImagesQuery, ImagesQueryVariables>;
export const JobUpdatedDocument = new TypedDocumentString(`
    subscription JobUpdated($id: ID!) {
  jobUpdated(id: $id) {
    ...JobFields
    image {
      ...ImageFields
    }
    video {
      ...VideoFields
    }
  }
}
    fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}
fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}
fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}`) as unknown as TypedDocumentString<JobUpdatedSubscription, JobUpdatedSubscriptionVariables>;
export const JobDocument = new TypedDocumentString(`
    query Job($id: ID!, $waitSeconds: Int) {
  job(id: $id, waitSeconds: $waitSeconds) {
    ...JobFields
    image {
      ...ImageFields
    }
    video {
      ...VideoFields
    }
  }
}
    fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}
fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}
fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}`) as unknown as TypedDocumentString<JobQuery, JobQueryVariables>;
export const JobsByIdsDocument = new TypedDocumentString(`
    query JobsByIds($ids: [ID!]!) {
  jobsByIds(ids: $ids) {
    ...JobFields
    image {
      ...ImageFields
    }
    video {
      ...VideoFields
    }
  }
}
    fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}
fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}
fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}`) as unknown as TypedDocumentString<JobsByIdsQuery, JobsByIdsQueryVariables>;
export const JobsUpdatedDocument = new TypedDocumentString(`
    subscription JobsUpdated($ids: [ID!]!) {
  jobsUpdated(ids: $ids) {
    ...JobFields
  }
}
    fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}`) as unknown as TypedDocumentString<JobsUpdatedSubscription, JobsUpdatedSubscriptionVariables>;
export const JobsDocument = new TypedDocumentString(`
    query Jobs($first: Int, $after: String) {
  jobs(first: $first, after: $after) {
    edges {
      cursor
      node {
        ...JobFields
      }
    }
    pageInfo {
      ...PageFields
    }
    truncated
  }
}
    fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}
fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<JobsQuery, JobsQueryVariables>;
export const NodeDocument = new TypedDocumentString(`
    query Node($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Image {
      ...ImageFields
    }
    ... on Video {
      ...VideoFields
    }
    ... on Job {
      ...JobFields
    }
    ... on PixverseImage {
      pixverseStatus: status
      isFinal
      pixverseUrl: url
    }
  }
}
    fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}
fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}
fragment JobFields on Job {
  id
  pictoryId
  kind
  status
  pictoryStatus
  isFinal
  output {
    ... on ImageOutput {
      url
      width
      height
    }
    ... on VideoOutput {
      url
      width
      height
      duration
      durationSeconds
      previewImageUrl
      thumbnailImageUrl
      lastFrameImageUrl
    }
  }
  aiCreditsUsed
  error {
    code
    message
  }
  request {
    prompt
    model
    aspectRatio
    style
    duration
    referenceImageUrl
    firstFrameImageUrl
    extendVideoUrl
    referenceImageUrls
  }
  createdAt
  observedAt
}`) as unknown as TypedDocumentString<NodeQuery, NodeQueryVariables>;
export const NodesDocument = new TypedDocumentString(`
    query Nodes($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    id
    ... on Asset {
      url
      createdDate
      prompt
    }
    ... on Job {
      status
    }
  }
}
    `) as unknown as TypedDocumentString<NodesQuery, NodesQueryVariables>;
export const PixverseImageUpdatedDocument = new TypedDocumentString(`
    subscription PixverseImageUpdated($id: ID!) {
  pixverseImageUpdated(id: $id) {
    ...PixverseImageFields
  }
}
    fragment PixverseImageFields on PixverseImage {
  id
  status
  statusName
  statusCode
  isFinal
  url
  prompt
  model
  quality
  aspectRatio
  width
  height
  seed
  createMode
  referenceImageUrls
  hasWatermark
  queue {
    estimatedGenTime
    processingStartTime
    queueCount
    queueTime
  }
  createdAt
  updatedAt
  observedAt
}`) as unknown as TypedDocumentString<PixverseImageUpdatedSubscription, PixverseImageUpdatedSubscriptionVariables>;
export const PixverseImageDocument = new TypedDocumentString(`
    query PixverseImage($id: ID!) {
  pixverse {
    image(id: $id) {
      ...PixverseImageFields
    }
  }
}
    fragment PixverseImageFields on PixverseImage {
  id
  status
  statusName
  statusCode
  isFinal
  url
  prompt
  model
  quality
  aspectRatio
  width
  height
  seed
  createMode
  referenceImageUrls
  hasWatermark
  queue {
    estimatedGenTime
    processingStartTime
    queueCount
    queueTime
  }
  createdAt
  updatedAt
  observedAt
}`) as unknown as TypedDocumentString<PixverseImageQuery, PixverseImageQueryVariables>;
export const PixverseImagesDocument = new TypedDocumentString(`
    query PixverseImages($first: Int, $after: String, $email: String) {
  pixverse {
    images(first: $first, after: $after, email: $email) {
      totalCount
      truncated
      edges {
        cursor
        node {
          ...PixverseImageFields
        }
      }
      pageInfo {
        ...PageFields
      }
    }
  }
}
    fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment PixverseImageFields on PixverseImage {
  id
  status
  statusName
  statusCode
  isFinal
  url
  prompt
  model
  quality
  aspectRatio
  width
  height
  seed
  createMode
  referenceImageUrls
  hasWatermark
  queue {
    estimatedGenTime
    processingStartTime
    queueCount
    queueTime
  }
  createdAt
  updatedAt
  observedAt
}`) as unknown as TypedDocumentString<PixverseImagesQuery, PixverseImagesQueryVariables>;
export const VideoDocument = new TypedDocumentString(`
    query Video($id: ID!) {
  video(id: $id) {
    ...VideoFields
  }
}
    fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}`) as unknown as TypedDocumentString<VideoQuery, VideoQueryVariables>;
export const VideosDocument = new TypedDocumentString(`
    query Videos($first: Int, $after: String) {
  videos(first: $first, after: $after) {
    edges {
      cursor
      node {
        ...VideoFields
      }
    }
    pageInfo {
      ...PageFields
    }
    truncated
  }
}
    fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}
fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<VideosQuery, VideosQueryVariables>;
export const WallDocument = new TypedDocumentString(`
    query Wall {
  images(first: 100) {
    edges {
      cursor
      node {
        ...ImageFields
      }
    }
    pageInfo {
      ...PageFields
    }
    truncated
  }
  videos(first: 100) {
    edges {
      cursor
      node {
        ...VideoFields
      }
    }
    pageInfo {
      ...PageFields
    }
    truncated
  }
  account {
    ...AccountFields
  }
}
    fragment AccountFields on PictoryAccount {
  quota {
    videoMinutes {
      used
      limit
    }
    transcriptionMinutes {
      used
      limit
    }
    elevenLabsVoiceOverMinutes {
      used
      limit
    }
    aiCredits {
      used
      limit
    }
  }
}
fragment ImageFields on Image {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  style
  referenceImageUrl
}
fragment VideoFields on Video {
  id
  pictoryId
  url
  createdDate
  prompt
  model
  aspectRatio
  width
  height
  duration
  durationSeconds
  previewImageUrl
  thumbnailImageUrl
  lastFrameImageUrl
  firstFrameImageUrl
  referenceImageUrls
  extendVideoUrl
}
fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<WallQuery, WallQueryVariables>;
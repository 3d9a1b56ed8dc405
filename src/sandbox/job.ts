import type { GeneratedImage } from './image.ts';
import type { GeneratedVideo } from './video.ts';

/** What `data` of a job says. */
type JobData =
  | { status: 'in-progress' }
  | ImageJobResult
  | VideoJobResult
  /** What a finished job of another Pictory feature may look like. */
  | { status: 'completed'; txt: string }
  | { status: 'failed'; error_code: string; error_message: string }
  | { status: 'cleaned' };

/** What a finished image job says: neither the id under which the image is listed, nor what was asked for. */
export interface ImageJobResult extends Pick<GeneratedImage, 'url' | 'width' | 'height'> {
  status: 'completed';
  aiCreditsUsed: number;
}

/** What a finished video job says. */
export interface VideoJobResult
  extends Pick<
    GeneratedVideo,
    'url' | 'duration' | 'width' | 'height' | 'thumbnailImageUrl' | 'lastFrameImageUrl' | 'previewImageUrl'
  > {
  status: 'completed';
  aiCreditsUsed: number;
}

/** A job and what it has made. */
export interface Job {
  id: string;
  createdDate: string;
  data: JobData;
  /** Where its result is listed; null as long as there is none. */
  asset: { kind: 'image' | 'video'; id: string } | null;
}

/** What the job that made this image says. */
export function imageJobResult(image: GeneratedImage, aiCreditsUsed: number): ImageJobResult {
  const { url, width, height } = image;
  return { status: 'completed', url, width, height, aiCreditsUsed };
}

/** What the job that made this video says. */
export function videoJobResult(video: GeneratedVideo, aiCreditsUsed: number): VideoJobResult {
  const { url, duration, width, height, thumbnailImageUrl, lastFrameImageUrl, previewImageUrl } = video;
  const files = { thumbnailImageUrl, lastFrameImageUrl, previewImageUrl };
  return { status: 'completed', url, duration, width, height, ...files, aiCreditsUsed };
}

/** The answer of `GET /v1/jobs/{jobid}`. `success` is true while running, too. */
export function jobEnvelope(job: Job) {
  return { job_id: job.id, success: job.data.status !== 'failed', data: job.data };
}

/** One entry of `GET /v1/jobs`: in Pictory's sample the id stands elsewhere there. */
export function jobListItem(job: Job) {
  return { success: job.data.status !== 'failed', data: { jobId: job.id, ...job.data } };
}

/** The answer to an id that names no job of this account. */
export function jobNotFound(jobId: string) {
  return { job_id: jobId, success: false, data: { error_code: '5000', error_message: 'JOB_NOT_FOUND' } };
}

import { requireScope } from '../caller.ts';
import { GatewayError } from '../errors.ts';
import { parseGlobalId } from '../global-id.ts';
import { isFinal, type JobId, type JobState } from '../job.ts';
import type { Jobs } from '../jobs.ts';
import type { Library, Video } from '../library.ts';
import type { LastFrame, LoadLastFrame } from './continue-video.ts';

/** The last frame of a listed video or of a completed video job. Throws what lookups throw. */
export function createLastFrames(options: {
  library: Pick<Library, 'loadVideos'>;
  jobs: Pick<Jobs, 'loadJobs'>;
}): LoadLastFrame {
  const { library, jobs } = options;
  return async (identity, globalId, operation) => {
    const { tenant } = requireScope({ identity }, 'read');
    let id: ReturnType<typeof parseGlobalId>;
    try {
      id = parseGlobalId(globalId);
    } catch (error) {
      if (error instanceof GatewayError) return { problem: error.message };
      throw error;
    }
    if (id.type === 'Video') {
      const [video] = await library.loadVideos(tenant, [id.pictoryId], operation);
      if (video instanceof Error) throw video;
      return frameOfVideo(video ?? null);
    }
    if (id.type === 'Job') {
      const [job] = await jobs.loadJobs(tenant, [id.pictoryId as JobId], operation);
      if (job instanceof Error) throw job;
      return frameOfJob(job ?? null);
    }
    return {
      problem:
        'An image cannot be continued. Give "Video:…" or "Job:…", or use firstFrameImageUrl with the image\'s url.',
    };
  };
}

function frameOfVideo(video: Video | null): LastFrame {
  if (!video) return { problem: 'There is no video of this id in the library.' };
  return video.lastFrameImageUrl === null
    ? { problem: 'Pictory lists no last frame for this video.' }
    : { url: video.lastFrameImageUrl };
}

function frameOfJob(job: JobState | null): LastFrame {
  if (!job) return { problem: 'There is no job of this id.' };
  if (!isFinal(job.status))
    return {
      problem:
        'This job has not ended yet. Wait for it, for instance by a subscription to it, then continue its video.',
    };
  if (job.output?.kind !== 'VIDEO')
    return { problem: 'This job has not made a video that could be continued.' };
  return job.output.lastFrameImageUrl === null
    ? { problem: 'This job reports no last frame.' }
    : { url: job.output.lastFrameImageUrl };
}

import { type GeneratedImage, makeImage } from './image.ts';
import { imageJobResult, type Job, videoJobResult } from './job.ts';
import { IMAGE_MODELS, IMAGE_STYLES, imageCredits, VIDEO_MODELS, videoCredits } from './models.ts';
import { imaginePicture, imagineVideo } from './prompts.ts';
import { createRandom, type Random } from './random.ts';
import { REFERENCE_CLIP, REFERENCE_PICTURES } from './reference-files.ts';
import { type GeneratedVideo, makeVideo, type VideoSources, videoId } from './video.ts';

/** What a library is grown from. The same seed gives the same library. */
export interface Seed {
  seed: string;
  imageCount: number;
  videoCount: number;
  /** How many of the newest assets still have their job in the list of jobs. */
  jobCount: number;
  /** Nothing is younger. Milliseconds since the epoch. */
  newestAtMs: number;
  /** How many items have the same `createdDate` as the one before, 0 to 1. */
  tieShare: number;
  /** How far `createdDate` may be off: no item is more than this older than any item after it. Milliseconds. */
  disorderMs: number;
}

/** The images of a grown library, newest first. @param folder see `makeImage`. @param references base of borrowed files. */
export function growImages(seed: Seed, folder: string, references: string): GeneratedImage[] {
  const random = createRandom(`${seed.seed}/images`);
  return growDates(`${seed.seed}/image dates`, seed.imageCount, seed).map((createdDate, age) => {
    const model = age > 200 && random.chance(0.1) ? RETIRED_IMAGE_MODEL : random.pick(IMAGE_MODELS_IN_USE);
    const aspectRatio = random.pick(Object.keys(IMAGE_MODELS[model]?.sizes ?? { '16:9': 0 }));
    const reference = random.chance(0.15) ? `${references}/${random.pick(REFERENCE_PICTURES)}` : null;
    const style = random.chance(0.6) ? random.pick(IMAGE_STYLES) : null;
    const details = {
      id: random.uuid(),
      prompt: imaginePicture(random),
      style,
      referenceImageUrl: reference,
    };
    return makeImage({ ...details, createdDate, model, aspectRatio }, folder);
  });
}

/** The videos of a grown library, newest first. @param folder see `makeVideo`. @param references base of borrowed files. */
export function growVideos(seed: Seed, folder: string, references: string): GeneratedVideo[] {
  const random = createRandom(`${seed.seed}/videos`);
  return growDates(`${seed.seed}/video dates`, seed.videoCount, seed).map((createdDate) => {
    const model = random.pick(VIDEO_MODELS_IN_USE);
    const details = {
      id: videoId(createdDate, random.hex(16)),
      fileName: random.uuid(),
      prompt: imagineVideo(random),
      aspectRatio: random.pick(VIDEO_MODELS[model]?.aspectRatios ?? []),
      duration: random.pick(VIDEO_MODELS[model]?.durations ?? []),
      ...pickSources(random, references),
    };
    return makeVideo({ ...details, createdDate, model }, folder);
  });
}

/** The jobs that made the newest of these assets, newest first, among some that failed or made something else. */
export function growJobs(seed: Seed, images: GeneratedImage[], videos: GeneratedVideo[]): Job[] {
  const random = createRandom(`${seed.seed}/jobs`);
  const made: Pick<Job, 'createdDate' | 'data' | 'asset'>[] = [
    ...images.slice(0, seed.jobCount).map((image) => ({
      createdDate: image.createdDate,
      data: imageJobResult(image, imageCredits(image.model)),
      asset: { kind: 'image' as const, id: image.id },
    })),
    ...videos.slice(0, seed.jobCount).map((video) => ({
      createdDate: video.createdDate,
      data: videoJobResult(video, videoCredits(video.model, video.duration)),
      asset: { kind: 'video' as const, id: video.id },
    })),
  ];
  return made
    .sort((one, other) => Date.parse(other.createdDate) - Date.parse(one.createdDate))
    .slice(0, seed.jobCount)
    .map((job, index) => {
      const id = random.uuid();
      if (index % 9 === 5) return { ...job, id, data: FAILED, asset: null };
      if (index % 9 === 7) return { ...job, id, data: TRANSCRIBED, asset: null };
      return { ...job, id };
    });
}

const FAILED = {
  status: 'failed',
  error_code: 'GENERATION_FAILED',
  error_message: 'The reference image could not be downloaded.',
} as const;
const TRANSCRIBED = { status: 'completed', txt: 'Hello and welcome to the show.' } as const;

/** Old items name engines that no longer take requests. */
const RETIRED_IMAGE_MODEL = 'seedream2.0';
const IMAGE_MODELS_IN_USE = [
  'seedream3.0',
  'seedream3.0',
  'flux-schnell',
  'flux-schnell',
  'nanobanana',
  'nanobanana-pro',
];
const VIDEO_MODELS_IN_USE = ['pixverse5.5', 'pixverse5.5', 'pixverse5.5', 'veo3.1_fast', 'veo3.1'];

const MINUTE_MS = 60_000;

/** Newest first: sittings of some minutes between items, with hours or days between sittings. */
function growDates(seed: string, count: number, { newestAtMs, tieShare, disorderMs }: Seed): string[] {
  const random = createRandom(seed);
  const dates: string[] = [];
  let placeMs = newestAtMs;
  while (dates.length < count) {
    const last = dates.at(-1);
    if (last !== undefined && random.chance(tieShare)) {
      dates.push(last);
      continue;
    }
    placeMs -=
      last === undefined || random.chance(0.7)
        ? random.between(MINUTE_MS / 2, 40 * MINUTE_MS)
        : random.between(240 * MINUTE_MS, 3600 * MINUTE_MS);
    dates.push(new Date(placeMs - random.between(0, disorderMs)).toISOString());
  }
  return dates;
}

function pickSources(random: Random, references: string): VideoSources {
  const sources: VideoSources = { firstFrameImageUrl: null, extendVideoUrl: null, referenceImageUrls: null };
  const pictures = REFERENCE_PICTURES.map((name) => `${references}/${name}`);
  const first = random.between(0, pictures.length - 3);
  const dice = random.fraction();
  if (dice < 0.2) return { ...sources, firstFrameImageUrl: random.pick(pictures) };
  if (dice < 0.3)
    return { ...sources, referenceImageUrls: pictures.slice(first, first + random.between(1, 3)) };
  if (dice < 0.36) return { ...sources, extendVideoUrl: `${references}/${REFERENCE_CLIP}` };
  return sources;
}

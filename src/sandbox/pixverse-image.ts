import type { Size } from './models.ts';
import { imaginePicture } from './prompts.ts';
import { createRandom } from './random.ts';

/** An image as it was asked for, and what is to become of it. */
export interface PixverseImage {
  /** The last part of its id. */
  number: number;
  createdAtMs: number;
  prompt: string;
  model: string;
  quality: string;
  aspectRatio: string;
  seed: number;
  /** How long it takes, all in all. */
  takesMs: number;
  /** Null: nobody has asked for it yet, and only then does it begin. */
  startedAtMs: number | null;
}

/** A prompt with this in it is refused by moderation in the end. */
const MODERATED_MARK = '[moderate]';

const STATUSES = {
  COMPLETED: { code: 1, isFinal: true },
  QUEUED: { code: 5, isFinal: false },
  MODERATED: { code: 7, isFinal: true },
  GENERATING: { code: 9, isFinal: false },
  PROCESSING: { code: 10, isFinal: false },
} as const;

/** Where an image stands at a time. */
export function pixverseStatus(image: PixverseImage, nowMs: number): keyof typeof STATUSES {
  const { startedAtMs, takesMs, prompt } = image;
  const done = startedAtMs === null ? 0 : takesMs === 0 ? 1 : (nowMs - startedAtMs) / takesMs;
  if (done >= 1) return prompt.includes(MODERATED_MARK) ? 'MODERATED' : 'COMPLETED';
  if (done < 0.25) return 'QUEUED';
  return done < 0.75 ? 'GENERATING' : 'PROCESSING';
}

/** The image as useapi.net tells of it. @param place its account's part of the id, and where the account's files are. */
export function showPixverseImage(
  image: PixverseImage,
  place: { idPrefix: string; folder: string },
  nowMs: number,
) {
  const { number, createdAtMs, prompt, model, quality, aspectRatio, seed, takesMs } = image;
  const name = pixverseStatus(image, nowMs);
  const { code, isFinal } = STATUSES[name];
  const isDone = name === 'COMPLETED';
  const startMs = image.startedAtMs ?? nowMs;
  const size = isDone ? pixverseSize(image) : { width: 0, height: 0 };
  const changedAtMs = { COMPLETED: 1, MODERATED: 1, QUEUED: 0, GENERATING: 0.25, PROCESSING: 0.75 }[name];
  return {
    image_id: `${place.idPrefix}${number}`,
    image_status: code,
    account_id: 5500117,
    asset_id: 0,
    asset_source: 1,
    asset_type: 0,
    create_mode: 't2i',
    creation_type: 0,
    model,
    prompt,
    quality,
    aspect_ratio: aspectRatio,
    seed,
    image_path: isDone ? `image/sandbox/${number}.png` : '',
    image_url: isDone ? `${place.folder}/${number}.png` : '',
    output_width: size.width,
    output_height: size.height,
    customer_img_paths: [],
    customer_img_urls: null,
    platform: '',
    queue_data: isFinal
      ? null
      : {
          estimated_gen_time: Math.ceil(takesMs / 1000),
          processing_start_time: toDate(startMs + takesMs / 4),
          queue_count: name === 'QUEUED' ? 3 : 0,
          queue_time: Math.ceil(takesMs / 4000),
        },
    created_at: toDate(createdAtMs),
    updated_at: toDate(Math.max(createdAtMs, startMs + changedAtMs * takesMs)),
    is_collected: false,
    water_mark: false,
    media_locked: 0,
    image_status_name: name,
    image_status_final: isFinal,
  };
}

/** Pixels of the finished picture. Our invention. */
export function pixverseSize({ aspectRatio }: PixverseImage): Size {
  return SIZES[aspectRatio] ?? { width: 1024, height: 1024 };
}

const SIZES: Readonly<Record<string, Size>> = {
  '1:1': { width: 1024, height: 1024 },
  '16:9': { width: 1280, height: 720 },
  '9:16': { width: 720, height: 1280 },
  '3:2': { width: 1080, height: 720 },
  '4:3': { width: 960, height: 720 },
};

const MODELS = ['qwen-image', 'seedream-4.5', 'nano-banana-2', 'nano-banana-pro'] as const;
/** Made long ago: they took seconds then. */
const SEEDED_TOOK_MS = 12_000;

/**
 * The images of an account, newest first, the same ones for the same seed: nearly all done, a few refused by moderation,
 * and at the top some that begin when somebody first asks for one of them.
 */
export function growPixverseImages(options: {
  seed: string;
  count: number;
  waiting: number;
  newestNumber: number;
  newestAtMs: number;
  takesMs: number;
}): PixverseImage[] {
  const random = createRandom(`${options.seed}/pixverse`);
  let createdAtMs = options.newestAtMs;
  return Array.from({ length: options.count }, (_, age) => {
    createdAtMs -= random.between(20_000, 40 * 60_000);
    const isWaiting = age < options.waiting;
    const moderation = !isWaiting && random.chance(0.06) ? ` ${MODERATED_MARK}` : '';
    return {
      number: options.newestNumber - age,
      createdAtMs,
      prompt: `${imaginePicture(random)}${moderation}`,
      model: random.pick(MODELS),
      quality: random.pick(['720p', '1080p', '1440p']),
      aspectRatio: random.pick(Object.keys(SIZES)),
      seed: random.between(1, 2 ** 31 - 1),
      takesMs: isWaiting ? options.takesMs : SEEDED_TOOK_MS,
      startedAtMs: isWaiting ? null : createdAtMs,
    };
  });
}

/** As in useapi.net's samples: without fractions of a second. */
function toDate(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, -'.000Z'.length)}Z`;
}

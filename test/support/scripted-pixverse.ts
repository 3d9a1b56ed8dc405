import { createPixverseGallery, type PixverseGallery } from '../../src/domain/pixverse/gallery.ts';
import { PIXVERSE_IMAGE_RULES } from '../../src/domain/pixverse/image-rules.ts';
import { createPixverseTenant, type PixverseTenant } from '../../src/domain/pixverse/tenant.ts';
import { createSharedReads } from '../../src/domain/shared-reads.ts';
import { createMemoryWorkStore } from '../../src/replicas/memory-work-store.ts';
import type { ReadCall } from '../../src/upstream/call.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import type { PixverseImageReading } from '../../src/upstream/pixverse/images.ts';
import type { PixverseAccount } from '../../src/upstream/pixverse/pixverse.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

/** What one read answers: parts of an image, or what is thrown. */
export type PixverseAnswer = Partial<PixverseImageReading> | Error;

/** A useapi.net account whose images answer as scripted, read by read; the last answer stays. */
export class ScriptedPixverse implements PixverseAccount {
  /** By useapi.net's id. One without a script does not exist. */
  script: Record<string, PixverseAnswer[]> = {};
  /** What the list has, or what reading it throws. */
  list: PixverseAnswer[] | Error = [];
  readonly reads: string[] = [];

  async readImage(imageId: string, call: ReadCall): Promise<PixverseImageReading> {
    call.signal.throwIfAborted();
    call.onAttempt?.();
    this.reads.push(imageId);
    await new Promise(setImmediate);
    call.signal.throwIfAborted();
    const answers = this.script[imageId] ?? [];
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? gone();
    if (answer instanceof Error) throw answer;
    return readingOf({ imageId, ...answer });
  }

  async listImages({ offset, limit, email }: Parameters<PixverseAccount['listImages']>[0], call: ReadCall) {
    call.onAttempt?.();
    this.reads.push(`${offset}+${limit} ${email ?? ''}`.trim());
    if (this.list instanceof Error) throw this.list;
    const items = this.list.slice(offset, offset + limit).map((entry) => {
      if (entry instanceof Error) throw entry;
      const item = entry.imageId === undefined ? null : readingOf(entry);
      return { identity: item?.imageId ?? 'json:x', createdAtMs: 0, item, problem: item ? null : 'no id' };
    });
    return { items, total: this.list.length };
  }
}

/** What useapi.net's client throws for an image that is not there. */
export function gone(): UpstreamError {
  return new UpstreamError('not-found', 'gone', { status: 404 });
}

/** useapi.net's id of the image of that number. */
export function useapiId(number: number, email = 'studio@example.org'): string {
  return `user:9042-pixverse:${email}-image:${number}`;
}

/** A whole reading from parts: one that is being made, unless they say otherwise. */
export function readingOf(parts: Partial<PixverseImageReading>): PixverseImageReading {
  return {
    imageId: useapiId(1),
    statusCode: 9,
    statusName: 'GENERATING',
    isFinal: false,
    url: null,
    prompt: 'Terraced tea fields',
    model: 'seedream-4.5',
    quality: '1440p',
    aspectRatio: '3:2',
    width: null,
    height: null,
    seed: 88231,
    createMode: 't2i',
    referenceImageUrls: null,
    hasWatermark: false,
    createdAt: '2026-10-05T07:00:01Z',
    updatedAt: '2026-10-05T07:00:14Z',
    queue: null,
    ...parts,
  };
}

/** The parts of an image that has been made. */
export const COMPLETED = {
  statusCode: 1,
  statusName: 'COMPLETED',
  isFinal: true,
  url: 'https://media.example.net/image/1.webp',
  width: 2160,
  height: 1440,
} as const satisfies PixverseAnswer;

/** A gallery in front of a scripted account, by a clock that the test moves. Reads come exactly each 10 s. */
export interface GalleryBench extends AsyncDisposable {
  gallery: PixverseGallery;
  tenant: PixverseTenant;
  upstream: ScriptedPixverse;
  clock: ManualClock;
}

/** @see GalleryBench */
export function galleryBench(token?: string): GalleryBench {
  const clock = createManualClock();
  const upstream = new ScriptedPixverse();
  const tenant = pixverseTenantOf(upstream, token);
  const gallery = createPixverseGallery({
    tenant,
    store: createMemoryWorkStore({ rules: PIXVERSE_IMAGE_RULES, clock }),
    reads: createSharedReads(clock),
    clock,
    random: () => 0.5,
  });
  return { gallery, tenant, upstream, clock, [Symbol.asyncDispose]: () => gallery[Symbol.asyncDispose]() };
}

/** The tenant of an account, by default without secrets of the gateway. */
export function pixverseTenantOf(
  pixverse: PixverseAccount,
  token = 'user:9042-token',
  gatewaySecrets: readonly string[] = [],
): PixverseTenant {
  return createPixverseTenant({ pixverse, token, gatewaySecrets });
}

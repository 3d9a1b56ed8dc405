import { createContextCache } from '@pothos/core';
import DataLoader from 'dataloader';
import { requireGatewayCaller, requireScope } from '../domain/caller.ts';
import { GatewayError } from '../domain/errors.ts';
import type { JobId, JobState } from '../domain/job.ts';
import type { Image, Video } from '../domain/library.ts';
import type { PixverseImage } from '../domain/pixverse/image.ts';
import type { Context } from './context.ts';

/** The image of that Pictory id; null when the library has none. All that an operation asks for at once is one lookup. */
export function loadImage(context: Context, id: string): Promise<Image | null> {
  return loadersOf(context).images.load(id);
}

/** The video of that Pictory id; null when the library has none. */
export function loadVideo(context: Context, id: string): Promise<Video | null> {
  return loadersOf(context).videos.load(id);
}

/** The state of a job, at most one interval old; null when Pictory knows no such job. */
export function loadJob(context: Context, id: JobId): Promise<JobState | null> {
  return loadersOf(context).jobs.load(id);
}

/** A PixVerse image by its id without the type; null when there is none, and where there is no PixVerse. */
export async function loadPixverseImage(context: Context, id: string): Promise<PixverseImage | null> {
  const { caller, operation, pixverse } = context;
  if (!pixverse) return null;
  requireGatewayCaller(caller, 'read');
  return pixverse.loadImage(pixverse.parseImageId(id), operation);
}

/**
 * One value per id, in order. What fails for one id is an Error in its place, which an executor turns into a null with
 * an error at its path: it does not touch the others.
 *
 * @throws {GatewayError} `BAD_USER_INPUT` for more than 100 ids.
 */
export function loadEach<Id, Value>(
  argument: string,
  ids: readonly Id[],
  load: (id: Id) => Promise<Value>,
): Promise<Value[]> {
  checkIdCount(argument, ids.length);
  return Promise.all(
    ids.map(async (id) => {
      try {
        return await load(id);
      } catch (error) {
        // Kept as a value: among promises in a list, one that rejects while nobody looks would end the process.
        return (error instanceof Error ? error : new Error(String(error))) as never;
      }
    }),
  );
}

/** How many ids one argument may hold. */
export const MAX_IDS = 100;

/** @throws {GatewayError} `BAD_USER_INPUT` for more than 100 ids. */
export function checkIdCount(argument: string, count: number): void {
  if (count > MAX_IDS) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `${argument} has ${count} entries; at most ${MAX_IDS} are taken at once.`,
    );
  }
}

/** They live as long as the operation. @throws {GatewayError} when the caller may not read. */
const loadersOf = createContextCache((context: Context) => {
  const { library, jobs, operation } = context;
  const { tenant } = requireScope(context.caller, 'read');
  return {
    images: new DataLoader<string, Image | null>((ids) => library.loadImages(tenant, ids, operation)),
    videos: new DataLoader<string, Video | null>((ids) => library.loadVideos(tenant, ids, operation)),
    jobs: new DataLoader<JobId, JobState | null>((ids) => jobs.loadJobs(tenant, ids, operation)),
  };
});

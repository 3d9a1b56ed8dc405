import { isDeepStrictEqual } from 'node:util';
import { GatewayError } from '../errors.ts';
import type { WorkRules } from '../work/work.ts';
import type { PixverseImage } from './image.ts';

/** PixVerse images as work that is read, shared and watched. useapi.net is not asked to call back about them. */
export const PIXVERSE_IMAGE_RULES: WorkRules<PixverseImage> = {
  name: 'pixverse-image',
  isFinal: ({ isFinal }) => isFinal,
  merge: (a, b) => (compareObservations(a, b) >= 0 ? a : b),
  isSame: (a, b) => a === b || isDeepStrictEqual({ ...a, observedAtMs: 0 }, { ...b, observedAtMs: 0 }),
  isUnread: () => false,
  isYoung: () => false,
  hasCallback: () => false,
  isSuccess: ({ status }) => status === 'COMPLETED',
  notFound: () =>
    new GatewayError(
      'PIXVERSE_IMAGE_NOT_FOUND',
      'PixVerse knows no image of this id, or it has been deleted. Check the id.',
    ),
};

/**
 * Above zero when `a` stands, below when `b` does. Running gives way to final; of two running states the later stands, of
 * two final ones the earlier, so that nothing moves an image that has ended. A total order, down to the content: replicas
 * must not disagree.
 */
function compareObservations(a: PixverseImage, b: PixverseImage): number {
  if (a.isFinal !== b.isFinal) return a.isFinal ? 1 : -1;
  const later = a.observedAtMs - b.observedAtMs;
  if (later !== 0) return a.isFinal ? -later : later;
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)];
  if (left === right) return 0;
  return left > right ? 1 : -1;
}

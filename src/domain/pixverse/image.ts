import type { PixverseImageReading, PixverseQueueReading } from '../../upstream/pixverse/images.ts';

/** Names a PixVerse image outside the gateway: useapi.net's id, which holds an e-mail address, sealed. */
export type PixverseImageId = string & { readonly __brand: 'PixverseImageId' };

/** What the state of an image amounts to. `UNKNOWN` is one that PixVerse added later. */
export type PixverseImageStatus =
  | 'COMPLETED'
  | 'QUEUED'
  | 'MODERATED'
  | 'GENERATING'
  | 'PROCESSING'
  | 'UNKNOWN';

/** Where an image stands in PixVerse's queue. */
export type PixverseQueue = PixverseQueueReading;

/** An image as last known, from the moment it is asked for. Immutable. */
export interface PixverseImage
  extends Omit<PixverseImageReading, 'imageId' | 'statusCode' | 'statusName' | 'isFinal'> {
  kind: 'pixverse-image';
  id: PixverseImageId;
  status: PixverseImageStatus;
  /** PixVerse's own number and useapi.net's name for it, verbatim. */
  statusCode: number | null;
  statusName: string | null;
  /** Whether it can change no more. */
  isFinal: boolean;
  /** When the state was read, in ms since the epoch. */
  observedAtMs: number;
}

/** What one read says of an image. @param id stands for `reading.imageId`, which goes no further. */
export function toPixverseImage(
  reading: PixverseImageReading,
  id: PixverseImageId,
  observedAtMs: number,
): PixverseImage {
  const { imageId: _, isFinal, ...told } = reading;
  const status = toStatus(told);
  return {
    ...told,
    kind: 'pixverse-image',
    id,
    status,
    // useapi.net advises to go by its flag: the table knows only the states of today.
    isFinal: isFinal ?? ENDS[status],
    observedAtMs,
  };
}

/** The states that are known, and which of them are the end. */
const ENDS = {
  COMPLETED: true,
  QUEUED: false,
  MODERATED: true,
  GENERATING: false,
  PROCESSING: false,
  UNKNOWN: false,
} as const satisfies Record<PixverseImageStatus, boolean>;

const STATUS_OF_CODE = new Map<number | null, PixverseImageStatus>([
  [1, 'COMPLETED'],
  [5, 'QUEUED'],
  [7, 'MODERATED'],
  [9, 'GENERATING'],
  [10, 'PROCESSING'],
]);

function toStatus({ statusName, statusCode }: Pick<PixverseImageReading, 'statusName' | 'statusCode'>) {
  if (statusName !== null) return isStatus(statusName) ? statusName : 'UNKNOWN';
  return STATUS_OF_CODE.get(statusCode) ?? 'UNKNOWN';
}

function isStatus(name: string): name is PixverseImageStatus {
  return Object.hasOwn(ENDS, name);
}

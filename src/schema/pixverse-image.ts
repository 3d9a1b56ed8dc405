import { toGlobalId } from '../domain/global-id.ts';
import type {
  PixverseImage as PixverseImageShape,
  PixverseQueue as PixverseQueueShape,
} from '../domain/pixverse/image.ts';
import { builder } from './builder.ts';
import { Node } from './node.ts';
import { toDateTime } from './scalars.ts';

const PixverseImageStatus = builder.enumType('PixverseImageStatus', {
  description: 'What the state of a PixVerse image amounts to.',
  values: {
    COMPLETED: { description: 'Done: `url` says where it is.' },
    QUEUED: { description: 'Waiting for its turn: `queue` may say for how long.' },
    MODERATED: {
      description: 'Refused by moderation, before or after it was made: as a rule there is no picture.',
    },
    GENERATING: { description: 'Being made.' },
    PROCESSING: { description: 'Being finished.' },
    UNKNOWN: {
      description:
        'A state that this gateway does not know: see `statusName` and `statusCode`. Go by `isFinal`.',
    },
  } satisfies Record<PixverseImageShape['status'], { description: string }>,
});

const PixverseQueue = builder.objectRef<PixverseQueueShape>('PixverseQueue').implement({
  description:
    'Where an image stands in the queue of PixVerse, as useapi.net tells it. The units are not documented; times look like seconds.',
  fields: (t) => ({
    estimatedGenTime: t.exposeFloat('estimatedGenTime', {
      description: 'How long it is expected to take, in seconds by all appearances. Null when not told.',
    }),
    processingStartTime: t.expose('processingStartTime', {
      type: 'DateTime',
      description: 'When work on it began, or is to begin. Null when not told.',
    }),
    queueCount: t.exposeFloat('queueCount', {
      description: 'How many are before it. Null when not told.',
    }),
    queueTime: t.exposeFloat('queueTime', {
      description: 'How long it waits, in seconds by all appearances. Null when not told.',
    }),
  }),
});

/** An image of PixVerse, from the moment it is asked for. */
export const PixverseImage = builder.objectRef<PixverseImageShape>('PixverseImage').implement({
  interfaces: [Node],
  description:
    'An image that PixVerse makes or has made, from the moment it is asked for: unlike at Pictory, the work and its result are one object. Read through useapi.net.',
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description:
        "Global id: `PixverseImage:` and useapi.net's id, sealed because it holds an e-mail address. Always the same for the same image, until the operator's secrets change.",
      resolve: (image) => toGlobalId('PixverseImage', image.id),
    }),
    status: t.expose('status', {
      type: PixverseImageStatus,
      nullable: false,
      description: 'What the state amounts to.',
    }),
    statusName: t.exposeString('statusName', {
      description:
        "The state in useapi.net's own word, such as `GENERATING`. New words may turn up: decide by `status` and `isFinal`. Null when not told.",
    }),
    statusCode: t.exposeInt('statusCode', {
      description: "The state as PixVerse's own number, such as 9. Null when not told.",
    }),
    isFinal: t.exposeBoolean('isFinal', {
      nullable: false,
      description:
        'Whether it has ended, well or badly; as useapi.net tells it, also for states that this gateway does not know.',
    }),
    url: t.expose('url', {
      type: 'URL',
      description:
        'The picture. Null until there is one. It can be fetched without a token; for how long is not documented.',
    }),
    prompt: t.exposeString('prompt', { description: 'What was asked for. Null when not told.' }),
    model: t.exposeString('model', {
      description: 'The engine, as PixVerse names it, such as `seedream-4.5`. Null when not told.',
    }),
    quality: t.exposeString('quality', {
      description: 'The size that was asked for, such as `1080p`. Null when not told.',
    }),
    aspectRatio: t.exposeString('aspectRatio', {
      description: 'The ratio that was asked for, such as `16:9`, or `auto`. Null when not told.',
    }),
    width: t.exposeInt('width', { description: 'In pixels. Null until it is made.' }),
    height: t.exposeInt('height', { description: 'In pixels. Null until it is made.' }),
    seed: t.exposeFloat('seed', {
      description:
        'A whole number: with the same one, the same request gives a like picture. Null when not told.',
    }),
    createMode: t.exposeString('createMode', {
      description: 'What it was made from: `t2i` text, `i2i` another image. Null when not told.',
    }),
    referenceImageUrls: t.expose('referenceImageUrls', {
      type: ['URL'],
      nullable: { list: true, items: false },
      description: 'The pictures that were given with the request. Null when there were none.',
    }),
    hasWatermark: t.exposeBoolean('hasWatermark', {
      description: 'Whether the picture bears a watermark. Null when not told.',
    }),
    queue: t.expose('queue', {
      type: PixverseQueue,
      description: 'Where it stands in the queue. Null when not told, as a rule once it is made.',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When it was asked for. Null when not told.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When its state changed last, by PixVerse. Null when not told.',
    }),
    observedAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'When this gateway read the state.',
      resolve: (image) => toDateTime(image.observedAtMs),
    }),
  }),
});

/** Of an argument that takes the id of one. */
export const PIXVERSE_ID_DESCRIPTION =
  "`PixverseImage:…`, or useapi.net's own id (`user:…-pixverse:…-image:…`).";

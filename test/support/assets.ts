import type { Image, Video } from '../../src/domain/library.ts';

/** An image with everything that Pictory can tell. */
export function anImage(pictoryId: string, more: Partial<Image> = {}): Image {
  return {
    kind: 'image',
    pictoryId,
    url: `https://cdn.test/${pictoryId}.png`,
    createdDate: '2026-10-02T08:15:27.104Z',
    prompt: 'A lighthouse',
    model: 'seedream3.0',
    aspectRatio: '16:9',
    width: 1024,
    height: 576,
    style: 'vintage',
    referenceImageUrl: 'https://assets.test/lamp.jpg',
    ...more,
  };
}

/** A video with everything that Pictory can tell. */
export function aVideo(pictoryId: string, more: Partial<Video> = {}): Video {
  return {
    kind: 'video',
    pictoryId,
    url: `https://cdn.test/${pictoryId}.mp4`,
    createdDate: '2026-10-02T09:11:18.734Z',
    prompt: 'A violin maker',
    model: 'pixverse5.5',
    aspectRatio: '4:3',
    width: 960,
    height: 720,
    duration: '10s',
    previewImageUrl: `https://cdn.test/${pictoryId}_preview.jpg`,
    thumbnailImageUrl: `https://cdn.test/${pictoryId}_thumbnail.jpg`,
    lastFrameImageUrl: `https://cdn.test/${pictoryId}_last.png`,
    firstFrameImageUrl: 'https://assets.test/room.png',
    referenceImageUrls: ['https://assets.test/a.png', 'https://assets.test/b.png'],
    extendVideoUrl: 'https://assets.test/before.mp4',
    ...more,
  };
}

/** Names of pictures that requests can borrow: `/files/references/<name>`. */
export const REFERENCE_PICTURES = [
  'teapot.png',
  'lamp.png',
  'harbour.png',
  'diver.png',
  'violin.png',
  'lighthouse.png',
] as const;

/** Name of a video that requests can borrow. */
export const REFERENCE_CLIP = 'rider.mp4';

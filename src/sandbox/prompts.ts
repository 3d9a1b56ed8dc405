import type { Random } from './random.ts';

/** Something a person might ask to be drawn. */
export function imaginePicture(random: Random): string {
  return `${random.pick(SUBJECTS)} ${random.pick(PLACES)}, ${random.pick(LIGHTS)}`;
}

/** Something a person might ask to be filmed. */
export function imagineVideo(random: Random): string {
  return `${random.pick(CAMERAS)} ${lowerFirst(random.pick(SUBJECTS))} ${random.pick(PLACES)}, ${random.pick(LIGHTS)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const SUBJECTS = [
  'A lighthouse keeper reading',
  'Two foxes chasing leaves',
  'A violin maker at work',
  'Paper boats drifting',
  'An old tram waiting',
  'A heron landing',
  'Three hot-air balloons rising',
  'A street market opening',
  'A lone cyclist resting',
  'A glass teapot steaming',
  'A family of hedgehogs marching',
  'A tall ship at anchor',
  'A beekeeper lifting a frame',
  'An astronaut watering tomatoes',
  'A grand piano left behind',
  'Children flying kites',
  'A night train crossing',
  'A potter shaping a bowl',
  'A snow leopard asleep',
  'Lanterns floating upwards',
  'A café owner chalking the menu',
  'A tiny robot sketching',
] as const;

const PLACES = [
  'on a windswept cliff',
  'in a field of blue poppies',
  'under a railway bridge',
  'on a flooded chessboard',
  'above the old harbour',
  'in a quiet courtyard',
  'at the edge of a salt lake',
  'between skyscrapers',
  'in a greenhouse on the moon',
  'by a mountain stream',
  'on a rooftop in Lisbon',
  'in an abandoned theatre',
  'along a misty canal',
  'on the steps of a library',
  'in a birch forest',
  'at a desert crossroads',
] as const;

const LIGHTS = [
  'at dawn',
  'in the last light of the day',
  'during a thunderstorm',
  'under a full moon',
  'in soft morning fog',
  'lit from behind',
  'in bright midday sun',
  'with long winter shadows',
  'by candlelight',
  'after the rain',
  'in the glow of neon signs',
  'beneath the northern lights',
] as const;

const CAMERAS = [
  'Slow push in on',
  'Tracking shot past',
  'Drone circling',
  'Handheld close-up of',
  'Wide static shot of',
  'Camera rising over',
] as const;

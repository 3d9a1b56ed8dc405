import { encodePng } from './png.ts';
import { createRandom, type Random } from './random.ts';

/**
 * Draws a landscape, the same one for the same seed, as a PNG file of that size.
 *
 * @param look.style one of Pictory's image styles turns the colours that way; null leaves them to chance.
 */
export function drawPicture(look: {
  seed: string;
  style: string | null;
  width: number;
  height: number;
}): Buffer {
  const { width, height } = look;
  const random = createRandom(look.seed);
  const palette = choosePalette(random, look.style);
  const canvas: Canvas = { width, height, pixels: new Uint8Array(width * height) };

  drawSky(canvas);
  if (palette.isNight) drawStars(canvas, random);
  drawSun(canvas, random);
  random.pick([drawHills, drawHills, drawSea, drawCity])(canvas, random);
  return encodePng({ ...canvas, palette: palette.colours });
}

interface Canvas {
  width: number;
  height: number;
  pixels: Uint8Array;
}

type Colour = [red: number, green: number, blue: number];

/** Where the palette keeps what. */
const SKY_COLOURS = 96;
const SUN = SKY_COLOURS;
const HALO = SUN + 1;
const STAR = HALO + 1;
const LIGHT = STAR + 1;
const GROUND = LIGHT + 1;
const GROUND_COLOURS = 5;

function choosePalette(random: Random, style: string | null): { colours: Colour[]; isNight: boolean } {
  const [low, high, saturation, lightness] = STYLES[style ?? ''] ?? [
    0,
    359,
    0.55,
    random.pick([0.3, 0.5, 0.62]),
  ];
  const hue = random.between(low, high);
  const isNight = lightness < 0.4;
  const top = hsl(hue, saturation, lightness * 0.75);
  const horizon = hsl(hue + random.between(25, 70), saturation, Math.min(lightness + 0.28, 0.9));
  const ground = hsl(hue + random.between(140, 220), saturation * 0.8, lightness * 0.75);
  const deep = hsl(hue + 15, saturation * 0.7, isNight ? 0.05 : 0.14);
  const sun: Colour = isNight ? [244, 241, 222] : [255, 243, 196];

  const colours = [
    ...blend(top, horizon, SKY_COLOURS),
    sun,
    mix(sun, horizon, 0.6),
    [255, 255, 245] as Colour,
    [255, 214, 120] as Colour,
    ...blend(mix(ground, horizon, 0.45), deep, GROUND_COLOURS),
  ];
  return { colours, isNight };
}

/** Hue from and to in degrees, saturation, lightness. */
const STYLES: Readonly<Record<string, [number, number, number, number]>> = {
  photorealistic: [195, 230, 0.45, 0.55],
  artistic: [0, 359, 0.75, 0.5],
  cartoon: [180, 215, 0.9, 0.6],
  minimalist: [0, 359, 0.22, 0.7],
  vintage: [20, 45, 0.38, 0.5],
  futuristic: [235, 300, 0.85, 0.26],
};

function drawSky({ width, height, pixels }: Canvas): void {
  for (let y = 0; y < height; y += 1) {
    const step = Math.min(SKY_COLOURS - 1, Math.floor((y / (height * 0.8)) * SKY_COLOURS));
    pixels.fill(step, y * width, (y + 1) * width);
  }
}

function drawStars(canvas: Canvas, random: Random): void {
  for (let count = 0; count < 90; count += 1) {
    const x = random.between(0, canvas.width - 1);
    fillCircle(canvas, x, random.between(0, Math.floor(canvas.height * 0.6)), random.pick([1, 1, 2]), STAR);
  }
}

function drawSun(canvas: Canvas, random: Random): void {
  const radius = Math.min(canvas.width, canvas.height) * (0.06 + random.fraction() * 0.08);
  const x = canvas.width * (0.2 + random.fraction() * 0.6);
  const y = canvas.height * (0.18 + random.fraction() * 0.3);
  fillCircle(canvas, x, y, radius * 1.35, HALO);
  fillCircle(canvas, x, y, radius, SUN);
}

function drawHills(canvas: Canvas, random: Random): void {
  const { width, height } = canvas;
  for (let layer = 0; layer < GROUND_COLOURS; layer += 1) {
    const base = height * (0.5 + layer * 0.1);
    const waves = [1, 2.3, 5.1].map((speed) => ({
      speed: (speed * (0.7 + random.fraction()) * 2 * Math.PI) / width,
      shift: random.fraction() * 7,
      rise: (height * 0.06 * (1 - layer * 0.1)) / speed,
    }));
    for (let x = 0; x < width; x += 1) {
      let y = base;
      for (const { speed, shift, rise } of waves) y += Math.sin(x * speed + shift) * rise;
      // The next layer covers all below its own lowest point: no need to paint there.
      fillColumn(canvas, x, y, y + height * 0.35, GROUND + layer);
    }
  }
  fillRows(canvas, height * 0.98, height, GROUND + GROUND_COLOURS - 1);
}

function drawSea(canvas: Canvas, random: Random): void {
  const { width, height } = canvas;
  const horizon = height * (0.55 + random.fraction() * 0.1);
  for (let layer = 0; layer < GROUND_COLOURS; layer += 1) {
    fillRows(canvas, horizon + ((height - horizon) / GROUND_COLOURS) * layer, height, GROUND + layer);
  }
  for (let count = 0; count < 70; count += 1) {
    const y = random.between(Math.ceil(horizon) + 2, height - 8);
    const length = width * (0.02 + random.fraction() * 0.12);
    const x = random.fraction() * width;
    const nearness = (y - horizon) / (height - horizon);
    fillBox(
      canvas,
      x,
      y,
      x + length,
      y + 1 + nearness * 5,
      random.chance(0.3) ? HALO : GROUND + random.between(0, 2),
    );
  }
}

function drawCity(canvas: Canvas, random: Random): void {
  const { width, height } = canvas;
  const unit = Math.max(width, height) / 60;
  for (let layer = 1; layer < GROUND_COLOURS; layer += 1) {
    for (let x = -random.between(0, 4) * unit; x < width; ) {
      const wide = random.between(3, 7) * unit;
      const roof = height * (0.38 + layer * 0.1 + random.fraction() * 0.16);
      fillBox(canvas, x, roof, x + wide, height, GROUND + layer);
      for (let y = roof + unit; y < height - unit; y += unit * 1.6) {
        for (let window = x + unit * 0.7; window < x + wide - unit; window += unit * 1.4) {
          if (random.chance(0.16)) fillBox(canvas, window, y, window + unit * 0.6, y + unit * 0.8, LIGHT);
        }
      }
      x += wide + random.between(0, 2) * unit;
    }
  }
}

function fillCircle(canvas: Canvas, centreX: number, centreY: number, radius: number, colour: number): void {
  for (let y = Math.floor(centreY - radius); y <= centreY + radius; y += 1) {
    const half = Math.sqrt(Math.max(0, radius ** 2 - (y - centreY) ** 2));
    fillBox(canvas, centreX - half, y, centreX + half, y + 1, colour);
  }
}

function fillRows(canvas: Canvas, top: number, bottom: number, colour: number): void {
  fillBox(canvas, 0, top, canvas.width, bottom, colour);
}

/** What lies outside the canvas is left out. */
function fillBox(
  { width, height, pixels }: Canvas,
  left: number,
  top: number,
  right: number,
  bottom: number,
  colour: number,
): void {
  const from = Math.max(0, Math.round(left));
  const to = Math.min(width, Math.round(right));
  const last = Math.min(height, Math.round(bottom));
  if (from >= to) return;
  for (let y = Math.max(0, Math.round(top)); y < last; y += 1)
    pixels.fill(colour, y * width + from, y * width + to);
}

function fillColumn(
  { width, height, pixels }: Canvas,
  x: number,
  top: number,
  bottom: number,
  colour: number,
): void {
  const end = Math.min(height, Math.round(bottom)) * width;
  for (let at = Math.max(0, Math.round(top)) * width + x; at < end; at += width) pixels[at] = colour;
}

/** `count` colours from one to the other. */
function blend(from: Colour, to: Colour, count: number): Colour[] {
  return Array.from({ length: count }, (_, step) => mix(from, to, step / (count - 1)));
}

/** @param share how much of `to`, 0 to 1. */
function mix(from: Colour, to: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [part(0), part(1), part(2)];
}

/** @param hue degrees, any number. @param saturation 0 to 1. @param lightness 0 to 1. */
function hsl(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (offset: number) => {
    const turn = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1))));
  };
  return [part(0), part(8), part(4)];
}

import { toLineChart } from '../chart.ts';
import { asRatio, atMost, type Check } from '../checks.ts';
import type { Chart } from '../part.ts';
import { toTable } from '../results.ts';

/** What something costs at one size. */
export interface Point {
  size: number;
  cost: number;
  /** What else was seen, by the name of its column. */
  besides?: Readonly<Record<string, string>>;
}

/** What becomes of a cost as there is more of something. */
export interface Growth {
  name: string;
  /** What the sizes count. */
  unit: string;
  /** What the cost is, with its unit. */
  cost: string;
  digits: number;
  /** Whether it is to rise with the size, in a straight line; otherwise it is to stay what it is. */
  rises: boolean;
  /** By rising size. */
  points: readonly Point[];
}

/** A heading, a chart and a table. */
export function toGrowthSection(growth: Growth): string {
  const { name, unit, cost, digits, points } = growth;
  const besides = Object.keys(points[0]?.besides ?? {});
  const rows = points.map((point) => [
    String(point.size),
    point.cost.toFixed(digits),
    ...besides.map((column) => point.besides?.[column] ?? ''),
  ]);
  return `### ${name}\n\n![${cost} against ${name}](${fileOf(growth)})\n\n${toTable([[unit, cost, ...besides], ...rows])}`;
}

/** Its line. */
export function toGrowthChart(growth: Growth): Chart {
  const { name, unit, cost, digits, points } = growth;
  const line = { name: cost, points: points.map((point) => ({ x: point.size, y: point.cost })) };
  return {
    file: fileOf(growth),
    svg: toLineChart(`${cost} against ${name}`, [line], {
      x: unit,
      y: '',
      showY: (value) => value.toFixed(digits),
    }),
  };
}

function fileOf({ name }: Growth): string {
  return `charts/scale-${name.replaceAll(' ', '-')}.svg`;
}

/**
 * What scatters between rounds is no bend, nor is a step: V8 gives what is longer than 128 kB pages of its own, and with ten
 * times the connections the processor's caches hold less of each. What grew by the square would be at 2.7 and above.
 */
const STRAIGHT = 1.5;

/** Whether the line is straight: its second half no steeper than its first, or flat. */
export function checkGrowth({ name, cost, rises, points }: Growth): Check {
  const [first, middle, last] = [points[0], points[Math.floor(points.length / 2)], points.at(-1)];
  if (!first || !middle || !last) throw new Error(`Nothing was measured of ${name}.`);
  if (!rises) {
    return atMost(
      `${cost} at ${last.size} ${name} beside ${middle.size}`,
      last.cost / middle.cost,
      STRAIGHT,
      asRatio,
    );
  }
  const slope = (from: Point, to: Point) => (to.cost - from.cost) / (to.size - from.size);
  return atMost(
    `steepness of ${cost} by ${name} above ${middle.size} beside that below`,
    // A cost that falls at first is no line either.
    slope(middle, last) / Math.max(0, slope(first, middle)),
    STRAIGHT,
    asRatio,
  );
}

/** Something that the gateway promises, and whether it was so. */
export interface Check {
  promise: string;
  measured: string;
  isKept: boolean;
}

/** A promise that a figure is at most so large. @param show the figure as it is to be read. */
export function atMost(
  promise: string,
  value: number,
  limit: number,
  show: (value: number) => string,
): Check {
  return { promise, measured: `${show(value)} (at most ${show(limit)})`, isKept: value <= limit };
}

/** A promise that a figure is at least so large. */
export function atLeast(
  promise: string,
  value: number,
  limit: number,
  show: (value: number) => string,
): Check {
  return { promise, measured: `${show(value)} (at least ${show(limit)})`, isKept: value >= limit };
}

/** A figure of which only the ratio to another one counts. */
export function asRatio(value: number): string {
  return `${value.toFixed(2)} times`;
}

/** The promises as a list for a terminal and for Markdown. */
export function toChecklist(checks: readonly Check[]): string {
  return checks
    .map(({ promise, measured, isKept }) => `- ${isKept ? '[x] yes' : '[ ] NO '}: ${promise}: ${measured}\n`)
    .join('');
}

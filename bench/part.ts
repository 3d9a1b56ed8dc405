import type { Check } from './checks.ts';

/** A picture that belongs to results. */
export interface Chart {
  /** Below bench/, ending in `.svg`; the results' text refers to it. */
  file: string;
  svg: string;
}

/** What a part of the benchmarks has found. */
export interface PartResult {
  /** Markdown, its headings below those of sections. */
  text: string;
  charts?: readonly Chart[];
  checks?: readonly Check[];
  /** What makes the figures worthless, such as an upstream that was the bottleneck. */
  faults?: readonly string[];
}

/** A part of the benchmarks that can be run by itself. */
export interface Part {
  name: string;
  /** Of its section in bench/RESULTS.md. */
  heading: string;
  /** For the help, with how long it takes. */
  about: string;
  run(options: { quick: boolean }): Promise<PartResult>;
}

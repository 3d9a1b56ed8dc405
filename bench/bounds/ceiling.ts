/** What the memory of a process with default settings in the image never exceeds; docs/configuration.md says so and why. */
export const CEILING_BYTES = 1_200_000_000;

/** What its objects and buffers take once nothing is under way. */
export const SETTLED_BYTES = 600_000_000;

/** Just below the largest answer of Pictory's that is taken. */
export const LARGEST_ANSWER_BYTES = 15_900_000;

/** Just below the longest address of a job that is taken. */
export const LARGEST_JOB_BYTES = 9_900;

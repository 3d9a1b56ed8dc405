/** The id of a job for benchmarks: a UUID, another one for each number. */
export function toUuid(number: number): string {
  return `9a0d7c52-6f0b-4c9a-b7c3-${number.toString(16).padStart(12, '0')}`;
}

/**
 * Seconds of footage, read off Pictory's way to write them: `8s` is 8, `2.5s` is 2.5.
 * Null for null and for anything that does not read so.
 */
export function durationSeconds(duration: string | null | undefined): number | null {
  const digits = duration?.match(/^(\d{1,9}(?:\.\d{1,9})?)s$/)?.[1];
  return digits === undefined ? null : Number(digits);
}

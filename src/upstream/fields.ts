/** A JSON object, its fields still unread. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The longest list that is taken for one. An answer has room for more only when they say next to nothing, and then for
 * millions.
 */
export const MAX_ENTRIES = 20_000;

/** Null for what is not a JSON object. */
export function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** Text as it is; null for nothing, for an empty text, and for what is not text. */
export function readText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The beginning of a text that is longer than so many characters, with an ellipsis; others as they are. */
export function cutText(text: string, maxCharacters: number): string {
  // A copy: a part of a text would hold on to all of it.
  return text.length > maxCharacters ? `${Buffer.from(text.slice(0, maxCharacters))}…` : text;
}

/** Text as it is, a number as text; else null. */
export function readCode(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : readText(value);
}

/** A finite number, also one that is written as text; else null. */
export function readNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

const MAX_PIXELS = 2 ** 31 - 1;

/** A length in whole pixels; null where there is none, or an absurd one. */
export function readPixels(value: unknown): number | null {
  const number = readNumber(value);
  return number !== null && number >= 0 && number <= MAX_PIXELS ? Math.round(number) : null;
}

/** The texts of a list; null for what is not a list. */
export function readTexts(value: unknown): string[] | null {
  return Array.isArray(value) ? value.filter((entry) => readText(entry) !== null) : null;
}

const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** The instant that an ISO 8601 text names, in ms since the epoch; UTC where it names no zone. Null for all else. */
export function readInstant(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  const match = DATE.exec(value);
  if (!match) return null;
  const hasTime = value.length > 'yyyy-mm-dd'.length;
  const instantMs = Date.parse(hasTime && match[1] === undefined ? `${value}Z` : value);
  return Number.isNaN(instantMs) ? null : instantMs;
}

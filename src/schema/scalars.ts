import { GraphQLError } from 'graphql';
import { builder } from './builder.ts';

builder.scalarType('URL', {
  description:
    "An absolute http or https address, exactly as Pictory or the caller wrote it: it is neither normalised nor checked for being reachable. Pictory's media addresses need no API key; how long they stay valid is not promised.",
  serialize: (url) => url,
  parseValue: (value) => verbatim('URL', value),
});

builder.scalarType('DateTime', {
  description:
    'A point in time in ISO 8601, such as `2026-10-02T08:15:27.104Z`. Dates that come from Pictory are passed on exactly as it wrote them.',
  serialize: (date) => date,
  parseValue: (value) => verbatim('DateTime', value),
});

/** Text as it came. What a URL must look like is checked where credits are spent, so that the answer can be typed. */
function verbatim(scalar: string, value: unknown): string {
  if (typeof value !== 'string')
    throw new GraphQLError(`${scalar} cannot represent a value that is not a string.`);
  return value;
}

/** The form in which the gateway itself writes a `DateTime`. */
export function toDateTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

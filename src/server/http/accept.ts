/** The media types of an answer that is one result. */
export type ResultType = 'application/json' | 'application/graphql-response+json';

/** What a client takes. */
export interface Accepted {
  /** For one result; null: only a stream will do. */
  result: ResultType | null;
  /** Whether a stream of events will do. */
  stream: boolean;
}

/**
 * Reads an `Accept` header. Of the two JSON types the client's favourite counts, at equal weight the one it names first;
 * `application/json` for wildcards and where there is no header.
 */
export function parseAccept(accept: string | undefined): Accepted {
  const ranges = (accept?.trim() || '*/*').split(',').map(parseRange);
  const [favourite] = ranges
    .flatMap(({ type, weight }) => {
      if (type === '*/*' || type === 'application/*') return [{ type: 'application/json' as const, weight }];
      return isResultType(type) ? [{ type, weight }] : [];
    })
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight);
  return {
    result: favourite?.type ?? null,
    stream: ranges.some(
      ({ type, weight }) => weight > 0 && ['text/event-stream', 'text/*', '*/*'].includes(type),
    ),
  };
}

function parseRange(range: string): { type: string; weight: number } {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return { type, weight: weight === undefined ? 1 : Number(weight) || 0 };
}

function isResultType(type: string): type is ResultType {
  return type === 'application/json' || type === 'application/graphql-response+json';
}

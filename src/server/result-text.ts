import type { ExecutionResult } from 'graphql';

/** What a query has answered. */
export type Data = NonNullable<ExecutionResult['data']>;

/** Data that is given more than once, and the texts of whole answers with it. */
export interface KeptData {
  readonly data: Data;
  readonly json: string;
  /** By the number of calls that stands in the answer. */
  readonly texts: Map<number, Buffer>;
}

/** On a result: what its data was kept as. A symbol, so that it is no part of the answer. */
export const KEPT = Symbol('kept data');

/** A result that may be of kept data. */
export interface Result extends ExecutionResult {
  [KEPT]?: KeptData | undefined;
}

/** The same data comes with as many calls as it takes to read it anew, or with none. */
const MAX_TEXTS = 2;

/** From now on the data must not change. */
export function keepData(data: Data): KeptData {
  return { data, json: JSON.stringify(data), texts: new Map() };
}

/** A result as JSON in UTF-8. */
export function resultText(result: Result): Buffer {
  const { [KEPT]: kept, errors, extensions } = result;
  const upstreamCalls = extensions?.upstreamCalls;
  if (!kept || errors || typeof upstreamCalls !== 'number') return Buffer.from(JSON.stringify(result));
  const made = kept.texts.get(upstreamCalls);
  if (made) return made;
  const text = Buffer.from(`{"data":${kept.json},"extensions":${JSON.stringify(extensions)}}`);
  if (kept.texts.size < MAX_TEXTS) kept.texts.set(upstreamCalls, text);
  return text;
}

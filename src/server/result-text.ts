import type { ExecutionResult } from 'graphql';

/** What a query has answered. */
export type Data = NonNullable<ExecutionResult['data']>;

/** The text of data that is given more than once, and of whole answers with it. */
interface KeptText {
  json: string;
  /** By the number of calls that stands in the answer. */
  answers: Map<number, Buffer>;
}

const keptTexts = new WeakMap<Data, KeptText>();
/** The same data comes with as many calls as it takes to read it anew, or with none. */
const MAX_ANSWERS = 2;

/** From now on the text of this data is made once. It must not change any more. @returns its length. */
export function keepText(data: Data): number {
  const known = keptTexts.get(data);
  if (known) return known.json.length;
  const json = JSON.stringify(data);
  keptTexts.set(data, { json, answers: new Map() });
  return json.length;
}

/** A result as JSON in UTF-8. */
export function resultText(result: ExecutionResult): Buffer {
  const { data, errors, extensions } = result;
  const kept = data && !errors ? keptTexts.get(data) : undefined;
  const upstreamCalls = extensions?.upstreamCalls;
  if (!kept || typeof upstreamCalls !== 'number') return Buffer.from(JSON.stringify(result));
  const made = kept.answers.get(upstreamCalls);
  if (made) return made;
  const text = Buffer.from(`{"data":${kept.json},"extensions":${JSON.stringify(extensions)}}`);
  if (kept.answers.size < MAX_ANSWERS) kept.answers.set(upstreamCalls, text);
  return text;
}

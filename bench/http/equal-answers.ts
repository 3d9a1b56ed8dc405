import { isDeepStrictEqual } from 'node:util';
import { ask, type Contender } from './contenders.ts';
import type { Query } from './queries.ts';

/**
 * Makes sure that all servers answer an operation alike: GraphQL servers with equal data, apart from cursors, which are
 * each server's own.
 *
 * @returns the length of each server's answer in bytes, by the server's name.
 * @throws {Error} that says who answers otherwise.
 */
export async function checkAnswers(
  contenders: readonly Contender[],
  query: Query,
): Promise<Map<string, number>> {
  const [body = ''] = query.bodies;
  const lengths = new Map<string, number>();
  let reference: { title: string; data: unknown } | null = null;
  for (const { kind, url } of contenders) {
    const text = await ask(url, body);
    lengths.set(kind.name, Buffer.byteLength(text));
    if (kind.answers === 'rest') continue;
    const data = readData(kind.title, text);
    reference ??= { title: kind.title, data };
    if (!isDeepStrictEqual(data, reference.data))
      throw new Error(`${kind.title} and ${reference.title} answer ${query.name} with different data.`);
  }
  return lengths;
}

function readData(title: string, text: string): unknown {
  const { data, errors } = JSON.parse(text, (name, value) =>
    name === 'endCursor' && typeof value === 'string' ? 'a cursor' : value,
  );
  if (errors || !data) throw new Error(`${title} answers with errors: ${text.slice(0, 500)}`);
  return data;
}

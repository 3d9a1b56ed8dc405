import { Pool } from 'undici';
import type { Request } from './requests.ts';

/** How requests were answered: how often without an error, and how often with which code. */
export type Outcomes = ReadonlyMap<string, number>;

/** Sends requests, so many at a time. */
export async function sendAll(url: string, requests: Iterable<Request>, atOnce: number): Promise<Outcomes> {
  const pool = new Pool(new URL(url).origin, { bodyTimeout: 120_000, headersTimeout: 120_000 });
  const outcomes = new Map<string, number>();
  const queue = requests[Symbol.iterator]();
  const send = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const { authorization, body, accept = 'application/json' } = next.value;
      const headers = { authorization, accept, 'content-type': 'application/json' };
      const answer = await pool.request({ method: 'POST', path: '/graphql', headers, body });
      const outcome = outcomeOf(answer.statusCode, await answer.body.text());
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, send));
  await pool.close();
  return outcomes;
}

function outcomeOf(status: number, text: string): string {
  const code = /"code":"(\w+)"/.exec(text)?.[1];
  return code ?? (status === 200 ? 'OK' : `status ${status}`);
}

import { Pool } from 'undici';
import type { VisitorsNews, VisitorsOrder } from './visitors.ts';
import { VISITS, type Visit, type VisitKind } from './visits.ts';

// Asks a gateway for all kinds of things for a while, and tells how often it has asked for what.

/** Requests at the same time: so few that all their ids together may wait for a place of their own at the upstream. */
const AT_ONCE = 8;
/** How often something unusually large is asked for. */
const HUGE_EVERY_MS = 15_000;

const LIGHT = ['operations', 'faults', 'tenants', 'refused', 'subscriptions', 'usual'] as const;
/** Asks for a hundred things at once, and comes a tenth as often. */
const HEAVY = ['ids', 'nodes'] as const;
const KINDS: readonly VisitKind[] = [...HEAVY, ...Array.from({ length: 10 }, () => LIGHT).flat()];

const counts = Object.fromEntries(Object.keys(VISITS).map((kind) => [kind, 0])) as Record<VisitKind, number>;
const failures = new Map<string, number>();
let turns = 0;
let hugeAt = performance.now() + HUGE_EVERY_MS;

process.on('message', async (order: VisitorsOrder) => {
  if (order.type !== 'visit') return;
  const pool = new Pool(new URL(order.url).origin);
  const endsAt = performance.now() + order.seconds * 1000;
  const visitOn = async () => {
    while (performance.now() < endsAt) {
      const kind = nextKind();
      const visit = VISITS[kind](counts[kind]++);
      const outcome = await outcomeOf(pool, visit);
      if (outcome === (visit.code ?? 'OK')) continue;
      failures.set(`${kind} ${outcome}`, (failures.get(`${kind} ${outcome}`) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visitOn));
  await pool.close();
  process.send?.({ type: 'visited', counts, failures: [...failures] } satisfies VisitorsNews);
});

function nextKind(): VisitKind {
  if (performance.now() > hugeAt) {
    hugeAt = performance.now() + HUGE_EVERY_MS;
    return 'huge pages';
  }
  return KINDS[turns++ % KINDS.length] ?? 'usual';
}

/** `OK`, or what went wrong. Of a stream only the first event is waited for. */
async function outcomeOf(pool: Pool, { authorization, body, accept }: Visit): Promise<string> {
  const headers = { authorization, 'content-type': 'application/json', ...(accept && { accept }) };
  const answer = await pool.request({ method: 'POST', path: '/graphql', headers, body });
  let text = '';
  for await (const chunk of answer.body) {
    text += chunk;
    // Leaving the loop closes the stream.
    if (accept && text.includes('data:')) break;
  }
  const code = /"code":"(\w+)"/.exec(text)?.[1];
  return code ?? (answer.statusCode === 200 ? 'OK' : `status ${answer.statusCode}`);
}

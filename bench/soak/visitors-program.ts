import { Pool } from 'undici';
import type { VisitorsNews, VisitorsOrder } from './visitors.ts';
import { VISITS, type VisitKind } from './visits.ts';

// Asks a gateway for all kinds of things for a while, and tells how often it has asked for what.

/** Requests at the same time: so few that all their ids together may wait for a place of their own at the upstream. */
const AT_ONCE = 8;
/** How often something unusually large is asked for. */
const HUGE_EVERY_MS = 15_000;

process.on('message', async (order: VisitorsOrder) => {
  if (order.type !== 'visit') return;
  const pool = new Pool(new URL(order.url).origin);
  const counts: Record<VisitKind, number> = { operations: 0, tenants: 0, ids: 0, 'huge pages': 0, usual: 0 };
  const failures = new Map<string, number>();
  const endsAt = performance.now() + order.seconds * 1000;
  let hugeAt = performance.now() + HUGE_EVERY_MS;
  let turns = 0;

  const nextKind = (): VisitKind => {
    if (performance.now() > hugeAt) {
      hugeAt += HUGE_EVERY_MS;
      return 'huge pages';
    }
    const kinds = ['operations', 'tenants', 'ids', 'usual'] as const;
    return kinds[turns++ % kinds.length] ?? 'usual';
  };
  const visitOn = async () => {
    while (performance.now() < endsAt) {
      const kind = nextKind();
      const { authorization, body } = VISITS[kind](counts[kind]++);
      const answer = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: { authorization, 'content-type': 'application/json' },
        body,
      });
      const text = await answer.body.text();
      if (answer.statusCode === 200 && !text.includes('"errors"')) continue;
      const reason = `${kind} ${/"code":"(\w+)"/.exec(text)?.[1] ?? answer.statusCode}`;
      failures.set(reason, (failures.get(reason) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, visitOn));
  await pool.close();
  process.send?.({ type: 'visited', counts, failures: [...failures] } satisfies VisitorsNews);
});

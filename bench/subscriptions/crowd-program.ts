import type { CrowdNews, CrowdOrder } from './crowd.ts';
import { subscribe } from './subscriber.ts';

// Thousands of subscribers in one process, apart from the gateway. Does what it is told by messages.

/** Subscribers that are being connected at the same time. */
const CONNECTING = 64;

const finalsAt = new Map<string, number[]>();

process.on('message', async (order: CrowdOrder) => {
  if (order.type === 'join') {
    const beganAt = nowMs();
    const jobIds = order.jobIds.values();
    await Promise.all(Array.from({ length: CONNECTING }, () => connectEach(order, jobIds)));
    tell({ type: 'joined', seconds: (nowMs() - beganAt) / 1000 });
  } else if (order.type === 'finals') {
    tell({ type: 'finals', atMs: finalsAt.get(order.jobId) ?? [] });
  }
});

async function connectEach(
  { transport, port, authorization }: Extract<CrowdOrder, { type: 'join' }>,
  jobIds: Iterator<string>,
): Promise<void> {
  for (let next = jobIds.next(); !next.done; next = jobIds.next()) {
    const jobId = next.value;
    const onFinal = () => {
      const times = finalsAt.get(jobId) ?? [];
      finalsAt.set(jobId, times);
      times.push(nowMs());
    };
    await subscribe({ transport, port, authorization, jobId }, { onFinal, onLost });
  }
}

/** A crowd that is not complete is not worth measuring. */
function onLost(reason: string): never {
  process.stderr.write(`A subscriber was lost: ${reason}\n`);
  process.exit(1);
}

function tell(news: CrowdNews): void {
  process.send?.(news);
}

/** Of a clock that all processes of the machine share. */
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

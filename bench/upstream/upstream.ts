import { setTimeout as sleep } from 'node:timers/promises';
import { startMeasured } from '../processes/measured-process.ts';

/** What the server is told. */
export type UpstreamOrder =
  | { type: 'delay'; ms: number }
  | { type: 'change pages'; always: boolean }
  | { type: 'finish'; jobIds: readonly string[] }
  | { type: 'count' };

/** What the server tells. */
export type UpstreamNews =
  | { type: 'listening'; port: number }
  | { type: 'count'; calls: number }
  | { type: 'final read'; jobId: string; atMs: number };

/** A Pictory of precomputed answers. Disposing kills it. */
export interface Upstream extends AsyncDisposable {
  readonly url: string;
  /** From now on every answer comes this late. */
  setDelay(ms: number): void;
  /** Whether from now on every page differs from the one before by some digits in its first prompt. */
  changePages(always: boolean): void;
  /** How many calls it has had. */
  countCalls(): Promise<number>;
  /** From now on these jobs are completed. Resolves when each has been read since, with the times on `process.hrtime`, in ms. */
  finish(jobIds: readonly string[]): Promise<Map<string, number>>;
}

/** How long a job that has ended may stay unread. */
const READ_LIMIT_MS = 60_000;

const SERVER = new URL('server.ts', import.meta.url);

/** Resolves when it listens. */
export async function startUpstream(): Promise<Upstream> {
  const server = startMeasured(SERVER, { core: 'measuring' });
  const order = (message: UpstreamOrder) => server.tell(message);
  const hear = <Type extends UpstreamNews['type']>(type: Type) =>
    server.hear((message) => {
      const news = message as UpstreamNews;
      return news.type === type ? (news as Extract<UpstreamNews, { type: Type }>) : undefined;
    });
  const { port } = await hear('listening');
  return {
    url: `http://127.0.0.1:${port}`,
    setDelay: (ms) => order({ type: 'delay', ms }),
    changePages: (always) => order({ type: 'change pages', always }),
    async countCalls() {
      const count = hear('count');
      order({ type: 'count' });
      return (await count).calls;
    },
    async finish(jobIds) {
      const readAt = new Map<string, number>();
      if (jobIds.length === 0) return readAt;
      const reads = server.hear((message) => {
        const news = message as UpstreamNews;
        if (news.type === 'final read') readAt.set(news.jobId, news.atMs);
        return jobIds.every((id) => readAt.has(id)) || undefined;
      });
      order({ type: 'finish', jobIds });
      const isOver = await Promise.race([reads, sleep(READ_LIMIT_MS, false, { ref: false })]);
      if (!isOver) throw new Error(`Only ${readAt.size} of ${jobIds.length} jobs were read after their end.`);
      return readAt;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

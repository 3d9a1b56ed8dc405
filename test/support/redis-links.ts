import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/clock.ts';
import { openRedisLink, type RedisLink, type RedisLinkOptions } from '../../src/replicas/redis-link.ts';
import type { RedisServer } from './redis-server.ts';

/** A link that a test may open many of, and what it told. */
export interface TestLink extends RedisLink {
  readonly news: string[];
  /** Resolves when it has told this once more than it has now. */
  nextNews(type: 'up' | 'away' | 'restarted' | 'stray'): Promise<void>;
}

/** Opens a link to a test's Redis, which is trusted at once unless the options say otherwise. */
export async function openTestLink(
  redis: Pick<RedisServer, 'url'>,
  options: Partial<RedisLinkOptions> = {},
): Promise<TestLink> {
  const news: string[] = [];
  const waits = new Set<() => void>();
  const link = await openRedisLink({
    url: redis.url,
    prefix: 'test:',
    clock: systemClock,
    gatherMs: 0,
    onNews({ type }) {
      news.push(type);
      for (const check of [...waits]) check();
    },
    ...options,
  });
  return Object.create(link, {
    news: { value: news },
    nextNews: {
      value: (type: string) =>
        new Promise<void>((resolve) => {
          const count = () => news.filter((told) => told === type).length;
          const before = count();
          const check = () => {
            if (count() === before) return;
            waits.delete(check);
            resolve();
          };
          waits.add(check);
        }),
    },
  }) as TestLink;
}

/** The same link with a room of its own in Redis, which has been gathered by whatever clock. */
export function emptyRoomOf(link: RedisLink): RedisLink {
  return Object.create(link, {
    prefix: { value: `test:${randomUUID()}:` },
    incarnation: { value: { ...link.incarnation, id: 'room', gatheredAtMs: 0 } },
  }) as RedisLink;
}

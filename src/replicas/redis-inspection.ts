import type { Redis } from 'ioredis';

/** What a Redis says of itself. */
export interface RedisInspection {
  /** Changes with each start; empty where Redis does not tell. */
  runId: string;
  /** What keeps it from holding idempotency records safely, in words for an operator. */
  concerns: string[];
}

/** Looks at a server. Hosted ones may not tell how they are configured: that is a concern, not a failure. */
export async function inspectRedis(redis: Redis): Promise<RedisInspection> {
  const info = await redis.info('server').catch(unlessRefused(''));
  const config = await readConfig(redis);
  return {
    runId: /^run_id:(\w+)/m.exec(info)?.[1] ?? '',
    concerns: [
      ...(config ? concernsAbout(config) : [UNKNOWN_SETTINGS]),
      ...(info === '' ? [UNKNOWN_STARTS] : []),
    ],
  };
}

async function readConfig(redis: Redis): Promise<Map<string, string> | null> {
  const settings = new Map<string, string>();
  // One by one: Redis before 7 takes no more at once.
  for (const name of ['maxmemory-policy', 'appendonly', 'save']) {
    const answer = await (redis.config('GET', name) as Promise<string[]>).catch(unlessRefused(null));
    if (!answer) return null;
    settings.set(name, answer[1] ?? '');
  }
  return settings;
}

/** What stands for an answer that Redis refuses to give. Silence is another matter. */
function unlessRefused<Instead>(instead: Instead): (error: Error) => Instead {
  return (error) => {
    if (error.name !== 'ReplyError') throw error;
    return instead;
  };
}

function concernsAbout(config: ReadonlyMap<string, string>): string[] {
  const policy = config.get('maxmemory-policy') ?? '';
  const isPersistent = config.get('appendonly') === 'yes' || config.get('save') !== '';
  return [
    ...(policy === 'noeviction'
      ? []
      : [
          `maxmemory-policy is ${policy}: when memory is short, Redis drops idempotency records, and their requests could be bought twice. Set it to noeviction.`,
        ]),
    ...(isPersistent
      ? []
      : [
          'Nothing is persisted: after a restart of Redis, idempotency records come back only from the gateways that still remember them. Set appendonly to yes.',
        ]),
  ];
}

const UNKNOWN_STARTS =
  'It does not tell its run (INFO): whenever a gateway connects, all of them write their idempotency records back, and keyed generations wait for seconds.';

const UNKNOWN_SETTINGS =
  'Its settings cannot be read. Make sure that maxmemory-policy is noeviction, and that it persists (appendonly).';

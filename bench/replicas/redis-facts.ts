import type { RedisServer } from '../../test/support/redis-server.ts';

/** What the keys of a kind take, in bytes each: MEMORY USAGE, which counts name and value but not the list of what expires. */
export async function sizesOf(redis: RedisServer, pattern: string): Promise<number[]> {
  const script = `local sizes = {}
    for _, key in ipairs(redis.call('KEYS', ARGV[1])) do
      sizes[#sizes + 1] = redis.call('MEMORY', 'USAGE', key, 'SAMPLES', '0')
    end
    return sizes`;
  const answer = await redis.command('EVAL', script, '0', pattern);
  return answer.split('\n').filter(Boolean).map(Number);
}

/** All that Redis takes, without what it holds for its clients: that goes up and down with the traffic. */
export async function usedMemory(redis: RedisServer): Promise<number> {
  const facts = parseFacts(await redis.command('INFO', 'memory'));
  return Number(facts.get('used_memory')) - Number(facts.get('mem_clients_normal') ?? 0);
}

/** Its name and version. */
export async function versionOf(redis: RedisServer): Promise<string> {
  const facts = parseFacts(await redis.command('INFO', 'server'));
  const valkey = facts.get('valkey_version');
  return valkey ? `Valkey ${valkey}` : `Redis ${facts.get('redis_version')}`;
}

/** What Redis has executed so far. */
export interface CommandCount {
  /** Each command, those within scripts as well. */
  executed: number;
  /** What came over the network. */
  sent: number;
}

/** @see CommandCount. Holds while gateways do nothing but watch jobs. */
export async function countCommands(redis: RedisServer): Promise<CommandCount> {
  const facts = parseFacts(await redis.command('INFO', 'commandstats'));
  const callsOf = (name: string) => Number(/calls=(\d+)/.exec(facts.get(`cmdstat_${name}`) ?? '')?.[1] ?? 0);
  const executed = [...facts.keys()]
    .filter((name) => name.startsWith('cmdstat_') && name !== 'cmdstat_info')
    .reduce((sum, name) => sum + callsOf(name.slice('cmdstat_'.length)), 0);
  // Each script of those that are run meanwhile has one GET.
  const getsInScripts = callsOf('eval');
  return { executed, sent: callsOf('eval') + callsOf('get') - getsInScripts + callsOf('mget') };
}

function parseFacts(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(/\r?\n/).map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1)];
  });
  return new Map(pairs);
}

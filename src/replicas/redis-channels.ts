import type { Redis } from 'ioredis';

/** The channels that somebody in this process listens to, over one connection. */
export interface RedisChannels {
  /**
   * Listens to a channel. Once this resolves no message is missed, unless the connection is lost: then from `rejoin` on.
   */
  listen(channel: string, onMessage: (message: string) => void): Promise<AsyncDisposable>;
  /** Joins all channels anew, on a connection that has forgotten them. */
  rejoin(): Promise<void>;
}

/** @param onTrouble told when a channel could not be joined on a connection that seemed to be there. */
export function createRedisChannels(subscriber: Redis, onTrouble: (error: Error) => void): RedisChannels {
  const listeners = new Map<string, Set<(message: string) => void>>();
  subscriber.on('message', (channel: string, message: string) => {
    for (const listener of [...(listeners.get(channel) ?? [])]) listener(message);
  });

  return {
    async listen(channel, onMessage) {
      const others = listeners.get(channel) ?? new Set();
      // An object of its own: the same function may listen twice.
      const listener = (message: string) => onMessage(message);
      listeners.set(channel, others.add(listener));
      // For each listener anew, so that none believes to hear what another is still joining. Commands keep their order on
      // a connection: a channel that is left and joined again ends up joined.
      if (subscriber.status === 'ready') await subscriber.subscribe(channel).catch(onTrouble);
      return {
        async [Symbol.asyncDispose]() {
          if (!others.delete(listener) || others.size > 0 || listeners.get(channel) !== others) return;
          listeners.delete(channel);
          if (subscriber.status === 'ready') await subscriber.unsubscribe(channel).catch(() => {});
        },
      };
    },
    async rejoin() {
      if (listeners.size > 0) await subscriber.subscribe(...listeners.keys());
    },
  };
}

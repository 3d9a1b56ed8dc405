import type { Redis } from 'ioredis';

/** The channels that somebody in this process listens to, over one connection. */
export interface RedisChannels {
  /**
   * Listens to a channel. Once this resolves no message is missed, unless the connection is lost: then from `rejoin` on.
   */
  listen(channel: string, onMessage: (message: string) => void): Promise<AsyncDisposable>;
  /** Joins all channels anew, on a connection that has forgotten them; who listens from then on joins at once. */
  rejoin(): Promise<void>;
  /** The connection is not to be waited for: who listens from now on is joined by the next `rejoin`. */
  leave(): void;
}

/**
 * @param options.onTrouble told when a channel could not be joined on a connection that seemed to be there.
 * @param options.onStray told of what a listener could not understand: of another version, or not ours.
 */
export function createRedisChannels(
  subscriber: Redis,
  { onTrouble, onStray }: { onTrouble: (error: Error) => void; onStray: (error: unknown) => void },
): RedisChannels {
  const listeners = new Map<string, Set<(message: string) => void>>();
  let isJoined = false;
  subscriber.on('message', (channel: string, message: string) => {
    for (const listener of [...(listeners.get(channel) ?? [])]) {
      try {
        listener(message);
      } catch (error) {
        onStray(error);
      }
    }
  });

  return {
    async listen(channel, onMessage) {
      const others = listeners.get(channel) ?? new Set();
      // An object of its own: the same function may listen twice.
      const listener = (message: string) => onMessage(message);
      listeners.set(channel, others.add(listener));
      // For each listener anew, so that none believes to hear what another is still joining. Commands keep their order on
      // a connection: a channel that is left and joined again ends up joined.
      if (isJoined) await subscriber.subscribe(channel).catch(onTrouble);
      return {
        async [Symbol.asyncDispose]() {
          if (!others.delete(listener) || others.size > 0 || listeners.get(channel) !== others) return;
          listeners.delete(channel);
          if (isJoined) await subscriber.unsubscribe(channel).catch(() => {});
        },
      };
    },
    async rejoin() {
      const joined = new Set<string>();
      for (;;) {
        // Others may have begun to listen meanwhile.
        const missing = [...listeners.keys()].filter((channel) => !joined.has(channel));
        if (missing.length === 0) break;
        await subscriber.subscribe(...missing);
        for (const channel of missing) joined.add(channel);
      }
      isJoined = true;
    },
    leave() {
      isJoined = false;
    },
  };
}

import type { UpstreamFailure } from '../errors.ts';
import { createHost, type HostAccount, type HostOptions } from '../host.ts';
import { IMAGES_PATH, parseImage, parseImageSlice } from './images.ts';
import type { Pixverse, PixverseAccount } from './pixverse.ts';

/** What the client needs: see `HostOptions`. */
export type PixverseOptions = Omit<HostOptions, 'service' | 'buyTimeoutMs' | 'meanings'>;

/** Statuses of useapi.net's own, and one that it means otherwise. */
const MEANINGS: ReadonlyMap<number, UpstreamFailure> = new Map([
  // The subscription has ended: as with a bad token, nothing more comes of it.
  [402, 'unauthorized'],
  // The session of a linked account is broken. No outage, and nothing to repeat: somebody has to link it anew.
  [596, 'refused'],
]);

/** PixVerse over HTTP, through useapi.net. Disposing cuts every call. */
export function createPixverse(options: PixverseOptions): Pixverse {
  const { timeoutMs } = options;
  const host = createHost({
    ...options,
    service: 'useapi.net',
    // Nothing is bought here.
    buyTimeoutMs: timeoutMs,
    meanings: MEANINGS,
  });
  return {
    account: (token) => createAccount(host.account(`Bearer ${token}`)),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

/** As in the addresses that useapi.net prints: neither tells what is asked for. */
const LIST_ROUTE = `/v2/pixverse${IMAGES_PATH}`;
const IMAGE_ROUTE = `${LIST_ROUTE}/{image_id}`;

function createAccount(host: HostAccount): PixverseAccount {
  return {
    async listImages({ offset, limit, email }, call) {
      const query = new URLSearchParams({ limit: String(limit), offset: String(offset) });
      if (email !== null) query.set('email', email.toWellFormed());
      const body = await host.read(
        {
          method: 'GET',
          path: `${IMAGES_PATH}/?${query}`,
          route: LIST_ROUTE,
          // What an address that is not linked answers is not documented.
          blame: email === null ? 'always' : 'unless-500',
        },
        call,
      );
      return parseImageSlice(body);
    },

    async readImage(imageId, call) {
      const path = `${IMAGES_PATH}/${encodeURIComponent(imageId.toWellFormed())}`;
      const body = await host.read({ method: 'GET', path, route: IMAGE_ROUTE, blame: 'unless-500' }, call);
      return parseImage(body, imageId);
    },
  };
}

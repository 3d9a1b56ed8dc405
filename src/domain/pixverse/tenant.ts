import { LONGEST_IMAGE_ID } from '../../upstream/pixverse/images.ts';
import type { PixverseAccount } from '../../upstream/pixverse/pixverse.ts';
import { GatewayError } from '../errors.ts';
import { createSealer, deriveKey, type Sealer } from '../seal.ts';
import type { TenantId, UpstreamAccount } from '../tenant.ts';
import type { PixverseImageId } from './image.ts';

/** The operator's useapi.net account: there is one, and it is the gateway's own. */
export interface PixverseTenant extends UpstreamAccount {
  readonly pixverse: PixverseAccount;
  /** Seals the ids of images. */
  readonly ids: Sealer;
}

/**
 * @param options.gatewaySecrets when not empty, ids and cursors derive from them instead of from the token (the first
 * seals, all open), so that they survive a new token.
 */
export function createPixverseTenant(options: {
  pixverse: PixverseAccount;
  token: string;
  gatewaySecrets: readonly string[];
}): PixverseTenant {
  const { pixverse, token, gatewaySecrets } = options;
  const [first = token, ...former] = gatewaySecrets;
  const secrets: readonly [string, ...string[]] = [first, ...former];
  return {
    id: deriveKey(first, 'pixverse tenant id').toString('base64url').slice(0, 22) as TenantId,
    pixverse,
    ids: createSealer(secrets, 'pixverse ids'),
    cursors: createSealer(secrets, 'pixverse cursors'),
    shared: createSealer(secrets, 'pixverse shared state'),
  };
}

/** What useapi.net's ids of images look like. */
const USEAPI_ID = /^user:.+-pixverse:.+-image:\d+$/;

/** Hides an id of useapi.net's. The same one always has the same name. */
export function sealImageId({ ids }: PixverseTenant, imageId: string): PixverseImageId {
  return ids.seal(imageId) as PixverseImageId;
}

/** useapi.net's id of an image. @param id one of this tenant's: anything else is a mistake of ours. */
export function openImageId({ ids }: PixverseTenant, id: PixverseImageId): string {
  const imageId = ids.open(id);
  if (imageId === null) throw new Error('This is not the id of an image of this account.');
  return imageId;
}

/**
 * The image that a text names: by the id that this gateway gave it, under any of its secrets, or by useapi.net's own.
 *
 * @throws {GatewayError} `BAD_USER_INPUT` for anything else. The text, which may hold an e-mail address, is not repeated.
 */
export function parseImageId(tenant: PixverseTenant, text: string): PixverseImageId {
  const imageId = USEAPI_ID.test(text) && text.length <= LONGEST_IMAGE_ID ? text : tenant.ids.open(text);
  if (imageId !== null) return sealImageId(tenant, imageId);
  throw new GatewayError(
    'BAD_USER_INPUT',
    'This id of a PixVerse image was not made by this gateway for its present account. Pass one as it was received: "PixverseImage:…", or useapi.net\'s own "user:…-pixverse:…-image:…".',
  );
}

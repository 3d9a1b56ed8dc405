import type { ListedImage } from '../upstream/pictory/images.ts';
import type { ListedVideo } from '../upstream/pictory/videos.ts';
import type { Connection, ConnectionArguments } from './connection.ts';
import type { GatewayError } from './errors.ts';
import type { Operation } from './operation.ts';
import type { Tenant } from './tenant.ts';

/** A finished image of a tenant's library. */
export type Image = ListedImage;

/** A finished video of a tenant's library. */
export type Video = ListedVideo;

/** What a tenant has made, as lists and by id. Failures are `GatewayError`s. */
export interface Library {
  listImages(tenant: Tenant, page: ConnectionArguments, operation: Operation): Promise<Connection<Image>>;
  listVideos(tenant: Tenant, page: ConnectionArguments, operation: Operation): Promise<Connection<Video>>;
  /** In the order of the ids. Null: the whole list was read and the id is not in it. One id's failure is its own. */
  loadImages(tenant: Tenant, ids: readonly string[], operation: Operation): Promise<(Image | null | GatewayError)[]>;
  loadVideos(tenant: Tenant, ids: readonly string[], operation: Operation): Promise<(Video | null | GatewayError)[]>;
  /**
   * The listed asset behind a finished job's url; null while Pictory does not list it.
   *
   * @param fresh the job has just ended: page one is read again at 0, 1, 2, 4 s until the url is there.
   */
  findImageByUrl(tenant: Tenant, url: string, operation: Operation, fresh?: boolean): Promise<Image | null>;
  findVideoByUrl(tenant: Tenant, url: string, operation: Operation, fresh?: boolean): Promise<Video | null>;
  /** Forgets page one of a list: something new is on it. */
  forgetFirstPage(tenant: Tenant, kind: 'image' | 'video' | null): void;
  /** Forgets all pages: something has been deleted. */
  forgetPages(tenant: Tenant): void;
}

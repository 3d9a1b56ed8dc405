import type { Clock } from '../clock.ts';
import type { ListPage, PageKey, ReadCall } from '../upstream/call.ts';
import type { ListedImage } from '../upstream/pictory/images.ts';
import type { ListedVideo } from '../upstream/pictory/videos.ts';
import { type AssetFilter, type AssetFilterInput, createAssetFilter } from './asset-filter.ts';
import type { Operation } from './operation.ts';
import type { Connection, ConnectionArguments } from './paging/connection.ts';
import type { AssetKey } from './paging/list-search.ts';
import { createLookup, type Lookup } from './paging/lookup.ts';
import { createPages, type ListKind, type PageCache, type Pages } from './paging/pages.ts';
import { NO_PLACE_INDEX, type PlaceIndex } from './paging/place-index.ts';
import { walkConnection } from './paging/walk.ts';
import type { SharedReads } from './shared-reads.ts';
import type { Tenant } from './tenant.ts';
import { walkTimeline } from './timeline.ts';
import { toGatewayError } from './upstream-failure.ts';

/** A finished image of a tenant's library. */
export type Image = ListedImage;

/** A finished video of a tenant's library. */
export type Video = ListedVideo;

/** What both kinds of asset have. */
type Asset = Image | Video;

/** What a client asks of a list of assets. */
export interface AssetArguments extends ConnectionArguments {
  /** Absent or null: all of them. */
  filter?: AssetFilterInput | null | undefined;
}

/** What a tenant has made, as lists and by id. Failures are `GatewayError`s. */
export interface Library {
  listImages(tenant: Tenant, page: AssetArguments, operation: Operation): Promise<Connection<Image>>;
  listVideos(tenant: Tenant, page: AssetArguments, operation: Operation): Promise<Connection<Video>>;
  /** Both kinds in one order. When either list fails, all of it does. */
  listAssets(tenant: Tenant, page: AssetArguments, operation: Operation): Promise<Connection<Asset>>;
  /** In the order of the ids. Null: the whole list was read and the id is not in it. One id's failure is its own. */
  loadImages(tenant: Tenant, ids: readonly string[], operation: Operation): Promise<(Image | null | Error)[]>;
  loadVideos(tenant: Tenant, ids: readonly string[], operation: Operation): Promise<(Video | null | Error)[]>;
  /**
   * The listed asset behind a finished job's url; null while Pictory does not list it.
   *
   * @param fresh the job may just have ended: when the url is not in the list, page one is read again after 1, 2, 4 s.
   */
  findImageByUrl(tenant: Tenant, url: string, operation: Operation, fresh?: boolean): Promise<Image | null>;
  findVideoByUrl(tenant: Tenant, url: string, operation: Operation, fresh?: boolean): Promise<Video | null>;
  /** Forgets page one of a list: something new is on it. */
  forgetFirstPage(tenant: Tenant, kind: 'image' | 'video' | null): void;
  /** Forgets all pages: something has been deleted. */
  forgetPages(tenant: Tenant): void;
}

/** How long after a job's end page one is read again while its asset is not listed yet. */
const LISTING_DELAYS_MS = [0, 1000, 2000, 4000];
/** A page this young tells as much as a fresh read: many may wait for the same asset. */
const FRESH_PAGE_MS = 500;

/**
 * The library over Pictory's lists.
 *
 * @param options.lookupMaxPages `LOOKUP_MAX_PAGES`: how many pages one search by id may read.
 * @param options.filterMaxPages `FILTER_MAX_PAGES`: how many pages one filtered connection may look through.
 * @param options.cacheTtlMs `PAGE_CACHE_TTL_MS`: how long the first page is kept; 0 keeps none.
 */
export function createLibrary(options: {
  reads: SharedReads;
  cache: PageCache;
  cacheTtlMs: number;
  lookupMaxPages: number;
  filterMaxPages: number;
  clock: Clock;
  /** Where other processes have seen assets. Default: there are none. */
  places?: PlaceIndex;
}): Library {
  const { clock } = options;
  const images = createShelf<Image>(options, 'images', (tenant, key, call) =>
    tenant.pictory.listImages(key, call),
  );
  const videos = createShelf<Video>(options, 'videos', (tenant, key, call) =>
    tenant.pictory.listVideos(key, call),
  );

  async function list<Item extends Asset>(
    walk: (filter: AssetFilter | null) => Promise<Connection<Item>>,
    tenant: Tenant,
    { filter }: AssetArguments,
  ) {
    try {
      return await walk(createAssetFilter(filter, options.filterMaxPages));
    } catch (error) {
      throw toGatewayError(error, tenant);
    }
  }

  async function load<Item extends Asset>(
    shelf: Shelf<Item>,
    tenant: Tenant,
    keys: AssetKey[],
    operation: Operation,
  ) {
    const answers = await shelf.lookup.find(tenant, keys, operation);
    return answers.map((answer) => (answer instanceof Error ? toGatewayError(answer, tenant) : answer));
  }

  async function findByUrl<Item extends Asset>(
    shelf: Shelf<Item>,
    tenant: Tenant,
    url: string,
    operation: Operation,
    fresh: boolean,
  ) {
    if (fresh) return awaitListing(shelf, tenant, url, operation);
    const [found] = await load(shelf, tenant, [`url ${url}`], operation);
    if (found instanceof Error) throw found;
    return found ?? null;
  }

  async function awaitListing<Item extends Asset>(
    shelf: Shelf<Item>,
    tenant: Tenant,
    url: string,
    operation: Operation,
  ) {
    try {
      for (const delayMs of LISTING_DELAYS_MS) {
        if (delayMs > 0) await clock.sleep(delayMs, operation.signal);
        const page = await shelf.pages.read(tenant, null, operation.readCall(), clock.now() - FRESH_PAGE_MS);
        const listed = page.items.find(({ item }) => item && item.url === url);
        if (listed) return listed.item;
        if (delayMs > 0) continue;
        // The job may have ended long ago, and only its waiter be new.
        const [found] = await shelf.lookup.find(tenant, [`url ${url}`], operation);
        if (found && !(found instanceof Error)) return found;
      }
      return null;
    } catch (error) {
      throw toGatewayError(error, tenant);
    }
  }

  return {
    listImages: (tenant, page, operation) =>
      list((filter) => walkConnection(images.pages, tenant, page, operation, filter), tenant, page),
    listVideos: (tenant, page, operation) =>
      list((filter) => walkConnection(videos.pages, tenant, page, operation, filter), tenant, page),
    listAssets(tenant, page, operation) {
      const pages = { image: images.pages, video: videos.pages };
      return list((filter) => walkTimeline(pages, tenant, page, operation, filter), tenant, page);
    },
    loadImages: (tenant, ids, operation) => load(images, tenant, ids.map(byId), operation),
    loadVideos: (tenant, ids, operation) => load(videos, tenant, ids.map(byId), operation),
    findImageByUrl: (tenant, url, operation, fresh = false) =>
      findByUrl(images, tenant, url, operation, fresh),
    findVideoByUrl: (tenant, url, operation, fresh = false) =>
      findByUrl(videos, tenant, url, operation, fresh),
    forgetFirstPage(tenant, kind) {
      for (const shelf of kind === null ? [images, videos] : kind === 'image' ? [images] : [videos]) {
        shelf.pages.forgetFirst(tenant);
        shelf.lookup.forgetAbsent(tenant);
      }
    },
    forgetPages(tenant) {
      for (const shelf of [images, videos]) shelf.pages.forgetAll(tenant);
    },
  };
}

/** One kind of asset: its pages, and how to find one among them. */
interface Shelf<Item extends Asset> {
  pages: Pages<Item>;
  lookup: Lookup<Item>;
}

function createShelf<Item extends Asset>(
  options: Parameters<typeof createLibrary>[0],
  kind: ListKind,
  list: (tenant: Tenant, key: PageKey | null, call: ReadCall) => Promise<ListPage<Item>>,
): Shelf<Item> {
  const lookup = createLookup<Item>({
    pages: () => pages,
    index: options.places ?? NO_PLACE_INDEX,
    maxPages: options.lookupMaxPages,
    clock: options.clock,
  });
  const pages: Pages<Item> = createPages({ ...options, kind, list, onLoad: lookup.note });
  return { pages, lookup };
}

function byId(id: string): AssetKey {
  return `id ${id}`;
}

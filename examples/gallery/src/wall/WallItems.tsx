import { type KeyboardEvent, useEffect, useRef } from 'react';
import { graphql, type PreloadedQuery, usePaginationFragment, usePreloadedQuery } from 'react-relay';
import type { WallItems_query$key } from '../__generated__/WallItems_query.graphql.ts';
import type { WallItemsPageQuery } from '../__generated__/WallItemsPageQuery.graphql.ts';
import type { WallProviderQuery } from '../__generated__/WallProviderQuery.graphql.ts';
import { useViewer } from '../viewer/ViewerProvider.tsx';
import { Tile } from './Tile.tsx';
import { WallEnd } from './WallEnd.tsx';
import { wallQuery } from './WallProvider.tsx';

/** The items that have been loaded, and the end that loads more of them. */
export function WallItems({ reference }: { reference: PreloadedQuery<WallProviderQuery> }) {
  const query = usePreloadedQuery<WallProviderQuery>(wallQuery, reference);
  const { data, loadNext, hasNext, isLoadingNext } = usePaginationFragment<
    WallItemsPageQuery,
    WallItems_query$key
  >(
    graphql`
      fragment WallItems_query on Query
      @refetchable(queryName: "WallItemsPageQuery")
      @argumentDefinitions(first: { type: "Int", defaultValue: 40 }, after: { type: "String" }, filter: { type: "AssetFilter!" }) {
        assets(first: $first, after: $after, filter: $filter) @connection(key: "WallItems_assets", filters: ["filter"]) {
          truncated
          edges {
            node {
              id
              ...Tile_asset
              # The viewer opens without asking again.
              ...ViewerAsset_node
            }
          }
        }
      }
    `,
    query,
  );
  const feed = useRef<HTMLDivElement>(null);
  // An entry that Pictory lists without its id, address or date is null: there is nothing to show of it.
  const assets = (data.assets?.edges ?? []).flatMap(({ node }) => node ?? []);
  const { setOrder } = useViewer();
  useEffect(() => setOrder(assets.map(({ id }) => id)));

  /** A feed moves by item with Page Down and Page Up. */
  function moveByItem(event: KeyboardEvent) {
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    if (!step || !feed.current) return;
    const items = [...feed.current.querySelectorAll<HTMLElement>('.tile-button')];
    const next = items[items.indexOf(document.activeElement as HTMLElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  return (
    <>
      <div
        ref={feed}
        className="wall"
        role="feed"
        aria-label="Library"
        aria-busy={isLoadingNext}
        onKeyDown={moveByItem}
      >
        {assets.map((asset, index) => (
          <Tile key={asset.id} asset={asset} position={index + 1} />
        ))}
      </div>
      <WallEnd
        itemCount={assets.length}
        isTruncated={data.assets?.truncated ?? false}
        hasNext={hasNext}
        isLoading={isLoadingNext}
        load={(onError) => loadNext(PAGE_SIZE, { onComplete: onError })}
      />
    </>
  );
}

const PAGE_SIZE = 60;

import { graphql, useLazyLoadQuery, useRefetchableFragment } from 'react-relay';
import type { ViewerAsset_node$key } from '../__generated__/ViewerAsset_node.graphql.ts';
import type { ViewerAssetQuery } from '../__generated__/ViewerAssetQuery.graphql.ts';
import type { ViewerAssetRefetchQuery } from '../__generated__/ViewerAssetRefetchQuery.graphql.ts';
import { useAttempts } from '../page/AttemptProvider.tsx';
import { ViewerDetails } from './ViewerDetails.tsx';
import { ViewerMedia } from './ViewerMedia.tsx';

/** An asset by its global id: out of the store where a list has brought it, else from the gateway. */
export function ViewerAsset({ id }: { id: string }) {
  const { attempt } = useAttempts();
  const { node } = useLazyLoadQuery<ViewerAssetQuery>(
    graphql`
      query ViewerAssetQuery($id: ID!) {
        node(id: $id) {
          ...ViewerAsset_node
        }
      }
    `,
    { id },
    { fetchKey: attempt },
  );
  return node ? (
    <FoundAsset node={node} />
  ) : (
    <p className="viewer-waiting">It is not in the library any more.</p>
  );
}

function FoundAsset({ node }: { node: ViewerAsset_node$key }) {
  const [asset, refetch] = useRefetchableFragment<ViewerAssetRefetchQuery, ViewerAsset_node$key>(
    graphql`
      fragment ViewerAsset_node on Node @refetchable(queryName: "ViewerAssetRefetchQuery") {
        ...ViewerMedia_asset @alias(as: "media")
        ...ViewerDetails_asset @alias(as: "details")
      }
    `,
    node,
  );
  if (!asset.media || !asset.details)
    return <p className="viewer-waiting">This is neither a picture nor a video.</p>;
  return (
    <>
      <ViewerMedia asset={asset.media} onRenew={() => refetch({}, { fetchPolicy: 'network-only' })} />
      <ViewerDetails asset={asset.details} />
    </>
  );
}

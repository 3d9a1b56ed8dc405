import { graphql, useFragment } from 'react-relay';
import type { Tile_asset$key } from '../__generated__/Tile_asset.graphql.ts';
import { useViewer } from '../viewer/ViewerProvider.tsx';

interface TileProps {
  asset: Tile_asset$key;
  /** From 1. */
  position: number;
}

/** One picture or video on the wall. A press opens it; a video then plays. */
export function Tile({ asset, position }: TileProps) {
  const { __typename, id, url, prompt, width, height, ...media } = useFragment(
    graphql`
      fragment Tile_asset on Asset {
        __typename
        id
        url
        prompt
        width
        height
        ... on Video {
          duration
          thumbnailImageUrl
          previewImageUrl
        }
      }
    `,
    asset,
  );
  const { open } = useViewer();
  const isVideo = __typename === 'Video';
  const pictureUrl = isVideo ? (media.previewImageUrl ?? media.thumbnailImageUrl) : url;
  const words = prompt ?? (isVideo ? 'Video without a prompt' : 'Picture without a prompt');
  // Its place is as large as it will be before anything of it has come.
  const ratio = width && height ? width / height : 1;

  return (
    <article
      className="tile"
      style={{ '--ratio': ratio }}
      aria-posinset={position}
      aria-setsize={-1}
      aria-label={words}
    >
      <button type="button" className="tile-button" onClick={() => open(id)}>
        {pictureUrl ? (
          <img src={pictureUrl} alt={words} loading="lazy" decoding="async" />
        ) : (
          <span>{words}</span>
        )}
        {isVideo && (
          <span className="tile-badge">
            <span className="visually-hidden">Video</span>
            <PlaySign />
            {media.duration}
          </span>
        )}
        <span className="tile-words" aria-hidden="true">
          {words}
        </span>
      </button>
    </article>
  );
}

function PlaySign() {
  return (
    <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      <path d="M2 1l7 4-7 4z" fill="currentColor" />
    </svg>
  );
}

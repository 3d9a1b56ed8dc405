import { graphql, useFragment } from 'react-relay';
import type { AssetActions_asset$key } from '../__generated__/AssetActions_asset.graphql.ts';
import { useDraft } from '../composer/DraftProvider.tsx';
import type { Arrival } from '../composer/draft.ts';
import { useViewer } from './ViewerProvider.tsx';

/** What can be made of an asset. Each puts something into the form; none buys anything. */
export function AssetActions({ asset: key }: { asset: AssetActions_asset$key }) {
  const asset = useFragment(
    graphql`
      fragment AssetActions_asset on Asset {
        id
        url
        prompt
        model
        aspectRatio
        ... on Image {
          style
        }
        ... on Video {
          duration
          previewImageUrl
          lastFrameImageUrl
        }
      }
    `,
    key,
  );
  const [, dispatch] = useDraft();
  const { close } = useViewer();
  const { id, url, aspectRatio = null } = asset;
  const same = { prompt: asset.prompt ?? '', model: asset.model ?? null, aspectRatio: aspectRatio ?? null };
  const put = (arrival: Arrival) => {
    close();
    dispatch({ type: 'arrive', arrival });
  };

  if (id.startsWith('Video:')) {
    const pictureUrl = asset.lastFrameImageUrl ?? asset.previewImageUrl ?? null;
    const duration = asset.duration ?? null;
    return (
      <div className="actions">
        <button
          type="button"
          className="button button-primary"
          onClick={() =>
            put({
              kind: 'VIDEO',
              ...same,
              prompt: '',
              duration,
              source: { use: 'continueVideo', value: id, pictureUrl },
            })
          }
        >
          Continue
        </button>
        <button type="button" className="button" onClick={() => put({ kind: 'VIDEO', ...same, duration })}>
          Remix
        </button>
        <OriginalLink url={url} />
      </div>
    );
  }
  return (
    <div className="actions">
      <button
        type="button"
        className="button button-primary"
        onClick={() =>
          put({
            kind: 'IMAGE',
            ...same,
            style: asset.style ?? null,
            source: { use: 'referenceImageUrl', value: url, pictureUrl: url },
          })
        }
      >
        Remix
      </button>
      <button
        type="button"
        className="button"
        onClick={() =>
          put({
            kind: 'VIDEO',
            aspectRatio: same.aspectRatio,
            source: { use: 'firstFrameImageUrl', value: url, pictureUrl: url },
          })
        }
      >
        Animate
      </button>
      <OriginalLink url={url} />
    </div>
  );
}

function OriginalLink({ url }: { url: string }) {
  return (
    <a className="button button-quiet" href={url} target="_blank" rel="noreferrer">
      Original
    </a>
  );
}

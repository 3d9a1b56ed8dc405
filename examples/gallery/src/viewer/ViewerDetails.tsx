import { graphql, useFragment } from 'react-relay';
import type { ViewerDetails_asset$key } from '../__generated__/ViewerDetails_asset.graphql.ts';
import { ImageActions } from './ImageActions.tsx';
import { VideoActions } from './VideoActions.tsx';

/** The prompt, how it was made, and what can be made of it. */
export function ViewerDetails({ asset: key }: { asset: ViewerDetails_asset$key }) {
  const asset = useFragment(
    graphql`
      fragment ViewerDetails_asset on Asset {
        createdDate
        prompt
        model
        aspectRatio
        width
        height
        ... on Image {
          style
        }
        ... on Video {
          duration
        }
        url
        ...ImageActions_image @alias(as: "image")
        ...VideoActions_video @alias(as: "video")
      }
    `,
    key,
  );
  const facts = {
    Model: asset.model,
    Style: asset.style,
    Duration: asset.duration,
    Size: asset.width && asset.height ? `${asset.width} × ${asset.height}` : asset.aspectRatio,
    Made: new Date(asset.createdDate).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' }),
  };
  return (
    <div className="viewer-details">
      <p className="viewer-prompt">{asset.prompt ?? 'Its prompt is not known.'}</p>
      <dl className="facts">
        {Object.entries(facts).map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <div className="actions">
        {asset.image && <ImageActions image={asset.image} />}
        {asset.video && <VideoActions video={asset.video} />}
        <a className="button button-quiet" href={asset.url} target="_blank" rel="noreferrer">
          Original
        </a>
      </div>
    </div>
  );
}

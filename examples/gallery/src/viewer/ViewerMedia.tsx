import { useState } from 'react';
import { graphql, useFragment } from 'react-relay';
import type { ViewerMedia_asset$key } from '../__generated__/ViewerMedia_asset.graphql.ts';

interface ViewerMediaProps {
  asset: ViewerMedia_asset$key;
  /** Asks the gateway for the asset anew: addresses of files may not last for ever. */
  onRenew: () => void;
}

/** The picture, or the video, which plays. */
export function ViewerMedia({ asset, onRenew }: ViewerMediaProps) {
  const { __typename, url, prompt, width, height, previewImageUrl } = useFragment(
    graphql`
      fragment ViewerMedia_asset on Asset {
        __typename
        url
        prompt
        width
        height
        ... on Video {
          previewImageUrl
        }
      }
    `,
    asset,
  );
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  if (failedUrl === url) {
    return (
      <div className="viewer-media viewer-failed" role="alert">
        <p>The file did not load.</p>
        <button
          type="button"
          className="button"
          onClick={() => {
            setFailedUrl(null);
            onRenew();
          }}
        >
          Try again
        </button>
      </div>
    );
  }

  const mayMove = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  const common = {
    src: url,
    width: width ?? undefined,
    height: height ?? undefined,
    onError: () => setFailedUrl(url),
  };
  return (
    <div className="viewer-media">
      {__typename === 'Video' ? (
        <video {...common} poster={previewImageUrl ?? undefined} controls autoPlay={mayMove} playsInline loop>
          <track kind="captions" label="Prompt" srcLang="en" src={captionsOf(prompt ?? '')} />
        </video>
      ) : (
        <img {...common} alt={prompt ?? ''} />
      )}
    </div>
  );
}

/** A video that was made has no words of its own; what it shows is what it was asked for. */
function captionsOf(prompt: string): string {
  const cue = prompt.replaceAll('-->', '→').replaceAll(/\s*\n\s*/g, ' ');
  return `data:text/vtt;charset=utf-8,${encodeURIComponent(`WEBVTT\n\n00:00:00.000 --> 99:00:00.000\n${cue}\n`)}`;
}

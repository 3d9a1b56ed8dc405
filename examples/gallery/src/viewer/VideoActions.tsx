import { graphql, useFragment } from 'react-relay';
import type { VideoActions_video$key } from '../__generated__/VideoActions_video.graphql.ts';
import { ActionButton } from './ActionButton.tsx';

/** What can be made of a video: one that goes on from its end, or another one like it. */
export function VideoActions({ video }: { video: VideoActions_video$key }) {
  const { id, prompt, model, aspectRatio, duration, previewImageUrl, lastFrameImageUrl } = useFragment(
    graphql`
      fragment VideoActions_video on Video {
        id
        prompt
        model
        aspectRatio
        duration
        previewImageUrl
        lastFrameImageUrl
      }
    `,
    video,
  );
  const making = { model: model ?? null, aspectRatio: aspectRatio ?? null, duration: duration ?? null };
  const pictureUrl = lastFrameImageUrl ?? previewImageUrl ?? null;
  return (
    <>
      <ActionButton
        name="Continue"
        isPrimary
        arrival={{ kind: 'VIDEO', ...making, source: { use: 'continueVideo', value: id, pictureUrl } }}
      />
      <ActionButton name="Remix" arrival={{ kind: 'VIDEO', ...making, prompt: prompt ?? '' }} />
    </>
  );
}

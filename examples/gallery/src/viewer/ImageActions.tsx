import { graphql, useFragment } from 'react-relay';
import type { ImageActions_image$key } from '../__generated__/ImageActions_image.graphql.ts';
import { ActionButton } from './ActionButton.tsx';

/** What can be made of an image: another one like it, or a video that starts with it. */
export function ImageActions({ image }: { image: ImageActions_image$key }) {
  const { url, prompt, model, aspectRatio, style } = useFragment(
    graphql`
      fragment ImageActions_image on Image {
        url
        prompt
        model
        aspectRatio
        style
      }
    `,
    image,
  );
  const shape = { aspectRatio: aspectRatio ?? null };
  return (
    <>
      <ActionButton
        name="Remix"
        isPrimary
        arrival={{
          kind: 'IMAGE',
          prompt: prompt ?? '',
          model: model ?? null,
          style: style ?? null,
          ...shape,
          source: { use: 'referenceImageUrl', value: url, pictureUrl: url },
        }}
      />
      <ActionButton
        name="Animate"
        arrival={{
          kind: 'VIDEO',
          ...shape,
          source: { use: 'firstFrameImageUrl', value: url, pictureUrl: url },
        }}
      />
    </>
  );
}

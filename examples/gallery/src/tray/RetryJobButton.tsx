import { graphql, useFragment } from 'react-relay';
import type { RetryJobButton_job$key } from '../__generated__/RetryJobButton_job.graphql.ts';
import { useDraft } from '../composer/DraftProvider.tsx';

/** Puts what was asked for back into the form, to be changed and bought anew. Nothing where that is not known. */
export function RetryJobButton({ job }: { job: RetryJobButton_job$key }) {
  const { kind, request } = useFragment(
    graphql`
      fragment RetryJobButton_job on Job {
        kind
        request {
          prompt
          model
          aspectRatio
          style
          duration
          referenceImageUrl
          firstFrameImageUrl
        }
      }
    `,
    job,
  );
  const [, dispatch] = useDraft();
  if (!request || (kind !== 'IMAGE' && kind !== 'VIDEO')) return null;

  function edit({ prompt, model, aspectRatio, style, duration, ...media }: NonNullable<typeof request>) {
    const use = kind === 'IMAGE' ? 'referenceImageUrl' : 'firstFrameImageUrl';
    const url = media[use];
    dispatch({
      type: 'arrive',
      arrival: {
        kind: kind === 'IMAGE' ? 'IMAGE' : 'VIDEO',
        prompt,
        model,
        aspectRatio: aspectRatio ?? null,
        style: style ?? null,
        duration: duration ?? null,
        source: url ? { use, value: url, pictureUrl: url } : null,
      },
    });
  }
  return (
    <button type="button" className="button button-quiet" onClick={() => edit(request)}>
      Edit and retry
    </button>
  );
}

import { useId } from 'react';
import { useDraft } from './DraftProvider.tsx';
import type { DraftSource } from './draft.ts';
import { FieldIssues } from './FieldIssues.tsx';
import { useIssues } from './GenerationProvider.tsx';

const USES = {
  referenceImageUrl: 'Modelled on this picture',
  firstFrameImageUrl: 'Starts with this picture',
  continueVideo: 'Goes on from the end of this video',
} as const satisfies Record<DraftSource['use'], string>;

/** What the draft starts from, if it does: something of the library, put here by its buttons. */
export function SourcePicture() {
  const [{ source }, dispatch] = useDraft();
  const id = useId();
  const issues = useIssues('referenceImageUrl', 'source');
  if (!source) return null;
  return (
    <div className="field">
      <div className="source">
        {source.pictureUrl && <img src={source.pictureUrl} alt="" />}
        <p>{USES[source.use]}</p>
        <button
          type="button"
          className="button button-quiet"
          onClick={() => dispatch({ type: 'change', change: { source: null } })}
        >
          Remove
        </button>
      </div>
      <FieldIssues id={id} issues={issues} choose={() => {}} />
    </div>
  );
}

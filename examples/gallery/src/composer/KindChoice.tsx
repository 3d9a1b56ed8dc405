import type { AssetKind } from '../wall/asset-kind.ts';
import { useDraft } from './DraftProvider.tsx';

const KINDS = { IMAGE: 'Image', VIDEO: 'Video' } as const satisfies Record<AssetKind, string>;

/** Image or video. */
export function KindChoice() {
  const [draft, dispatch] = useDraft();
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">What to make</legend>
      {Object.entries(KINDS).map(([kind, name]) => (
        <label key={kind} className="segment">
          <input
            type="radio"
            name="kind"
            checked={draft.kind === kind}
            onChange={() => dispatch({ type: 'choose-kind', kind: kind as AssetKind })}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

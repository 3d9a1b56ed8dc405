import { ChoiceField } from './ChoiceField.tsx';
import { useDraft } from './DraftProvider.tsx';

/** The choice of a ratio, each with a little frame of that shape. What the model does not make falls back to its first. */
export function RatioField({ ratios }: { ratios: readonly string[] }) {
  const [draft, dispatch] = useDraft();
  return (
    <ChoiceField
      name="aspectRatio"
      label="Aspect ratio"
      choices={ratios}
      chosen={oneOf(ratios, draft.aspectRatio)}
      onChoose={(aspectRatio) => dispatch({ type: 'change', change: { aspectRatio } })}
      sign={(ratio) => <span className="ratio-sign" style={{ aspectRatio: ratio.replace(':', '/') }} />}
    />
  );
}

/** A wish if it is on offer, else the first of the offer, which is what Pictory takes. */
export function oneOf(offer: readonly string[], wish: string | null): string {
  return wish !== null && offer.includes(wish) ? wish : (offer[0] ?? '');
}

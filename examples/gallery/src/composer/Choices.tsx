import { ChoiceField } from './ChoiceField.tsx';
import { useDraft } from './DraftProvider.tsx';
import { SelectField } from './SelectField.tsx';
import type { Offer } from './use-offer.ts';

/** Engine, shape, and what else the kind has: a style for images, a length for videos. */
export function Choices({ offer }: { offer: Offer }) {
  const { models, aspectRatios, styles, durations, resolved } = offer;
  const [, dispatch] = useDraft();
  const choose = (name: 'model' | 'aspectRatio' | 'style' | 'duration') => (value: string) =>
    dispatch({ type: 'change', change: { [name]: value || null } });

  return (
    <>
      <div className={styles.length > 0 ? 'field-pair' : undefined}>
        <SelectField
          name="model"
          label="Model"
          choices={models}
          chosen={resolved.model ?? ''}
          onChoose={choose('model')}
        />
        {styles.length > 0 && (
          <SelectField
            name="style"
            label="Style"
            choices={styles}
            chosen={resolved.style ?? ''}
            onChoose={choose('style')}
            noneLabel="None"
          />
        )}
      </div>
      <ChoiceField
        name="aspectRatio"
        label="Aspect ratio"
        choices={aspectRatios}
        chosen={resolved.aspectRatio}
        onChoose={choose('aspectRatio')}
        sign={(ratio) => <span className="ratio-sign" style={{ aspectRatio: ratio.replace(':', '/') }} />}
      />
      {durations.length > 0 && (
        <ChoiceField
          name="duration"
          label="Duration"
          choices={durations}
          chosen={resolved.duration}
          onChoose={choose('duration')}
        />
      )}
    </>
  );
}

import { graphql, useFragment } from 'react-relay';
import type { ImageChoices_query$key } from '../__generated__/ImageChoices_query.graphql.ts';
import { useDraft } from './DraftProvider.tsx';
import { Field } from './Field.tsx';
import { ModelField } from './ModelField.tsx';
import { RatioField } from './RatioField.tsx';

/** Engine, shape and style of an image. */
export function ImageChoices({ query }: { query: ImageChoices_query$key }) {
  const { imageModels } = useFragment(
    graphql`
      fragment ImageChoices_query on Query {
        imageModels {
          name
          isDefault
          aspectRatios
          styles
        }
      }
    `,
    query,
  );
  const [draft, dispatch] = useDraft();
  const defaultModel = imageModels.find(({ isDefault }) => isDefault);
  const model = imageModels.find(({ name }) => name === draft.model) ?? defaultModel;
  const chooseStyle = (style: string) => dispatch({ type: 'change', change: { style: style || null } });

  return (
    <>
      <div className="field-pair">
        <ModelField names={imageModels.map(({ name }) => name)} chosen={draft.model ?? model?.name ?? ''} />
        <Field name="style" label="Style" choose={chooseStyle}>
          {(attributes) => (
            <select
              {...attributes}
              className="control"
              value={draft.style ?? ''}
              onChange={(event) => chooseStyle(event.target.value)}
            >
              <option value="">None</option>
              {model?.styles.map((style) => (
                <option key={style}>{style}</option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <RatioField ratios={model?.aspectRatios ?? []} />
    </>
  );
}

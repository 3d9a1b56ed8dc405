import { useDraft } from './DraftProvider.tsx';
import { Field } from './Field.tsx';

interface ModelFieldProps {
  /** Of the catalogue, in its order. */
  names: readonly string[];
  chosen: string;
}

/**
 * The choice of an engine. One that the catalogue does not have, as an old image may bring it, can stay chosen: the gateway
 * says what it takes in its stead.
 */
export function ModelField({ names, chosen }: ModelFieldProps) {
  const [, dispatch] = useDraft();
  const choose = (model: string) => dispatch({ type: 'change', change: { model } });
  return (
    <Field name="model" label="Model" choose={choose}>
      {(attributes) => (
        <select
          {...attributes}
          className="control"
          value={chosen}
          onChange={(event) => choose(event.target.value)}
        >
          {!names.includes(chosen) && <option value={chosen}>{chosen} (no longer offered)</option>}
          {names.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
    </Field>
  );
}

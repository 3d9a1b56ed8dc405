import { Field } from './Field.tsx';

interface SelectFieldProps {
  /** The field of the input. */
  name: string;
  label: string;
  choices: readonly string[];
  /** May be none of the choices: then it is shown as not offered any more. */
  chosen: string;
  onChoose: (value: string) => void;
  /** With it, nothing can be chosen, too: the empty text. */
  noneLabel?: string;
}

/** A choice of many. */
export function SelectField({ name, label, choices, chosen, onChoose, noneLabel }: SelectFieldProps) {
  return (
    <Field name={name} label={label} choose={onChoose}>
      {(attributes) => (
        <select
          {...attributes}
          className="control"
          value={chosen}
          onChange={(event) => onChoose(event.target.value)}
        >
          {noneLabel !== undefined && <option value="">{noneLabel}</option>}
          {chosen !== '' && !choices.includes(chosen) && (
            <option value={chosen}>{chosen} (no longer offered)</option>
          )}
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      )}
    </Field>
  );
}

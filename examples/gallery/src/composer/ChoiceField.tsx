import { type ReactNode, useId } from 'react';
import { FieldIssues } from './FieldIssues.tsx';
import { useIssues } from './GenerationProvider.tsx';

interface ChoiceFieldProps {
  name: string;
  label: string;
  choices: readonly string[];
  /** Null where there is nothing to choose. */
  chosen: string | null;
  onChoose: (value: string) => void;
  /** What stands in front of a choice's name. */
  sign?: (value: string) => ReactNode;
}

/** A choice of few, all in view: radio buttons that look like chips. */
export function ChoiceField({ name, label, choices, chosen, onChoose, sign }: ChoiceFieldProps) {
  const id = useId();
  const issues = useIssues(name);
  return (
    <fieldset className="field" aria-describedby={`${id}-issues`}>
      <legend className="field-label">{label}</legend>
      <div className="chips">
        {choices.map((choice) => (
          <label key={choice} className="chip">
            <input type="radio" name={name} checked={choice === chosen} onChange={() => onChoose(choice)} />
            {sign?.(choice)}
            {choice}
          </label>
        ))}
      </div>
      <FieldIssues id={`${id}-issues`} issues={issues} choose={onChoose} />
    </fieldset>
  );
}

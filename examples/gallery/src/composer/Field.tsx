import { type ReactNode, useId } from 'react';
import { FieldIssues } from './FieldIssues.tsx';
import { useIssues } from './GenerationProvider.tsx';

interface FieldProps {
  /** The field of the input, by which the gateway names it. */
  name: string;
  label: string;
  /** Takes one of the values that the gateway would accept. */
  choose: (value: string) => void;
  /** The control, given what ties it to its label and its issues. */
  children: (attributes: ControlAttributes) => ReactNode;
}

interface ControlAttributes {
  id: string;
  name: string;
  'aria-invalid': boolean;
  'aria-describedby': string;
}

/** A control with its label, and with what the gateway has said against its value. */
export function Field({ name, label, choose, children }: FieldProps) {
  const id = useId();
  const issues = useIssues(name);
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, name, 'aria-invalid': issues.length > 0, 'aria-describedby': `${id}-issues` })}
      <FieldIssues id={`${id}-issues`} issues={issues} choose={choose} />
    </div>
  );
}

import type { useIssues } from './GenerationProvider.tsx';

interface FieldIssuesProps {
  id: string;
  issues: ReturnType<typeof useIssues>;
  choose: (value: string) => void;
}

/** What is wrong with a field, and the values that would be taken, each at a press. */
export function FieldIssues({ id, issues, choose }: FieldIssuesProps) {
  return (
    <div id={id} className="issues">
      {issues.map(({ message, accepted }) => (
        <div key={message}>
          <p>{message}</p>
          {accepted && (
            <ul className="accepted" aria-label="Accepted values">
              {accepted.map((value) => (
                <li key={value}>
                  <button type="button" className="chip" onClick={() => choose(value)}>
                    {value}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </div>
  );
}

import type { ReactNode } from 'react';
import type { Refusal } from './refusal.ts';

interface RefusalNoticeProps {
  title: string;
  refusal: Refusal;
  /** Instead of the gateway's, which repeat what stands at the fields. */
  words?: string;
  /** What one can do. */
  children?: ReactNode;
}

/** Fields that show what is wrong with them themselves. */
const FIELDS = ['prompt', 'model', 'aspectRatio', 'style', 'duration', 'referenceImageUrl', 'source'];

/** A refusal, with those of its issues that belong to no field of the form. */
export function RefusalNotice({ title, refusal, words = refusal.message, children }: RefusalNoticeProps) {
  const others = (refusal.issues ?? []).filter(({ path: [field = ''] }) => !FIELDS.includes(field));
  return (
    <div className="problem" role="alert">
      <div className="problem-words">
        <strong>{title}</strong>
        <p>{words}</p>
        {others.map(({ path, message }) => (
          <p key={message}>
            {path.join('.')} {message}
          </p>
        ))}
      </div>
      {children && <div className="problem-actions">{children}</div>}
    </div>
  );
}

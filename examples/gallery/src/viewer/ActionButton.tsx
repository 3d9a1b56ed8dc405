import { useDraft } from '../composer/DraftProvider.tsx';
import type { Arrival } from '../composer/draft.ts';
import { useViewer } from './ViewerProvider.tsx';

interface ActionButtonProps {
  name: string;
  /** What it puts into the form. */
  arrival: Arrival;
  isPrimary?: boolean;
}

/** Makes something of what is in view: closes the view and fills the form. It buys nothing. */
export function ActionButton({ name, arrival, isPrimary = false }: ActionButtonProps) {
  const [, dispatch] = useDraft();
  const { close } = useViewer();
  return (
    <button
      type="button"
      className={isPrimary ? 'button button-primary' : 'button'}
      onClick={() => {
        close();
        dispatch({ type: 'arrive', arrival });
      }}
    >
      {name}
    </button>
  );
}

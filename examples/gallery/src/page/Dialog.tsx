import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';

interface DialogProps {
  /** For those who cannot see it. */
  label: string;
  className?: string;
  onClose: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  children: ReactNode;
}

/**
 * A modal dialog: the browser's own, which keeps the focus inside, closes with Escape and gives the focus back. A press
 * beside it closes it, too. It is open for as long as it is rendered.
 */
export function Dialog({ label, className = '', onClose, onKeyDown, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Of the layout, because it has to be closed while it is still in the document: else the focus is not given back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={label}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      {children}
    </dialog>
  );
}

import { useState } from 'react';
import { Dialog } from '../page/Dialog.tsx';

interface SettingsDialogProps {
  currentKey: string;
  onChange: (key: string) => void;
  onClose: () => void;
}

/** Takes a Pictory key or a gateway token. */
export function SettingsDialog({ currentKey, onChange, onClose }: SettingsDialogProps) {
  const [key, setKey] = useState(currentKey);
  return (
    <Dialog label="Settings" className="settings" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChange(key.trim());
          onClose();
        }}
      >
        <h2>Settings</h2>
        <label className="field">
          <span className="field-label">Pictory key or gateway token</span>
          <input
            type="password"
            className="control"
            value={key}
            autoComplete="off"
            spellCheck={false}
            aria-describedby="key-hint"
            onChange={(event) => setKey(event.target.value)}
          />
        </label>
        <p id="key-hint" className="hint">
          Empty: you are the gateway's guest, if it takes guests. The key stays in the memory of this page and
          is forgotten when you close or reload it.
        </p>
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary">
            Use this key
          </button>
        </div>
      </form>
    </Dialog>
  );
}

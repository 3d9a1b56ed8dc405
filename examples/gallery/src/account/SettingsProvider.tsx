import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { RelayEnvironmentProvider } from 'react-relay';
import { toCredential } from '../gateway/credential.ts';
import { createEnvironment } from '../gateway/environment.ts';
import { SettingsDialog } from './SettingsDialog.tsx';

interface Settings {
  /** Shows the dialog in which a key can be entered. */
  openSettings: () => void;
}

const SettingsContext = createContext<Settings>({ openSettings: () => {} });

/** The settings dialog, from anywhere. */
export function useSettings(): Settings {
  return useContext(SettingsContext);
}

/** Gives its children a Relay environment for the key that was entered. The key is in memory only: a reload forgets it. */
export function SettingsProvider({ children }: { children: ReactNode }) {
  const [key, setKey] = useState('');
  const [isOpen, setOpen] = useState(false);
  const environment = useMemo(() => createEnvironment(toCredential(key)), [key]);
  const settings = useMemo(() => ({ openSettings: () => setOpen(true) }), []);

  return (
    <SettingsContext value={settings}>
      {/* Another key is another account: nothing of the page may outlive it. */}
      <RelayEnvironmentProvider environment={environment} key={key}>
        {children}
      </RelayEnvironmentProvider>
      {isOpen && <SettingsDialog currentKey={key} onChange={setKey} onClose={() => setOpen(false)} />}
    </SettingsContext>
  );
}

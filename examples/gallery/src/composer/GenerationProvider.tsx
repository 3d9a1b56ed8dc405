import { createContext, type ReactNode, useContext, useState } from 'react';
import { type GatewayError, toGatewayError } from '../gateway/gateway-error.ts';
import { useAnnounce } from '../page/AnnouncerProvider.tsx';
import { TRAY_ID } from '../tray/tray-connection.ts';
import type { Purchase } from './purchase.ts';
import { type Refusal, readRefusal } from './refusal.ts';
import { useGenerateImage } from './use-generate-image.ts';
import { useGenerateVideo } from './use-generate-video.ts';

/** What became of the last purchase: refused by a member of the result, or failed without one. Null: a job, or none yet. */
export type Outcome =
  | { type: 'refused'; purchase: Purchase; refusal: Refusal }
  | { type: 'failed'; purchase: Purchase; error: GatewayError }
  | null;

interface Generation {
  outcome: Outcome;
  isSending: boolean;
  /** Sends a purchase, or sends it again: under the key that it has, so that it is bought once. */
  send: (purchase: Purchase) => void;
}

const GenerationContext = createContext<Generation>({ outcome: null, isSending: false, send: () => {} });

/** The state of the form's last purchase, and how to make one. */
export function useGeneration(): Generation {
  return useContext(GenerationContext);
}

/** What the last purchase was refused for, at one field of its input. */
export function useIssues(...fields: string[]) {
  const { outcome } = useGeneration();
  const issues = outcome?.type === 'refused' ? (outcome.refusal.issues ?? []) : [];
  return issues.filter(({ path: [field = ''] }) => fields.includes(field));
}

/** Sends what the form asks for. */
export function GenerationProvider({ children }: { children: ReactNode }) {
  const [outcome, setOutcome] = useState<Outcome>(null);
  const [generateImage, isSendingImage] = useGenerateImage();
  const [generateVideo, isSendingVideo] = useGenerateVideo();
  const announce = useAnnounce();

  const isSending = isSendingImage || isSendingVideo;

  function send(purchase: Purchase) {
    // The second press of two: what it would send may have a key of its own.
    if (isSending) return;
    const trays = [TRAY_ID];
    const onError = (cause: Error) => {
      setOutcome({ type: 'failed', purchase, error: toGatewayError(cause) });
    };
    const onResult = (result: Parameters<typeof readResult>[0]) => {
      const refusal = readResult(result);
      setOutcome(refusal && { type: 'refused', purchase, refusal });
      if (!refusal)
        announce(purchase.kind === 'IMAGE' ? 'The image is being made.' : 'The video is being made.');
    };
    if (purchase.kind === 'IMAGE') {
      const variables = { input: purchase.input, trays };
      generateImage({ variables, onError, onCompleted: (answer) => onResult(answer.generateImage) });
    } else {
      const variables = { input: purchase.input, trays };
      generateVideo({ variables, onError, onCompleted: (answer) => onResult(answer.generateVideo) });
    }
  }

  const generation = { outcome, isSending, send };
  return <GenerationContext value={generation}>{children}</GenerationContext>;
}

function readResult(
  result: { readonly refusal: Parameters<typeof readRefusal>[0] | null | undefined } | null | undefined,
) {
  return result?.refusal ? readRefusal(result.refusal) : null;
}

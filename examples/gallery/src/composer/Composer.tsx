import { type FormEvent, useEffect, useRef, useState } from 'react';
import { graphql, useLazyLoadQuery } from 'react-relay';
import type { ComposerQuery } from '../__generated__/ComposerQuery.graphql.ts';
import { useAttempts } from '../page/AttemptProvider.tsx';
import { Part } from '../page/Part.tsx';
import { Choices } from './Choices.tsx';
import { useDraft } from './DraftProvider.tsx';
import { Field } from './Field.tsx';
import { GenerationProvider, useGeneration } from './GenerationProvider.tsx';
import { KindChoice } from './KindChoice.tsx';
import { OutcomeNotice } from './OutcomeNotice.tsx';
import { PendingPrice, Price } from './Price.tsx';
import { isSameRequest, toPurchase, toRepeat } from './purchase.ts';
import { SourcePicture } from './SourcePicture.tsx';
import { useOffer } from './use-offer.ts';

/** The form that makes an image or a video, out of what the gateway's catalogue offers. */
export function Composer() {
  return (
    <GenerationProvider>
      <ComposerForm />
    </GenerationProvider>
  );
}

function ComposerForm() {
  const { attempt } = useAttempts();
  const catalogue = useLazyLoadQuery<ComposerQuery>(
    graphql`
      query ComposerQuery {
        ...useOffer_query
      }
    `,
    {},
    { fetchKey: attempt },
  );
  const [draft] = useDraft();
  const offer = useOffer(catalogue, draft);
  const { kind, model, duration } = offer.resolved;
  const { outcome, isSending, send } = useGeneration();
  const [isPricing, setIsPricing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is another outcome, its first fault is gone to.
  useEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [outcome]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const shownPrice = new FormData(event.currentTarget).get('price');
    const purchase = toPurchase(offer.resolved, shownPrice === null ? null : Number(shownPrice));
    // What has failed and is asked for once more, unchanged, is the same purchase: it may have gone through.
    send(
      outcome && isSameRequest(outcome.purchase, purchase) ? toRepeat(outcome.purchase, purchase) : purchase,
    );
  }

  return (
    <form ref={form} className="composer" onSubmit={submit}>
      <KindChoice />
      <PromptField />
      <SourcePicture />
      <Choices offer={offer} />
      <OutcomeNotice />
      <div className="composer-end">
        <Part quiet fallback={<PendingPrice tell={setIsPricing} />} resetKey={`${model} ${duration}`}>
          <Price kind={kind} model={model} duration={duration} />
        </Part>
        <button type="submit" className="button button-primary" disabled={isSending || isPricing}>
          {isSending ? 'Sending…' : 'Generate'}
        </button>
      </div>
    </form>
  );
}

function PromptField() {
  const [{ prompt, arrivals }, dispatch] = useDraft();
  const control = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (arrivals === 0) return;
    control.current?.scrollIntoView({ block: 'center' });
    control.current?.focus({ preventScroll: true });
  }, [arrivals]);

  return (
    <Field
      name="prompt"
      label="Prompt"
      choose={(text) => dispatch({ type: 'change', change: { prompt: text } })}
    >
      {(attributes) => (
        <textarea
          {...attributes}
          ref={control}
          className="control prompt"
          rows={3}
          value={prompt}
          placeholder="What should it show?"
          onChange={(event) => dispatch({ type: 'change', change: { prompt: event.target.value } })}
        />
      )}
    </Field>
  );
}

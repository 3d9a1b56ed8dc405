import type { ReactNode } from 'react';
import { show } from './page.ts';

/** What a client's hooks give to the page. */
export interface Studio {
  useImages(): {
    edges?: readonly (Edge | null | undefined)[] | null;
    more?: (() => unknown) | null;
    code?: unknown;
  };
  useOrder(input: Input): { order: () => unknown; said?: string | null; status?: string; code?: unknown };
  /** @param known whether the gateway knows who asks. */
  provide(known: boolean, children: ReactNode): ReactNode;
}

type Edge = { readonly node?: { readonly id: string; readonly url: string } | null };
type Input = { prompt: string; model?: string; idempotencyKey: string };

/** Plays one client's hooks in a page, and prints what a person would see as one line of JSON. */
export async function play({ useImages, useOrder, provide }: Studio): Promise<void> {
  function Wall() {
    const { edges, more, code } = useImages();
    return (
      <>
        {edges?.map((edge) => edge?.node && <img key={edge.node.id} src={edge.node.url} alt="" />)}
        {more && (
          <button type="button" onClick={more}>
            More
          </button>
        )}
        <p role="alert">{code === undefined ? null : String(code)}</p>
      </>
    );
  }

  function Order({ input }: { input: Input }) {
    const { order, said, status, code } = useOrder(input);
    return (
      <>
        <button type="button" onClick={order}>
          Order
        </button>
        <output>{said}</output>
        <output>{status}</output>
        <p role="alert">{code === undefined ? null : String(code)}</p>
      </>
    );
  }

  async function scroll(known: boolean) {
    const page = await show(provide(known, <Wall />));
    await page.until(() => page.all('img').length > 0 || page.texts('[role=alert]').length > 0);
    for (let [more] = page.all('button'); more; [more] = page.all('button')) {
      const shown = page.all('img').length;
      more.click();
      // The last page may have nothing on it.
      await page.until(() => page.all('img').length > shown || page.all('button').length === 0);
    }
    const urls = page.all('img').map((image) => image.getAttribute('src'));
    return { images: urls.length, distinct: new Set(urls).size, codes: page.texts('[role=alert]') };
  }

  /** All that is said, as it changes, until the end of the job or a refusal. */
  async function order(known: boolean, input: Input) {
    const page = await show(provide(known, <Order input={input} />));
    const button = await page.until(() => page.all('button')[0]);
    button.click();
    const seen = new Set<string>();
    await page.until(() => {
      const texts = page.texts('output, [role=alert]');
      seen.add(texts.join(' '));
      return texts.length > 0 && (!/under way/i.test(texts[0] ?? '') || texts.includes('COMPLETED'));
    });
    return [...seen].filter(Boolean);
  }

  const input = { prompt: 'A lighthouse above the clouds', idempotencyKey: crypto.randomUUID() };
  console.log(
    JSON.stringify({
      scrolled: await scroll(true),
      scrolledByStranger: await scroll(false),
      invalid: await order(true, { ...input, model: 'nope' }),
      orderedByStranger: await order(false, input),
      ordered: await order(true, input),
      again: await order(true, input),
    }),
  );
  process.exit(0);
}

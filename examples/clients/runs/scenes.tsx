import type { ComponentType, ReactNode } from 'react';
import type { OrderProps } from '../extracted/src/views.tsx';
import { show } from './page.ts';

/** The components of one client, in their provider. */
export interface Components {
  Wall: ComponentType;
  NewImage: ComponentType<OrderProps>;
  /** @param known whether the gateway knows who asks. */
  provide(known: boolean, children: ReactNode): ReactNode;
}

/**
 * Plays one client's components, and prints what a person would see as one line of JSON.
 */
export async function play({ Wall, NewImage, provide }: Components): Promise<void> {
  const refused = await show(provide(false, <Wall />));
  const code = await refused.until(() => refused.all('[role=alert]')[0]?.textContent);

  const wall = await show(provide(true, <Wall />));
  for (let shown = 0; ; ) {
    await wall.until(() => wall.all('img').length > shown);
    shown = wall.all('img').length;
    const [more] = wall.all('button');
    if (!more) break;
    more.click();
  }
  const images = wall.all('img').map((image) => image.getAttribute('src'));

  const order = async (input: OrderProps['input'], until: (texts: string[]) => boolean) => {
    const page = await show(provide(true, <NewImage input={input} />));
    const button = await page.until(() => page.all('button')[0]);
    button.click();
    const seen = new Set<string>();
    await page.until(() => {
      const texts = page
        .all('output')
        .map(({ textContent }) => textContent ?? '')
        .filter(Boolean);
      seen.add(texts.join(' '));
      return until(texts);
    });
    return [...seen].filter(Boolean);
  };
  const input = { prompt: 'A lighthouse above the clouds', idempotencyKey: crypto.randomUUID() };
  const isFinal = (texts: string[]) => texts.includes('COMPLETED');
  console.log(
    JSON.stringify({
      code,
      images: images.length,
      distinct: new Set(images).size,
      invalid: await order({ ...input, model: 'nope' }, (texts) => texts.length > 0),
      ordered: await order(input, isFinal),
      again: await order(input, isFinal),
    }),
  );
  process.exit(0);
}

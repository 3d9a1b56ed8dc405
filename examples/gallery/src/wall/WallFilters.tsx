import { useEffect, useEffectEvent, useState } from 'react';
import { graphql, useLazyLoadQuery } from 'react-relay';
import type { WallFiltersQuery } from '../__generated__/WallFiltersQuery.graphql.ts';
import { useAttempts } from '../page/AttemptProvider.tsx';
import type { AssetKind } from './asset-kind.ts';
import { useWall } from './WallProvider.tsx';
import { LONGEST_SEARCH } from './wall-filter.ts';

const KINDS: readonly [name: string, kind: AssetKind | null][] = [
  ['All', null],
  ['Images', 'IMAGE'],
  ['Videos', 'VIDEO'],
];

/** What the wall shows: kind, engine, words of the prompt. */
export function WallFilters() {
  const { attempt } = useAttempts();
  const { imageModels, videoModels } = useLazyLoadQuery<WallFiltersQuery>(
    graphql`
      query WallFiltersQuery {
        imageModels {
          name
        }
        videoModels {
          name
        }
      }
    `,
    {},
    { fetchKey: attempt },
  );
  const { filter, show, isChanging } = useWall();
  const models = [
    ...(filter.kind === 'VIDEO' ? [] : imageModels),
    ...(filter.kind === 'IMAGE' ? [] : videoModels),
  ].map(({ name }) => name);

  return (
    <search className="filters" aria-busy={isChanging}>
      <fieldset className="segments">
        <legend className="visually-hidden">Show</legend>
        {KINDS.map(([name, kind]) => (
          <label key={name} className="segment">
            <input
              type="radio"
              name="shown-kind"
              checked={filter.kind === kind}
              onChange={() => show({ ...filter, kind, model: null })}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <select
        className="control"
        aria-label="Made with"
        value={filter.model ?? ''}
        onChange={(event) => show({ ...filter, model: event.target.value || null })}
      >
        <option value="">All models</option>
        {models.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <PromptSearch />
    </search>
  );
}

function PromptSearch() {
  const { filter, show } = useWall();
  const [text, setText] = useState(filter.promptContains);
  const search = useEffectEvent(() => {
    if (text !== filter.promptContains) show({ ...filter, promptContains: text });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each letter begins the pause anew.
  useEffect(() => {
    const timer = setTimeout(() => search(), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <input
      type="search"
      className="control"
      aria-label="Prompt contains"
      placeholder="Search prompts"
      maxLength={LONGEST_SEARCH}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

const TYPING_PAUSE_MS = 300;

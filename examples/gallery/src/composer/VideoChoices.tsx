import { graphql, useFragment } from 'react-relay';
import type { VideoChoices_query$key } from '../__generated__/VideoChoices_query.graphql.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { useDraft } from './DraftProvider.tsx';
import { ModelField } from './ModelField.tsx';
import { oneOf, RatioField } from './RatioField.tsx';

/** Engine, shape and length of a video. */
export function VideoChoices({ query }: { query: VideoChoices_query$key }) {
  const { videoModels } = useFragment(
    graphql`
      fragment VideoChoices_query on Query {
        videoModels {
          name
          isDefault
          aspectRatios
          durations
        }
      }
    `,
    query,
  );
  const [draft, dispatch] = useDraft();
  const defaultModel = videoModels.find(({ isDefault }) => isDefault);
  const model = videoModels.find(({ name }) => name === draft.model) ?? defaultModel;
  const durations = model?.durations ?? [];

  return (
    <>
      <ModelField names={videoModels.map(({ name }) => name)} chosen={draft.model ?? model?.name ?? ''} />
      <RatioField ratios={model?.aspectRatios ?? []} />
      <ChoiceField
        name="duration"
        label="Duration"
        choices={durations}
        chosen={oneOf(durations, draft.duration)}
        onChoose={(duration) => dispatch({ type: 'change', change: { duration } })}
      />
    </>
  );
}

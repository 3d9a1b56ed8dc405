import { useEffect, useEffectEvent, useState } from 'react';
import { graphql, requestSubscription, useFragment, useRelayEnvironment } from 'react-relay';
import { ConnectionHandler, ROOT_ID } from 'relay-runtime';
import type { FollowJob_job$key } from '../__generated__/FollowJob_job.graphql.ts';
import type {
  FollowJobSubscription,
  FollowJobSubscription$data,
} from '../__generated__/FollowJobSubscription.graphql.ts';
import { spendCredits } from '../account/spend-credits.ts';
import { type GatewayError, toGatewayError } from '../gateway/gateway-error.ts';
import { useAnnounce } from '../page/AnnouncerProvider.tsx';
import { ProblemNotice } from '../problems/ProblemNotice.tsx';
import { useWall } from '../wall/WallProvider.tsx';
import { belongsOnWall, toAssetFilter } from '../wall/wall-filter.ts';

const subscription = graphql`
  subscription FollowJobSubscription($id: ID!, $walls: [ID!]!) {
    jobUpdated(id: $id) {
      isFinal
      status
      aiCreditsUsed
      error {
        message
      }
      ...JobCard_job
      image @prependNode(connections: $walls, edgeTypeName: "AssetEdge") {
        ...Tile_asset
        ...ViewerAsset_node
      }
      video @prependNode(connections: $walls, edgeTypeName: "AssetEdge") {
        ...Tile_asset
        ...ViewerAsset_node
      }
    }
  }
`;

/**
 * Follows a job for as long as it is rendered, which is until the job has ended. What it has made goes to the top of the wall
 * by a directive. Shows nothing, unless the job cannot be followed.
 */
export function FollowJob({ job }: { job: FollowJob_job$key }) {
  const { id, kind, request } = useFragment(
    graphql`
      fragment FollowJob_job on Job {
        id
        kind
        request {
          model
          prompt
        }
      }
    `,
    job,
  );
  const environment = useRelayEnvironment();
  const { filter } = useWall();
  const announce = useAnnounce();
  const [error, setError] = useState<GatewayError | null>(null);
  const [round, setRound] = useState(0);

  // Only a wall whose filter the asset passes gets it. Another wall asks for its items anew and so has it anyway.
  const wallId = belongsOnWall(filter, { kind, request })
    ? ConnectionHandler.getConnectionID(ROOT_ID, 'WallItems_assets', { filter: toAssetFilter(filter) })
    : null;

  const tellEnd = useEffectEvent(({ jobUpdated }: FollowJobSubscription$data) => {
    const what = request?.prompt ?? 'The job';
    if (jobUpdated.status === 'COMPLETED') announce(`Done: ${what}`);
    if (jobUpdated.status === 'FAILED') announce(`Failed: ${what}. ${jobUpdated.error?.message ?? ''}`);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another round is another subscription.
  useEffect(() => {
    if (error) return;
    const { dispose } = requestSubscription<FollowJobSubscription>(environment, {
      subscription,
      variables: { id, walls: wallId === null ? [] : [wallId] },
      updater(store, data) {
        if (data?.jobUpdated.isFinal) spendCredits(store, data.jobUpdated.aiCreditsUsed ?? 0);
      },
      onNext: (data) => data && tellEnd(data),
      onError(cause) {
        const failure = toGatewayError(cause);
        // Half an hour is over: the gateway wants to be asked again.
        if (failure.code === 'JOB_WATCH_LIMIT') setRound((count) => count + 1);
        else setError(failure);
      },
    });
    return dispose;
  }, [environment, id, wallId, error, round]);

  return error && <ProblemNotice error={error} retryLabel="Follow it again" onRetry={() => setError(null)} />;
}

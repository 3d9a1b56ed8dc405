import { graphql, useFragment, useRelayEnvironment } from 'react-relay';
import type { JobCard_job$key } from '../__generated__/JobCard_job.graphql.ts';
import { useViewer } from '../viewer/ViewerProvider.tsx';
import { FollowJob } from './FollowJob.tsx';
import { RetryJobButton } from './RetryJobButton.tsx';
import { dismissJob } from './tray-connection.ts';
import { useElapsed } from './use-elapsed.ts';

/** One job: what it is to become, how it stands, and what to do when it has ended. */
export function JobCard({ job: key }: { job: JobCard_job$key }) {
  const job = useFragment(
    graphql`
      fragment JobCard_job on Job {
        id
        kind
        status
        isFinal
        createdAt
        error {
          message
        }
        request {
          prompt
        }
        output {
          ... on ImageOutput {
            url
          }
          ... on VideoOutput {
            thumbnailImageUrl
          }
        }
        image {
          id
        }
        video {
          id
        }
        ...FollowJob_job
        ...RetryJobButton_job
      }
    `,
    key,
  );
  const { open } = useViewer();
  const environment = useRelayEnvironment();
  const elapsed = useElapsed(job.createdAt ?? null, job.isFinal);
  const pictureUrl = job.output?.url ?? job.output?.thumbnailImageUrl;
  const assetId = job.image?.id ?? job.video?.id;
  const words = job.request?.prompt ?? (job.kind === 'VIDEO' ? 'A video' : 'An image');

  return (
    <article className="job" data-status={job.status} aria-label={words}>
      <div className="job-picture" aria-hidden="true">
        {pictureUrl ? <img src={pictureUrl} alt="" /> : !job.isFinal && <span className="spinner" />}
      </div>
      <div className="job-words">
        <p className="job-prompt">{words}</p>
        <p className="job-state">
          {job.status === 'FAILED' ? job.error?.message : STATES[job.status]}
          {!job.isFinal && <span className="job-elapsed"> {elapsed}</span>}
        </p>
        {!job.isFinal && <FollowJob job={job} />}
      </div>
      <div className="job-actions">
        {assetId && (
          <button type="button" className="button button-quiet" onClick={() => open(assetId)}>
            Open
          </button>
        )}
        {job.status === 'FAILED' && <RetryJobButton job={job} />}
        <button
          type="button"
          className="button button-quiet button-icon"
          aria-label={job.isFinal ? 'Dismiss' : 'Dismiss; the job goes on'}
          onClick={() => dismissJob(environment, job.id)}
        >
          <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
            <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
          </svg>
        </button>
      </div>
    </article>
  );
}

/** By `JobStatus`; of a failure its words are shown instead. */
const STATES: Readonly<Record<string, string>> = {
  IN_PROGRESS: 'In progress',
  UNKNOWN: 'In progress',
  COMPLETED: 'Done',
  CLEANED: 'Deleted',
};

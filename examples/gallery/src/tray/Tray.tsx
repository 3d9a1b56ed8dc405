import { graphql, useClientQuery } from 'react-relay';
import type { TrayQuery } from '../__generated__/TrayQuery.graphql.ts';
import { JobCard } from './JobCard.tsx';

/** The jobs that were started here, until they are dismissed. */
export function Tray() {
  const { tray } = useClientQuery<TrayQuery>(
    graphql`
      query TrayQuery {
        tray(first: 100) @connection(key: "Tray_tray") {
          edges {
            node {
              id
              ...JobCard_job
            }
          }
        }
      }
    `,
    {},
  );
  const jobs = (tray?.edges ?? []).flatMap(({ node }) => node ?? []);
  if (jobs.length === 0) return null;
  return (
    <section className="tray" aria-label="Jobs">
      <ul>
        {jobs.map((job) => (
          <li key={job.id}>
            <JobCard job={job} />
          </li>
        ))}
      </ul>
    </section>
  );
}

import type { JobAnswer, Page } from './pictory.ts';

/** A page as GraphQL shows it. */
export function toConnection(page: Page, first: number) {
  const nodes = page.items.slice(0, first);
  const last = nodes.at(-1);
  const hasNextPage = page.items.length > nodes.length || page.nextPageKey !== undefined;
  const endCursor = last ? Buffer.from(last.id).toString('base64url') : null;
  return { nodes, pageInfo: { hasNextPage, endCursor } };
}

const STATUSES: Record<string, string> = {
  'in-progress': 'IN_PROGRESS',
  completed: 'COMPLETED',
  failed: 'FAILED',
  cleaned: 'CLEANED',
};

/** A job as GraphQL shows it. */
export function toJob({ job_id, data }: JobAnswer) {
  const status = STATUSES[data.status] ?? 'UNKNOWN';
  return {
    id: `Job:${job_id}`,
    status,
    pictoryStatus: data.status,
    isFinal: ['COMPLETED', 'FAILED', 'CLEANED'].includes(status),
    output: data.url === undefined ? null : { url: data.url, width: data.width, height: data.height },
  };
}

/** Pictory's id out of one of ours. */
export function toPictoryId(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

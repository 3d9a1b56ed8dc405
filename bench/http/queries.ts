import { toUuid } from '../uuid.ts';

/** The operations that are measured. */
export type QueryName = 'q20' | 'q100' | 'mix';

/** What is asked, and what it needs of Pictory. */
export interface Query {
  name: QueryName;
  /** For whoever reads the results. */
  meaning: string;
  /** Bodies of POST requests, to be sent in turn. */
  bodies: readonly string[];
  /** Their keys, in turn. Default: one caller. */
  callers?: readonly string[];
  /** REST calls that one operation needs when nothing is kept. */
  calls: { pages: number; jobs: number };
}

const IMAGE_FIELDS = 'id url createdDate prompt model style aspectRatio width height';
const VIDEO_FIELDS = 'id url createdDate prompt model duration thumbnailImageUrl aspectRatio width height';
const JOB_FIELDS = 'id status pictoryStatus isFinal output { ... on ImageOutput { url width height } }';
const PAGE_INFO = 'pageInfo { hasNextPage endCursor }';

/** How many jobs one operation asks for. */
const JOBS = 5;
/**
 * So many that 10 ms lie between two reads of one job, however fast the server is: our gateway gives what is younger from
 * memory, and shall not when every read is to go upstream.
 */
const JOB_GROUPS = 40;

const MIX = `query mix($ids: [ID!]!) {
  images(first: 20) { nodes { ${IMAGE_FIELDS} } ${PAGE_INFO} }
  videos(first: 20) { nodes { ${VIDEO_FIELDS} } ${PAGE_INFO} }
  jobsByIds(ids: $ids) { ${JOB_FIELDS} }
}`;

/** The three operations, smallest first. */
export const QUERIES: readonly Query[] = [
  {
    name: 'q20',
    meaning: '20 images out of a page of 100',
    bodies: [toBody(`query q20 { images(first: 20) { nodes { ${IMAGE_FIELDS} } ${PAGE_INFO} } }`)],
    calls: { pages: 1, jobs: 0 },
  },
  {
    name: 'q100',
    meaning: '100 images, the whole page',
    bodies: [toBody(`query q100 { images(first: 100) { nodes { ${IMAGE_FIELDS} } ${PAGE_INFO} } }`)],
    calls: { pages: 1, jobs: 0 },
  },
  {
    name: 'mix',
    meaning: `20 images, 20 videos and ${JOBS} running jobs`,
    bodies: Array.from({ length: JOB_GROUPS }, (_, group) => toBody(MIX, { ids: jobIds(group) })),
    calls: { pages: 2, jobs: JOBS },
  },
];

function toBody(query: string, variables?: object): string {
  return JSON.stringify({ operationName: /query (\w+)/.exec(query)?.[1], query, variables });
}

function jobIds(group: number): string[] {
  return Array.from({ length: JOBS }, (_, index) => `Job:${toUuid(group * JOBS + index)}`);
}

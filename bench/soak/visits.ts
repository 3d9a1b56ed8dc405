import { LARGEST_ANSWER_BYTES } from '../bounds/ceiling.ts';
import { hugeKey } from '../upstream/huge.ts';
import { toUuid } from '../uuid.ts';

/** One request of a visitor. */
export interface Visit {
  authorization: string;
  body: string;
  /** Set for a stream. */
  accept?: string;
  /** Of the error that is meant to come. */
  code?: string;
}

/** The kinds of what is asked that no cache may keep for ever. */
export type VisitKind = keyof typeof VISITS;

const VISITOR = 'pictai_visitor';
const HUGE_VISITORS = 3;

/** Ids in one request: as many as may be asked for at once. */
export const IDS_PER_VISIT = 100;

/** The `index`-th visit of each kind: another operation, another account, other ids each time. */
export const VISITS = {
  operations: (index: number): Visit =>
    visit(VISITOR, `query Operation${index} { field${index}: images(first: 5) { nodes { id } } }`),
  faults: (index: number): Visit => ({
    ...visit(VISITOR, `{ images(first: 5) { nodes { no${index} } } }`),
    code: 'GRAPHQL_VALIDATION_FAILED',
  }),
  tenants: (index: number): Visit =>
    visit(
      `pictai_tenant-${index}`,
      '{ images(first: 20) { nodes { id url prompt } pageInfo { endCursor } } }',
    ),
  refused: (index: number): Visit => ({
    ...visit(`pictai_refused-${index}`, '{ images(first: 20) { nodes { id } } }'),
    code: 'UNAUTHENTICATED',
  }),
  ids: (index: number): Visit =>
    visit(VISITOR, 'query ($ids: [ID!]!) { jobsByIds(ids: $ids) { id status } }', {
      ids: idsOf(index, ''),
    }),
  nodes: (index: number): Visit =>
    visit(VISITOR, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: idsOf(index, 'Image:') }),
  /** Of a job that goes on; the visitor leaves with the first event. */
  subscriptions: (index: number): Visit => ({
    ...visit(VISITOR, 'subscription ($id: ID!) { jobUpdated(id: $id) { id status } }', {
      id: `watched-${index}`,
    }),
    accept: 'text/event-stream',
  }),
  usual: (): Visit =>
    visit(
      VISITOR,
      '{ images(first: 20) { nodes { id url } } videos(first: 20) { nodes { id url duration } } assets(first: 50) { nodes { id } } }',
    ),
  'huge pages': (index: number): Visit =>
    visit(
      hugeKey('prompts', LARGEST_ANSWER_BYTES, index % HUGE_VISITORS),
      '{ images(first: 5) { nodes { id url } pageInfo { hasNextPage } } }',
    ),
} satisfies Record<string, (index: number) => Visit>;

function idsOf(index: number, prefix: string): string[] {
  return Array.from({ length: IDS_PER_VISIT }, (_, place) => prefix + toUuid(index * IDS_PER_VISIT + place));
}

function visit(authorization: string, query: string, variables?: object): Visit {
  return { authorization, body: JSON.stringify({ query, variables }) };
}

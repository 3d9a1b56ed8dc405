import { LARGEST_ANSWER_BYTES } from '../bounds/ceiling.ts';
import { hugeKey } from '../upstream/huge.ts';
import { toUuid } from '../uuid.ts';

/** One request of a visitor. */
export interface Visit {
  authorization: string;
  body: string;
}

/** The kinds of what is asked that no cache may keep for ever. */
export type VisitKind = 'operations' | 'tenants' | 'ids' | 'huge pages' | 'usual';

const VISITOR = 'pictai_visitor';
const HUGE_VISITORS = 3;

/** Ids in one request: as many as may be asked for at once. */
export const IDS_PER_VISIT = 100;

/** The `index`-th visit of each kind: another operation, another account, other ids each time. */
export const VISITS = {
  operations: (index) =>
    visit(VISITOR, `query Operation${index} { field${index}: images(first: 5) { nodes { id } } }`),
  tenants: (index) =>
    visit(
      `pictai_tenant-${index}`,
      '{ images(first: 20) { nodes { id url prompt } pageInfo { endCursor } } }',
    ),
  ids: (index) =>
    visit(VISITOR, 'query ($ids: [ID!]!) { jobsByIds(ids: $ids) { id status } }', {
      ids: Array.from({ length: IDS_PER_VISIT }, (_, place) => toUuid(index * IDS_PER_VISIT + place)),
    }),
  'huge pages': (index) =>
    visit(
      hugeKey('prompts', LARGEST_ANSWER_BYTES, index % HUGE_VISITORS),
      '{ images(first: 5) { nodes { id url } pageInfo { hasNextPage } } }',
    ),
  usual: () =>
    visit(
      VISITOR,
      '{ images(first: 20) { nodes { id url } } videos(first: 20) { nodes { id url duration } } assets(first: 50) { nodes { id } } }',
    ),
} satisfies Record<VisitKind, (index: number) => Visit>;

function visit(authorization: string, query: string, variables?: object): Visit {
  return { authorization, body: JSON.stringify({ query, variables }) };
}

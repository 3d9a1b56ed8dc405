import { QUERIES } from '../http/queries.ts';
import { pageKey } from '../upstream/bodies.ts';
import { toUuid } from '../uuid.ts';

/** Something of which there may be more or less, and what is asked then: CPU per request is measured. */
export interface Axis {
  name: string;
  /** What the numbers count. */
  unit: string;
  /** Rising. */
  sizes: readonly number[];
  /** Whether one request has more to do as the numbers grow; otherwise its cost is to stay what it is. */
  growsPerRequest: boolean;
  /** How many times as long as the others' its rounds are. Default: 1. */
  stretch?: number;
  at(size: number): { bodies: readonly string[]; callers?: readonly string[]; connections: number };
}

/** Few enough that 100 jobs each are not more than may be read at once. */
const CONNECTIONS = 10;

/** What may grow. */
export const AXES: readonly Axis[] = [
  {
    name: 'page size',
    unit: 'images to a page of Pictory’s, all of them in the answer',
    sizes: [10, 50, 100, 250, 500, 1000],
    growsPerRequest: true,
    at: (size) => ({
      bodies: [
        toBody(
          `{ images(first: ${size}) { nodes { id url createdDate prompt model style aspectRatio width height } pageInfo { endCursor } } }`,
        ),
      ],
      callers: [pageKey(size)],
      connections: CONNECTIONS,
    }),
  },
  {
    name: 'jobs',
    unit: 'jobs in the answer, each read',
    sizes: [1, 10, 25, 50, 75, 100],
    growsPerRequest: true,
    at: (size) => ({
      // Several lots in turn: what was read less than 10 ms ago comes from memory.
      bodies: Array.from({ length: 100 }, (_, lot) =>
        toBody('query ($ids: [ID!]!) { jobsByIds(ids: $ids) { id status } }', {
          ids: Array.from({ length: size }, (_, index) => toUuid(lot * size + index)),
        }),
      ),
      connections: CONNECTIONS,
    }),
  },
  {
    name: 'connections',
    unit: 'connections that ask without a pause',
    sizes: [1, 10, 50, 100, 250, 500, 1000],
    growsPerRequest: false,
    // So that requests are many times the connections that are opened for them, here and to Pictory.
    stretch: 3,
    at: (size) => ({ bodies: TWENTY_IMAGES, connections: size }),
  },
  {
    name: 'tenants',
    unit: 'accounts that ask in turn',
    sizes: [1, 100, 1000, 3000, 9000],
    growsPerRequest: false,
    // So that each of them is asked in every round.
    stretch: 5,
    at: (size) => ({
      bodies: TWENTY_IMAGES,
      callers: Array.from({ length: size }, (_, index) => `pictai_tenant-${index}`),
      connections: CONNECTIONS,
    }),
  },
];

const TWENTY_IMAGES = QUERIES.find(({ name }) => name === 'q20')?.bodies ?? [];

function toBody(query: string, variables?: object): string {
  return JSON.stringify({ query, variables });
}

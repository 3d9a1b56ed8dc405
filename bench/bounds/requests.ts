import { toUuid } from '../uuid.ts';

/** One request of a caller. */
export interface Request {
  authorization: string;
  body: string;
  /** Default: JSON. */
  accept?: string;
}

/** Something of which nothing may stay in memory for ever. */
export interface Flood {
  name: string;
  /** What is counted, such as operations. */
  unit: string;
  /** So many are sent, each another one. */
  requests: number;
  /** What is counted, in each request. */
  each: number;
  request(index: number): Request;
  /** The codes of errors that are meant to come. */
  codes?: readonly string[];
}

const CALLER = 'pictai_bounds';
/** As many ids as one argument takes. */
const IDS = 100;
/** As long as an id may be. */
const LONG = 'x'.repeat(400);

/** Near the limits of aliases and tokens. */
const MANY_FIELDS = Array.from(
  { length: 48 },
  (_, index) => `models${index}: imageModels { name isDefault aspectRatios styles creditsPerImage }`,
).join(' ');

const MANY_IMAGES = Array.from(
  { length: 45 },
  (_, index) =>
    `images${index}: images(first: 1) { nodes { id pictoryId url createdDate prompt model aspectRatio width height style } edges { cursor } pageInfo { endCursor } }`,
).join(' ');
/** So often that whatever is kept of what is asked again is kept. */
const TIMES = 5;

/** All floods, of which there is another for each cache. @param share of all requests, such as 0.02. */
export function createFloods(share: number): readonly Flood[] {
  return FLOODS.map((flood) => ({ ...flood, requests: Math.max(1, Math.round(share * flood.requests)) }));
}

const FLOODS: readonly Flood[] = [
  {
    name: 'small operations',
    unit: 'operations',
    requests: 10_000,
    each: 1,
    request: (index) =>
      ask(CALLER, `query Operation${index} { field${index}: images(first: 5) { nodes { id } } }`),
  },
  {
    name: 'large operations',
    unit: 'operations',
    requests: 2_000,
    each: 1,
    request: (index) => ask(CALLER, `query Large${index} { ${MANY_FIELDS} }`),
  },
  {
    name: 'large operations, asked again and again',
    unit: 'operations',
    requests: 2_000,
    each: 1,
    request: (index) => ask(CALLER, `query Again${Math.floor(index / TIMES)} { ${MANY_IMAGES} }`),
  },
  {
    name: 'operations of many equal fields',
    unit: 'operations',
    requests: 100,
    each: 1,
    request: (index) => ask(CALLER, `query Equal${index} { ${'imageModels { name } '.repeat(480)} }`),
    // graphql-js has a limit to how much it compares.
    codes: ['GRAPHQL_VALIDATION_FAILED'],
  },
  {
    name: 'operations with long texts',
    unit: 'operations',
    requests: 1_000,
    each: 1,
    request: (index) =>
      ask(
        CALLER,
        `query Text${index} { images(first: 1, filter: { promptContains: "${'y'.repeat(200_000)}" }) { nodes { id } } }`,
      ),
    codes: ['BAD_USER_INPUT'],
  },
  {
    name: 'invalid operations',
    unit: 'operations',
    requests: 5_000,
    each: 1,
    request: (index) =>
      ask(CALLER, `query { ${Array.from({ length: 90 }, (_, field) => `no${index}x${field} `).join('')} }`),
    codes: ['GRAPHQL_VALIDATION_FAILED'],
  },
  {
    name: 'operations that break off',
    unit: 'operations',
    requests: 5_000,
    each: 1,
    request: (index) => ask(CALLER, `query Broken${index} { ${'images '.repeat(900)}`),
    codes: ['GRAPHQL_PARSE_FAILED'],
  },
  {
    name: 'accounts',
    unit: 'tenants',
    requests: 10_000,
    each: 1,
    request: (index) =>
      ask(
        `pictai_tenant-${index}-${LONG}`,
        '{ images(first: 20) { nodes { id url prompt } pageInfo { endCursor } } jobsByIds(ids: ["a"]) { id } }',
      ),
  },
  {
    name: 'accounts that Pictory refuses',
    unit: 'tenants',
    requests: 10_000,
    each: 1,
    request: (index) => ask(`pictai_refused-${index}-${LONG}`, '{ images(first: 20) { nodes { id } } }'),
    codes: ['UNAUTHENTICATED'],
  },
  {
    name: 'jobs by id',
    unit: 'ids',
    requests: 1_000,
    each: IDS,
    request: (index) =>
      ask(CALLER, 'query ($ids: [ID!]!) { jobsByIds(ids: $ids) { id status } }', { ids: idsOf(index, '') }),
  },
  {
    name: 'nodes that do not exist',
    unit: 'ids',
    requests: 1_000,
    each: IDS,
    request: (index) =>
      ask(`pictai_nodes-${index % 20}`, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: idsOf(index, index % 2 === 0 ? `Image:${LONG}` : `Video:${LONG}`),
      }),
  },
  {
    name: 'subscriptions to jobs that do not exist',
    unit: 'ids',
    requests: 1_000,
    each: IDS,
    request: (index) => ({
      ...ask(CALLER, 'subscription ($ids: [ID!]!) { jobsUpdated(ids: $ids) { id } }', {
        ids: idsOf(index, 'absent-'),
      }),
      accept: 'text/event-stream',
    }),
    codes: ['JOB_NOT_FOUND'],
  },
  {
    name: 'idempotency keys',
    unit: 'ids',
    requests: 5_000,
    each: 20,
    request: (index) =>
      ask(
        CALLER,
        'mutation ($inputs: [GenerateImageInput!]!) { generateImages(inputs: $inputs) { __typename ... on PictoryError { code } } }',
        {
          inputs: Array.from({ length: 20 }, (_, place) => ({
            prompt: 'A heron landing on a rooftop in Lisbon, in the last light of the day',
            idempotencyKey: `key ${index} ${place}`,
          })),
        },
      ),
    // There is room for some 50,000, and none is forgotten before its time.
    codes: ['NOT_STARTED'],
  },
];

function idsOf(index: number, prefix: string): string[] {
  return Array.from({ length: IDS }, (_, place) => prefix + toUuid(index * IDS + place));
}

function ask(authorization: string, query: string, variables?: object): Request {
  return { authorization, body: JSON.stringify({ query, variables }) };
}

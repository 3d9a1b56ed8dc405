/**
 * Every `extensions.code` a GraphQL error of this gateway can carry, and what a client may do with it.
 * docs/errors.md shows the same table; a test compares the two.
 */
export const ERROR_CODES = {
  BAD_REQUEST: {
    retryable: false,
    meaning:
      'The request is not one this endpoint takes: its method, type, size, origin or JSON. The message says what to send.',
  },
  SHUTTING_DOWN: {
    retryable: true,
    meaning: 'This process is about to end and takes no new work. Repeat: another one answers.',
  },
  GRAPHQL_PARSE_FAILED: { retryable: false, meaning: 'The document is not GraphQL. Mend the query.' },
  GRAPHQL_VALIDATION_FAILED: {
    retryable: false,
    meaning: 'The document does not fit the schema. Mend the query.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    retryable: false,
    meaning:
      'Only the hash or id of a document was sent, and this gateway keeps none. Send its text, as clients with automatic persisted queries then do.',
  },
  QUERY_TOO_COMPLEX: {
    retryable: false,
    meaning: 'The operation is too large, too deep or too costly. Ask for less at once.',
  },
  UNAUTHENTICATED: {
    retryable: false,
    meaning:
      'No credential, or one that is not accepted. Send a Pictory API key or a gateway token in Authorization.',
  },
  FORBIDDEN: { retryable: false, meaning: 'The credential is good but lacks the scope for this field.' },
  BAD_USER_INPUT: {
    retryable: false,
    meaning: 'An argument or variable is out of range or of the wrong form. The message names it.',
  },
  INVALID_CURSOR: {
    retryable: false,
    meaning:
      'The cursor is forged, foreign, of another list, or names a place that can no longer be found. Start again without `after`.',
  },
  JOB_NOT_FOUND: { retryable: false, meaning: 'Pictory knows no job of this id for this account.' },
  JOB_WATCH_LIMIT: {
    retryable: true,
    meaning: 'A subscription lasted its longest time before the job ended. Subscribe again.',
  },
  LOOKUP_BUDGET_EXCEEDED: {
    retryable: true,
    meaning:
      'The library was not searched to its end within the page budget. Repeat: the search goes on where it stopped.',
  },
  UPSTREAM_CALL_BUDGET_EXCEEDED: {
    retryable: false,
    meaning: 'The operation needs more calls to Pictory than one operation may cost. Split it.',
  },
  RATE_LIMITED: {
    retryable: true,
    meaning: 'The caller sent more requests than the gateway allows. Wait `retryAfterSeconds`.',
  },
  TOO_MANY_SUBSCRIPTIONS: {
    retryable: true,
    meaning:
      'A WebSocket or shared event stream already carries its 100 operations, or too many shared streams are open (10,000 in all) or reserved (100 for one client). Close some first.',
  },
  UPSTREAM_RATE_LIMITED: {
    retryable: true,
    meaning: 'Pictory limits this account, or its own limit here is used up. Wait `retryAfterSeconds`.',
  },
  UPSTREAM_TIMEOUT: { retryable: true, meaning: 'Pictory did not answer in time.' },
  UPSTREAM_UNAVAILABLE: {
    retryable: true,
    meaning:
      'Pictory, or the identity provider that publishes the keys of JWTs, cannot be reached or answers with an error; or it is left alone after repeated failures.',
  },
  UPSTREAM_BLOCKED: {
    retryable: true,
    meaning: 'The bot filter in front of Pictory refused the call (403 without JSON).',
  },
  UPSTREAM_INVALID_RESPONSE: {
    retryable: true,
    meaning:
      'Pictory answered with something that cannot be understood, or refused a read for a reason of its own.',
  },
  UPSTREAM_MISCONFIGURED: {
    retryable: false,
    meaning: "Pictory refuses the gateway's own key. Nothing the caller sends can help: tell the operator.",
  },
  INTERNAL_SERVER_ERROR: {
    retryable: false,
    meaning: 'An unexpected fault of the gateway. The message holds the request id to report.',
  },
} as const satisfies Record<string, { retryable: boolean; meaning: string }>;

/** A code of the table above. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** A failure that a client is told, with a message written for it. Everything else is masked. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** How long to wait before repeating; null where unknown. */
  readonly retryAfterMs: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    details: { retryable?: boolean; retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.retryable = details.retryable ?? ERROR_CODES[code].retryable;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

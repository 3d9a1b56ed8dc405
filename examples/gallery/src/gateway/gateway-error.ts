/** Why an operation has no data. Decide by `code`. */
export class GatewayError extends Error {
  /** One of docs/errors.md; or one of the page's own: `NETWORK_LOST`, `UNREADABLE_ANSWER`, `PAGE_FAULT`. */
  readonly code: string;
  /** Whether the same may work later. */
  readonly retryable: boolean;
  /** How long to wait first, in seconds. Null when nobody knows. */
  readonly retryAfterSeconds: number | null;

  constructor(code: string, message: string, options: GatewayErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

interface GatewayErrorOptions {
  retryable?: boolean;
  retryAfterSeconds?: number | null;
  cause?: unknown;
}

/** An entry of `errors`, as the gateway sends it. */
export interface AnsweredError {
  message: string;
  path?: readonly (string | number)[];
  extensions?: { code?: unknown; retryable?: unknown; retryAfterSeconds?: unknown };
}

/** The first of an answer's errors, as something to throw. */
export function errorOfAnswer(errors: readonly AnsweredError[]): GatewayError {
  const { message = 'The gateway gave no reason.', extensions = {} } = errors[0] ?? {};
  const { code, retryable, retryAfterSeconds } = extensions;
  return new GatewayError(typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR', message, {
    retryable: retryable === true,
    retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : null,
  });
}

/** No answer came: the connection is down, or nobody listens. */
export function networkLost(cause: unknown): GatewayError {
  return new GatewayError('NETWORK_LOST', 'The gateway cannot be reached.', { retryable: true, cause });
}

/** Anything that was thrown. What does not come from the gateway is a fault of the page. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError('PAGE_FAULT', 'This part of the page has failed.', { cause: error });
}

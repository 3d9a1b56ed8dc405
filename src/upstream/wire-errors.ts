import { UpstreamError } from './errors.ts';

/** An answer that is larger than we take. Nothing to repeat: it will be as large the next time. */
export function tooLargeError(service: string, status: number, maxBodyBytes: number): UpstreamError {
  return new UpstreamError(
    'invalid-response',
    `${service} answered ${status} with more than ${maxBodyBytes} bytes.`,
    { status, retryable: false },
  );
}

/** An answer that would become more objects than we take, for all its few bytes. Nothing to repeat either. */
export function tooManyPartsError(service: string, status: number, maxParts: number): UpstreamError {
  return new UpstreamError(
    'invalid-response',
    `${service} answered ${status} with more than ${maxParts} objects and lists.`,
    { status, retryable: false },
  );
}

/** What a failure told by undici amounts to. @param isStarted a connection was there and the request handed to it. */
export function toUpstreamError(service: string, error: unknown, isStarted: boolean): UpstreamError {
  const { code } = error as { code?: unknown };
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') {
    return isStarted ? cutError(service, error) : closedError(service);
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return new UpstreamError('not-sent', `The request to ${service} cannot be written as HTTP.`, {
      retryable: false,
      cause: stripped(error),
    });
  }
  if (!isStarted) return unreachableError(service, 'No connection.', error);
  if (isNotHttp(error as object)) {
    return new UpstreamError('invalid-response', `${service} answered with something other than HTTP.`, {
      cause: stripped(error),
    });
  }
  return cutError(service, error);
}

function isNotHttp({ name, code, data }: { name?: unknown; code?: unknown; data?: unknown }): boolean {
  // The parser also tells of a connection that ended in mid-answer, and then has no bytes to show. (Its `code` would tell
  // the two apart, but is undefined in undici 8.12.)
  return code === 'UND_ERR_HEADERS_OVERFLOW' || (name === 'HTTPParserError' && Boolean(data));
}

/** No answer, though the request was sent. */
export function timeoutError(service: string, timeoutMs: number): UpstreamError {
  return new UpstreamError('timeout', `${service} did not answer within ${timeoutMs} ms.`);
}

/** Not a byte was sent. */
export function unreachableError(service: string, what: string, error?: unknown): UpstreamError {
  return new UpstreamError('unreachable', `${service} cannot be reached. ${what}`, {
    cause: stripped(error),
  });
}

/** The request was sent, at least in part. */
export function cutError(service: string, error?: unknown): UpstreamError {
  return new UpstreamError('cut', `The connection to ${service} ended before the answer did.`, {
    cause: stripped(error),
  });
}

/** The wire has been closed: nothing was sent. */
export function closedError(service: string): UpstreamError {
  return new UpstreamError('not-sent', `The connections to ${service} are closed: this process is ending.`, {
    retryable: false,
  });
}

/** Name, code and message of an error: others of its properties may hold bytes of the answer, or of the request. */
function stripped(error: unknown): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const { name, message } = error;
  const { code } = error as { code?: unknown };
  const bare = new Error(typeof code === 'string' && code !== message ? `${code}: ${message}` : message);
  bare.name = name;
  return bare;
}

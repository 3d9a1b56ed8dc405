import { type ErrorCode, GatewayError } from '../domain/errors.ts';

/** A request that is turned away by HTTP's own means: with a status of its own, and headers that belong to it. */
export class Refusal extends GatewayError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    headers: Readonly<Record<string, string>> = {},
    details: { retryAfterMs?: number } = {},
  ) {
    super(code, message, details);
    this.status = status;
    this.headers = headers;
  }
}

import type { UpstreamError } from '../../upstream/errors.ts';
import { commonMeanings, type FailureMeaning, translateFailure } from '../upstream-failure.ts';

/** What a failed call to useapi.net means to the client, like `toGatewayError`. Nothing that it said itself is shown. */
export function toPixverseError(error: unknown): Error {
  return translateFailure(error, meaningOf);
}

/**
 * The same for a call that names a PixVerse account by e-mail address, or leaves it out.
 *
 * @param email as the caller gave it; null: left out.
 */
export function toPixverseListError(error: unknown, email: string | null): Error {
  return translateFailure(error, (failed) => {
    const isAboutEmail = failed.status === 400 || failed.status === 404;
    if (!isAboutEmail) return meaningOf(failed);
    return email === null ? EMAIL_NEEDED : EMAIL_REFUSED;
  });
}

function meaningOf({ status, failure }: UpstreamError): FailureMeaning {
  return BY_STATUS.get(status) ?? BY_FAILURE[failure];
}

/** After how long to ask again when all places are taken and useapi.net does not say: its own sample waits so long. */
const BUSY_RETRY_AFTER_MS = 10_000;

const BY_STATUS = new Map<number | null, FailureMeaning>([
  [
    412,
    {
      code: 'PIXVERSE_CREDITS_EXHAUSTED',
      message: 'The linked PixVerse account has no credits left. Tell the operator.',
    },
  ],
  [
    422,
    {
      code: 'PIXVERSE_REFUSED',
      message: 'PixVerse refuses the prompt or a picture. Ask for something else.',
    },
  ],
  [
    429,
    {
      code: 'PIXVERSE_BUSY',
      message: 'All places of the linked PixVerse accounts are taken. Wait before asking again.',
      retryAfterMs: BUSY_RETRY_AFTER_MS,
    },
  ],
  [
    596,
    {
      code: 'PIXVERSE_ACCOUNT_DISCONNECTED',
      message:
        'useapi.net has lost its session with the linked PixVerse account. Repeating does not help: the operator has to link it anew.',
    },
  ],
]);

const BY_FAILURE = {
  ...commonMeanings('useapi.net'),
  unauthorized: {
    code: 'UPSTREAM_MISCONFIGURED',
    message:
      "useapi.net does not accept the gateway's own token, or its subscription has ended. Nothing the caller sends can help: tell the operator.",
  },
} as const satisfies Record<string, FailureMeaning>;

const EMAIL_NEEDED: FailureMeaning = {
  code: 'BAD_USER_INPUT',
  message:
    'useapi.net does not list images without `email`: several PixVerse accounts seem to be linked. Say which one by its e-mail address.',
};

const EMAIL_REFUSED: FailureMeaning = {
  code: 'BAD_USER_INPUT',
  message: 'useapi.net does not take this `email`: no PixVerse account of that address seems to be linked.',
};

import type { GatewayError } from '../gateway/gateway-error.ts';

/** What to tell a person. */
export interface Words {
  title: string;
  advice: string;
}

/** A failure in words: what happened, and what one can do. */
export function problemWords(error: GatewayError): Words {
  return WORDS[error.code] ?? { title: 'That did not work', advice: error.message };
}

const WORDS: Readonly<Record<string, Words>> = {
  NETWORK_LOST: {
    title: 'No connection',
    advice: 'The gateway cannot be reached. Check your connection and try again.',
  },
  RATE_LIMITED: { title: 'A little too fast', advice: 'You have asked more often than this gateway allows.' },
  UPSTREAM_RATE_LIMITED: {
    title: 'Pictory needs a break',
    advice: 'The account has asked Pictory more often than it allows.',
  },
  UNAUTHENTICATED: {
    title: 'Who is asking?',
    advice: 'This gateway wants a key, or does not accept the one it was given. Enter one in the settings.',
  },
  FORBIDDEN: {
    title: 'Not with this key',
    advice: 'Your key may not do this. Another one may: enter it in the settings.',
  },
  UPSTREAM_TIMEOUT: {
    title: 'Pictory is slow',
    advice: 'It did not answer in time. Nothing is lost: try again.',
  },
  UPSTREAM_UNAVAILABLE: {
    title: 'Pictory is away',
    advice: 'It cannot be reached just now. Nothing is lost: try again.',
  },
  UPSTREAM_BLOCKED: {
    title: 'Pictory is away',
    advice: 'Something in front of it has refused the call. Try again.',
  },
  UPSTREAM_MISCONFIGURED: {
    title: 'The gateway has lost its key',
    advice: 'Pictory refuses the key of the gateway itself. Only its operator can help.',
  },
  INVALID_CURSOR: {
    title: 'Lost the place',
    advice: 'The list has changed too much to go on from here. It begins again at the top.',
  },
};

import type { Api, ApiRequest } from './api-server.ts';
import type { JsonAnswer } from './http.ts';
import type { PixverseAccount } from './pixverse-account.ts';

/** The customer of useapi.net: there is one, with a token. */
export interface UseapiCustomer {
  name: string;
  token: string;
  /** The PixVerse accounts that are linked. */
  accounts: readonly PixverseAccount[];
}

const DEFAULT_LIMIT = 50;

/** The image endpoints of useapi.net's PixVerse, as `upstream/useapi-pixverse.openapi.yaml` describes them. Only reading. */
export function createPixverseApi(customer: UseapiCustomer): Api<UseapiCustomer> {
  return {
    findAccount: (authorization) => (authorization === `Bearer ${customer.token}` ? customer : null),
    toErrorBody: refusal,
    listField: 'data',
    answer(request) {
      const [, imageId] = /^\/images\/?([^/]*)$/.exec(request.path) ?? [];
      if (imageId === undefined || request.method !== 'GET') return refuse(404, 'Not found');
      if (!request.account) return refuse(401, 'Unauthorized');
      return imageId === '' ? listImages(request.account, request) : readImage(request.account, imageId);
    },
  };
}

function listImages({ accounts }: UseapiCustomer, { query }: ApiRequest<unknown>): JsonAnswer {
  const email = query.get('email');
  if (email === null && accounts.length > 1) return refuse(400, 'Parameter email is required');
  const account = email === null ? accounts[0] : accounts.find((candidate) => candidate.email === email);
  // What an address that is not linked is answered is not documented.
  if (!account) return refuse(400, `Account ${email} is not configured`);
  const limit = readCount(query.get('limit') ?? String(DEFAULT_LIMIT));
  const offset = readCount(query.get('offset') ?? '0');
  if (limit === null) return refuse(400, 'Parameter limit is not a number');
  if (offset === null) return refuse(400, 'Parameter offset is not a number');
  return {
    status: 200,
    body: {
      data: account.images.slice(offset, offset + limit).map(account.show),
      // There, whether or not anything follows, as in useapi.net's sample.
      next_offset: offset + limit,
      total: account.images.length,
    },
  };
}

function readImage({ accounts }: UseapiCustomer, encodedId: string): JsonAnswer {
  for (const account of accounts) {
    const image = account.ask(decode(encodedId));
    if (image) return { status: 200, body: account.show(image) };
  }
  // As useapi.net prints it: without a code.
  return { status: 404, body: { error: 'The original image has been deleted' } };
}

function refuse(status: number, error: string): JsonAnswer {
  return { status, body: refusal(status, error) };
}

function refusal(code: number, error: string) {
  return { error, code };
}

function readCount(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

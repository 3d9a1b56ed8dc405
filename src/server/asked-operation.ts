import { LRUCache } from 'lru-cache';
import { GatewayError } from '../domain/errors.ts';

/** What a client asks to be executed, in the words of GraphQL over HTTP. Only its form has been checked. */
export interface AskedOperation {
  /** The document; null or empty when it is named by `documentId` instead. */
  query: string | null;
  /** `documentId`, or the hash of a persisted query; null when neither was sent. */
  documentId: string | null;
  operationName: string | null;
  variables: { readonly [name: string]: unknown };
  extensions: { readonly [name: string]: unknown };
}

/**
 * Reads the parameters of a request: those of a JSON body, or of a URL after their JSON has been parsed.
 *
 * @throws {GatewayError} `BAD_REQUEST`, saying which parameter is not of its type.
 */
export function parseAskedOperation(parameters: unknown): AskedOperation {
  if (Array.isArray(parameters)) {
    throw new GatewayError(
      'BAD_REQUEST',
      'Batches are not taken. Send each operation in a request of its own.',
    );
  }
  if (!isObject(parameters)) throw new GatewayError('BAD_REQUEST', 'Send a JSON object with "query" in it.');
  const extensions = optional(parameters, 'extensions', isObject, 'an object') ?? {};
  return {
    query: optional(parameters, 'query', isText, 'a text'),
    documentId: optional(parameters, 'documentId', isText, 'a text') ?? persistedHash(extensions),
    // Some clients write an empty name for none.
    operationName: optional(parameters, 'operationName', isText, 'a text') || null,
    variables: optional(parameters, 'variables', isObject, 'an object') ?? {},
    extensions,
  };
}

/**
 * Reads the parameters out of a URL's query string.
 *
 * @throws {GatewayError} `BAD_REQUEST`.
 */
export function parseSearchParameters(search: string): AskedOperation {
  const given = new URLSearchParams(search);
  const json = (name: string): unknown => {
    const text = given.get(name);
    if (!text) return null;
    try {
      return JSON.parse(text);
    } catch {
      throw new GatewayError('BAD_REQUEST', `The parameter "${name}" is not JSON.`);
    }
  };
  return parseAskedOperation({
    query: given.get('query'),
    documentId: given.get('documentId'),
    operationName: given.get('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  });
}

/** Reads what is asked out of a text. */
export type ReadAsked = (text: string) => AskedOperation;

/** Bounded by the length of the texts. */
const MAX_CHARACTERS = 500_000;
/** A text longer than this is read anew each time. */
const MAX_TEXT_CHARACTERS = 20_000;

/** The same text gives the same object, as long as it is remembered. Whatever `read` throws is not. */
export function rememberAsked(read: ReadAsked): ReadAsked {
  const known = new LRUCache<string, AskedOperation>({
    max: 2_000,
    maxSize: MAX_CHARACTERS,
    maxEntrySize: MAX_TEXT_CHARACTERS,
    sizeCalculation: (_, text) => text.length + 100,
  });
  return (text) => {
    const remembered = known.get(text);
    if (remembered) return remembered;
    const asked = read(text);
    known.set(text, asked);
    return asked;
  };
}

function persistedHash(extensions: { readonly [name: string]: unknown }): string | null {
  const { persistedQuery } = extensions;
  return isObject(persistedQuery) && isText(persistedQuery.sha256Hash) ? persistedQuery.sha256Hash : null;
}

function optional<Value>(
  parameters: { readonly [name: string]: unknown },
  name: string,
  fits: (value: unknown) => value is Value,
  expected: string,
): Value | null {
  const value = parameters[name];
  if (value === undefined || value === null) return null;
  if (fits(value)) return value;
  throw new GatewayError('BAD_REQUEST', `The parameter "${name}" is not ${expected}.`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

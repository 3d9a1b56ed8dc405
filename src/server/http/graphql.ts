import type { ExecutionResult } from 'graphql';
import type { Clock } from '../../clock.ts';
import type { AskedOperation, ReadAsked } from '../asked-operation.ts';
import type { Callers } from '../callers/callers.ts';
import type { OpenConnections } from '../open-connections.ts';
import { type Asker, isEvents, isRejected, type Operations, type Rejected } from '../operations.ts';
import { Refusal } from '../refusal.ts';
import { resultText } from '../result-text.ts';
import { parseAccept, type ResultType } from './accept.ts';
import { readJsonText } from './body.ts';
import { clientAddress } from './client-address.ts';
import { type EventStreams, sendEvents } from './event-stream.ts';
import { clientOf, type Exchange, sendJson } from './exchange.ts';

/** What the GraphQL endpoints need. */
export interface GraphqlTerms {
  operations: Operations;
  /** What is asked in a body, and in what follows the question mark of an address. */
  readBody: ReadAsked;
  readSearch: ReadAsked;
  callers: Callers;
  connections: OpenConnections;
  eventStreams: EventStreams;
  clock: Clock;
  bodyLimitBytes: number;
  /** How many proxies of ours stand in front. */
  trustedProxies: number;
}

/**
 * Answers one operation sent by POST or GET: with a JSON result, or with server-sent events when it is a subscription or
 * the client takes nothing else ("distinct connections mode" of GraphQL over SSE).
 *
 * @throws {Refusal} when the request does not get as far as an operation.
 */
export async function answerOperation(exchange: Exchange, terms: GraphqlTerms): Promise<void> {
  const { request, response } = exchange;
  const accepted = parseAccept(request.headers.accept);
  if (!accepted.result && !accepted.stream) {
    throw new Refusal(
      406,
      'BAD_REQUEST',
      'Answers are application/json, application/graphql-response+json or text/event-stream.',
    );
  }
  const asked = await readOperation(exchange, terms);
  const asker: Asker = {
    ...(await identifyAsker(exchange, terms)),
    transport: 'http',
    client: clientOf(response),
    mayMutate: request.method === 'POST',
    mayStream: accepted.stream,
  };
  const prepared = await terms.operations.prepare(asked, asker);
  const outcome = isRejected(prepared) ? prepared : await terms.operations.run(prepared);

  if (isEvents(outcome)) {
    const stream = terms.eventStreams.open(exchange);
    sendEvents(outcome, stream, terms.connections.add(stream));
  } else if (accepted.result) {
    sendJson(exchange, statusOf(outcome, accepted.result), resultText(outcome), {
      ...headersOf(outcome),
      'content-type': `${accepted.result}; charset=utf-8`,
    });
  } else {
    const stream = terms.eventStreams.open(exchange);
    await stream.sendResult(outcome);
    stream.complete();
  }
}

/** What an exchange tells of who asks. */
export async function identifyAsker(
  { request, requestId }: Exchange,
  terms: Pick<GraphqlTerms, 'callers' | 'trustedProxies'>,
): Promise<Pick<Asker, 'requestId' | 'caller' | 'address' | 'idempotencyKey'>> {
  const idempotencyKey = request.headers['idempotency-key'];
  return {
    requestId,
    caller: await terms.callers.identify(request.headers.authorization ?? null),
    address: clientAddress(request, terms.trustedProxies),
    idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : null,
  };
}

/** Reads what is asked: from the URL of a GET, else from the body. */
async function readOperation(
  { request, search }: Exchange,
  { readBody, readSearch, bodyLimitBytes }: GraphqlTerms,
): Promise<AskedOperation> {
  return request.method === 'GET'
    ? readSearch(search)
    : readBody(await readJsonText(request, bodyLimitBytes));
}

/**
 * GraphQL over HTTP: whoever takes `application/json` gets 200 for everything that came as an operation; the newer type
 * tells a request that was not executed (no `data`) by 400. A refusal has its own status in both.
 */
function statusOf(result: ExecutionResult | Rejected, type: ResultType): number {
  if ('data' in result) return 200;
  const error = result.errors?.[0];
  if (error?.originalError instanceof Refusal) return error.originalError.status;
  switch (error?.extensions.code) {
    case 'BAD_REQUEST':
      return 400;
    case 'RATE_LIMITED':
      return 429;
    case 'INTERNAL_SERVER_ERROR':
      return 500;
    default:
      return type === 'application/json' ? 200 : 400;
  }
}

function headersOf(result: ExecutionResult | Rejected): Readonly<Record<string, string>> {
  const error = result.errors?.[0];
  if (error?.originalError instanceof Refusal) return error.originalError.headers;
  const retryAfterSeconds =
    error?.extensions.code === 'RATE_LIMITED' ? error.extensions.retryAfterSeconds : undefined;
  return typeof retryAfterSeconds === 'number' ? { 'retry-after': String(Math.ceil(retryAfterSeconds)) } : {};
}

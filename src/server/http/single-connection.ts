import { randomUUID } from 'node:crypto';
import { type AskedOperation, parseAskedOperation } from '../asked-operation.ts';
import { isEvents, isRejected } from '../operations.ts';
import { Refusal } from '../refusal.ts';
import { readJsonBody } from './body.ts';
import { clientAddress } from './client-address.ts';
import { type Exchange, sendJson } from './exchange.ts';
import { answerOperation, type GraphqlTerms, identifyAsker } from './graphql.ts';
import { createSharedStream, type SharedStream } from './shared-stream.ts';

/**
 * Answers one request of GraphQL over SSE's "single connection mode": PUT reserves a stream and answers its token, GET
 * opens it, POST starts an operation on it, DELETE ends one. An operation without a token gets a stream of its own.
 *
 * @throws {Refusal} when the request is not of the protocol.
 */
export type AnswerSingleConnection = (exchange: Exchange) => Promise<void>;

/** How long a reserved stream waits for its client. */
const RESERVATION_MS = 30_000;
const MAX_STREAMS = 10_000;
/** Of one client, so that nobody can reserve all there are. */
const MAX_RESERVED = 100;
const TOKEN_HEADER = 'x-graphql-event-stream-token';

/** The streams of this process. docs/decisions/http.md says why this is not the plugin of the same purpose. */
export function createSingleConnections(terms: GraphqlTerms): AnswerSingleConnection {
  const streams = new Map<string, SharedStream>();
  /** How many streams each client has reserved and not opened yet. */
  const reserved = new Map<string, number>();

  const find = (token: string): SharedStream => {
    const stream = streams.get(token);
    if (stream) return stream;
    throw new Refusal(404, 'BAD_REQUEST', 'There is no event stream of this token. Reserve one with PUT.');
  };

  const reserve: AnswerSingleConnection = async (exchange) => {
    const client = clientAddress(exchange.request, terms.trustedProxies);
    const already = reserved.get(client) ?? 0;
    if (streams.size >= MAX_STREAMS || already >= MAX_RESERVED) {
      throw new Refusal(429, 'TOO_MANY_SUBSCRIPTIONS', 'Too many event streams are open. Try again shortly.');
    }
    const token = randomUUID();
    const stream = createSharedStream();
    streams.set(token, stream);
    reserved.set(client, already + 1);
    const noLongerReserved = new AbortController();
    stream.onceOpen(() => noLongerReserved.abort());
    terms.clock
      .sleep(RESERVATION_MS, noLongerReserved.signal)
      .then(
        () => {
          streams.delete(token);
          stream.close();
        },
        () => {},
      )
      .finally(() => {
        const left = (reserved.get(client) ?? 1) - 1;
        if (left > 0) reserved.set(client, left);
        else reserved.delete(client);
      });
    sendJson(exchange, 201, token, { 'content-type': 'text/plain; charset=utf-8' });
  };

  const open = (token: string, exchange: Exchange) => {
    const stream = find(token);
    if (stream.isOpen) throw new Refusal(409, 'BAD_REQUEST', 'This event stream is already open.');
    const events = terms.eventStreams.open(exchange);
    const closed = terms.connections.add({
      leave: () => stream.leave(() => events.leave()),
      cut: () => events.cut(),
    });
    exchange.response.once('close', () => {
      closed();
      streams.delete(token);
      stream.close();
    });
    stream.open(events);
  };

  const start = async (token: string, exchange: Exchange) => {
    find(token);
    const asked = parseAskedOperation(await readJsonBody(exchange.request, terms.bodyLimitBytes));
    const asker = await identifyAsker(exchange, terms);
    // Looked for again: the stream may have closed while the body came in.
    const operation = find(token).begin(operationIdOf(asked));
    // What comes of it, faults included, arrives on the stream.
    sendJson(exchange, 202, '');
    const prepared = await terms.operations.prepare(asked, {
      ...asker,
      client: operation,
      transport: 'single-connection',
      mayMutate: true,
      mayStream: true,
    });
    if (!isRejected(prepared) && prepared.type === 'subscription') operation.noteSubscription();
    const outcome = isRejected(prepared) ? prepared : await terms.operations.run(prepared);
    if (isEvents(outcome)) for await (const event of outcome) await operation.next(event);
    else await operation.next(outcome);
    await operation.complete();
  };

  return async (exchange) => {
    const { request, search } = exchange;
    const parameters = new URLSearchParams(search);
    const token = [request.headers[TOKEN_HEADER]].flat()[0] ?? parameters.get('token');
    if (request.method === 'PUT') return reserve(exchange);
    if (request.method === 'DELETE') {
      find(token ?? '').stop(parameters.get('operationId') ?? '');
      return sendJson(exchange, 200, '');
    }
    if (!token) return answerOperation(exchange, terms);
    return request.method === 'GET' ? open(token, exchange) : start(token, exchange);
  };
}

function operationIdOf(asked: AskedOperation): string {
  const { operationId } = asked.extensions;
  if (typeof operationId === 'string' && operationId !== '') return operationId;
  throw new Refusal(400, 'BAD_REQUEST', 'Name the operation by a text in extensions.operationId.');
}

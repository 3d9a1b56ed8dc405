import { randomBytes } from 'node:crypto';
import { createConnection, type Socket } from 'node:net';

/** How events come. */
export type Transport = 'SSE' | 'WebSocket';

/** What a subscriber asks for, and where. */
export interface Subscribing {
  transport: Transport;
  port: number;
  authorization: string;
  jobId: string;
}

const PATH = '/graphql';
const QUERY = 'subscription ($id: ID!) { jobUpdated(id: $id) { id status isFinal } }';
/** In the event that says that the job has ended. */
const FINAL = '"isFinal":true';

/**
 * One subscriber on a connection of its own, over a bare socket: thousands of clients must ask for little of the machine.
 * It knows of each protocol what it takes to subscribe and to stay, and looks for words in what comes.
 *
 * @param subscriber.onFinal called when the event with the final state arrives.
 * @param subscriber.onLost called when the connection ends before that.
 * @returns when the first event is there.
 */
export function subscribe(
  subscribing: Subscribing,
  subscriber: { onFinal(): void; onLost(reason: string): void },
): Promise<void> {
  const { transport, port } = subscribing;
  const protocol = transport === 'SSE' ? eventStream(subscribing) : webSocket(subscribing);
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
    let seen = '';
    let isOver = false;
    socket.setEncoding('latin1').on('data', (text: string) => {
      seen += text;
      if (protocol.answerTo(seen, socket)) seen = '';
      if (!seen.includes('"jobUpdated"')) return;
      isOver = seen.includes(FINAL);
      if (isOver) subscriber.onFinal();
      seen = '';
      resolve();
    });
    socket.on('error', (error) => subscriber.onLost(error.message));
    socket.on('close', () => {
      if (!isOver) subscriber.onLost(`closed by the gateway after ${JSON.stringify(seen)}`);
    });
    socket.write(protocol.request);
  });
}

/** What a protocol wants of a subscriber. */
interface Protocol {
  request: string;
  /** Says what has to be said to what has come; true when there was something, and what has come is done with. */
  answerTo(seen: string, socket: Socket): boolean;
}

function eventStream({ port, authorization, jobId }: Subscribing): Protocol {
  const body = JSON.stringify({ query: QUERY, variables: { id: jobId } });
  const headers = [
    `POST ${PATH} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `authorization: ${authorization}`,
    'accept: text/event-stream',
    'content-type: application/json',
    `content-length: ${body.length}`,
  ];
  return { request: `${headers.join('\r\n')}\r\n\r\n${body}`, answerTo: () => false };
}

/** The protocol graphql-transport-ws. */
function webSocket({ port, authorization, jobId }: Subscribing): Protocol {
  const headers = [
    `GET ${PATH} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    `authorization: ${authorization}`,
    'connection: Upgrade',
    'upgrade: websocket',
    `sec-websocket-key: ${randomBytes(16).toString('base64')}`,
    'sec-websocket-version: 13',
    'sec-websocket-protocol: graphql-transport-ws',
  ];
  const payload = { query: QUERY, variables: { id: jobId } };
  return {
    request: `${headers.join('\r\n')}\r\n\r\n`,
    answerTo(seen, socket) {
      if (seen.includes('connection_ack')) socket.write(toFrame({ id: '1', type: 'subscribe', payload }));
      else if (seen === PING) socket.write(PONG);
      else if (seen.includes('\r\n\r\n')) socket.write(toFrame({ type: 'connection_init' }));
      else return false;
      return true;
    },
  };
}

/** Without an answer, the gateway takes its client for gone. */
const PING = '\x89\x00';
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

const TEXT_FRAME = 0x81;
const MASKED = 0x80;
const TWO_BYTE_LENGTH = 126;

/** A text frame of a client. The mask is all zeros, which leaves the text as it is. */
function toFrame(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(8);
  head[0] = TEXT_FRAME;
  head[1] = MASKED | TWO_BYTE_LENGTH;
  head.writeUInt16BE(text.length, 2);
  return Buffer.concat([head, text]);
}

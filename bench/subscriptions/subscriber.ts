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
 * It knows of each protocol what it takes to subscribe, and looks for words in what comes.
 *
 * @param subscriber.onFinal called when the event with the final state arrives.
 * @returns when the first event is there. @throws {Error} when the connection ends before.
 */
export function subscribe(subscribing: Subscribing, subscriber: { onFinal(): void }): Promise<void> {
  const { transport, port } = subscribing;
  const opening = transport === 'SSE' ? openEventStream(subscribing) : openWebSocket(subscribing);
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
    let seen = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      seen += text;
      if (opening.answerTo(seen, socket)) seen = '';
      if (seen.includes(FINAL)) subscriber.onFinal();
      if (!seen.includes('"jobUpdated"')) return;
      seen = '';
      resolve();
    });
    socket.on('error', reject);
    socket.on('close', () =>
      reject(new Error(`The gateway has closed a connection over ${transport}: ${seen}`)),
    );
    socket.write(opening.request);
  });
}

/** How a protocol begins. */
interface Opening {
  request: string;
  /** Goes on when what has come asks for it; true when it has, and what has come is done with. */
  answerTo(seen: string, socket: Socket): boolean;
}

function openEventStream({ port, authorization, jobId }: Subscribing): Opening {
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
function openWebSocket({ port, authorization, jobId }: Subscribing): Opening {
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
      else if (seen.includes('\r\n\r\n')) socket.write(toFrame({ type: 'connection_init' }));
      else return false;
      return true;
    },
  };
}

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

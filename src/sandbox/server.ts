import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnswerCall } from './api-server.ts';
import type { ControlRequest } from './control-routes.ts';
import { type RawAnswer, readJsonBody, readUrl, send, toRaw } from './http.ts';

/** A sandbox's HTTP server. Disposing closes it at once, with all connections. */
export interface SandboxServer extends AsyncDisposable {
  readonly origin: string;
  /** Answers from now on. @param apiPath what every path of the API begins with, such as `/pictoryapis`. */
  serve(apiPath: string, rooms: Rooms): void;
}

/** Who answers what. */
interface Rooms {
  call: AnswerCall;
  file: (path: string, headers: IncomingHttpHeaders) => Promise<RawAnswer>;
  control: (request: ControlRequest) => RawAnswer;
}

/** Listens. @throws {Error} with code EADDRINUSE when the port is occupied. */
export async function openServer(host: string, port: number): Promise<SandboxServer> {
  const server = createServer({ keepAliveTimeout: 60_000 });
  const listening = once(server, 'listening');
  server.listen(port, host);
  await listening;
  const origin = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    serve: (apiPath, rooms) => void server.on('request', answerRequests(apiPath, rooms)),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Sends each request to its room by the beginning of its path. Whatever goes wrong there, the sandbox lives on. */
function answerRequests(
  apiPath: string,
  rooms: Rooms,
): (request: IncomingMessage, response: ServerResponse) => void {
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { path, query } = readUrl(request) ?? { path: '', query: new URLSearchParams() };
    const method = request.method ?? 'GET';
    if (path.startsWith(`${apiPath}/`)) {
      await rooms.call(request, response, path.slice(apiPath.length), query);
    } else if (path.startsWith('/files/') && (method === 'GET' || method === 'HEAD')) {
      send(response, await rooms.file(path, request.headers));
    } else if (path === '/sandbox' || path.startsWith('/sandbox/')) {
      send(response, rooms.control({ method, path, body: await readJsonBody(request) }));
    } else {
      send(response, toRaw({ status: 404, body: { message: 'Not Found' } }));
    }
  };
  return (request, response) => {
    answer(request, response).catch(() => {
      // The client went away while it was still sending, or this is a mistake of ours.
      if (response.headersSent) response.destroy();
      else send(response, toRaw({ status: 500, body: { message: 'Internal Server Error' } }));
    });
  };
}

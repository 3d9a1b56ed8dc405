import { type Clock, systemClock } from '../clock.ts';
import { createApiServer } from './api-server.ts';
import { type Call, type CallMatch, createCallLog } from './calls.ts';
import { createFaults, type Fault, type FaultRule } from './faults.ts';
import { type RawAnswer, toRaw } from './http.ts';
import { drawPicture } from './picture.ts';
import { createPixverseAccount, findPixverseAccount, type PixverseAccount } from './pixverse-account.ts';
import { createPixverseApi } from './pixverse-api.ts';
import { createPixverseControls } from './pixverse-controls.ts';
import { growPixverseImages, pixverseSize } from './pixverse-image.ts';
import { openServer } from './server.ts';

/** The token that the simulated useapi.net takes. */
export const SAMPLE_USEAPI_TOKEN = 'user:9042-sandbox-sample-token';

/** How to start a simulated PixVerse. Everything has a default. */
export interface PixverseSandboxOptions {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free one. */
  port?: number;
  /** Default: the machine's. */
  clock?: Clock;
  /** The linked accounts. Default: one, `studio@example.org`. */
  accounts?: readonly { email: string; imageCount?: number }[];
  /** Of each account that says nothing else. Default 173. */
  imageCount?: number;
  /** How many of the newest images begin only when somebody asks for them. Default 3. */
  waitingCount?: number;
  /** How long an image takes. Default 6 s. */
  takesMs?: number;
}

/** A simulated PixVerse that listens on a port. Disposing closes it at once, with all connections. */
export interface PixverseSandbox extends AsyncDisposable {
  /** Base address of the API, to be used as USEAPI_BASE_URL. */
  readonly url: string;
  /** Where the control routes (`/sandbox`) and the pictures (`/files`) are. */
  readonly origin: string;
  /** By its e-mail address; by default the first. @throws {SandboxInputError} for an unknown one. */
  account(email?: string): PixverseAccount;
  /** @throws {SandboxInputError} naming what is wrong with the rule. */
  addFault(rule: FaultRule): Fault;
  clearFaults(): void;
  /** API calls, oldest first; in all of them `account` is `useapi`. */
  readonly calls: readonly Call[];
  clearCalls(): void;
  /** Resolves with the next call of this kind as soon as it has come in, before it is answered. */
  nextCall(match?: CallMatch): Promise<Call>;
}

const USER_NUMBER = 9042;

/**
 * Starts a simulated useapi.net with PixVerse accounts: the endpoints that read images, pictures one can look at, states
 * that advance with time, and controls that break things.
 *
 * @throws {Error} with code EADDRINUSE when the port is occupied.
 */
export async function createPixverseSandbox(options: PixverseSandboxOptions = {}): Promise<PixverseSandbox> {
  const { host = '127.0.0.1', port = 0, clock = systemClock, takesMs = 6_000, waitingCount = 3 } = options;
  const linked = options.accounts ?? [{ email: 'studio@example.org' }];
  const server = await openServer(host, port);
  const filesUrl = `${server.origin}/files`;
  const accounts = linked.map(({ email, imageCount = options.imageCount ?? 173 }, index) =>
    createPixverseAccount({
      email,
      userNumber: USER_NUMBER,
      images: growPixverseImages({
        seed: email,
        count: imageCount,
        waiting: waitingCount,
        newestNumber: 70_021_533 + index * 1_000_000,
        // A fixed date, so that a list looks the same on every day.
        newestAtMs: Math.min(Date.UTC(2026, 10, 1, 18), clock.now()),
        takesMs,
      }),
      filesUrl: `${filesUrl}/${index}`,
      takesMs: () => takesMs,
      clock,
    }),
  );

  const customer = { name: 'useapi', token: SAMPLE_USEAPI_TOKEN, accounts };
  const calls = createCallLog();
  const faults = createFaults([customer]);
  server.serve('/v2/pixverse', {
    call: createApiServer({ api: createPixverseApi(customer), calls, faults, clock }),
    file: async (path) => openPicture(accounts, `${server.origin}${path}`),
    control: createPixverseControls({ origin: server.origin, calls, faults, ...customer }),
  });

  return {
    url: `${server.origin}/v2/pixverse`,
    origin: server.origin,
    account: (email) => findPixverseAccount(accounts, email),
    addFault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    calls: calls.list,
    clearCalls: () => calls.clear(),
    nextCall: (match = {}) => calls.next(match),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function openPicture(accounts: readonly PixverseAccount[], url: string): RawAnswer {
  for (const account of accounts) {
    const image = account.images.find((candidate) => account.show(candidate).image_url === url);
    if (!image) continue;
    const body = drawPicture({
      seed: `${image.number} ${image.prompt}`,
      style: null,
      ...pixverseSize(image),
    });
    return { status: 200, headers: PICTURE_HEADERS, body };
  }
  return toRaw({ status: 404, body: { message: 'There is no such file.' } });
}

const PICTURE_HEADERS = {
  'content-type': 'image/png',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'public, max-age=31536000, immutable',
};

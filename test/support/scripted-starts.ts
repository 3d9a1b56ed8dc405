import type { ImageRequest } from '../../src/upstream/pictory/images.ts';
import type { PictoryAccount, StartHooks } from '../../src/upstream/pictory/pictory.ts';
import type { VideoRequest } from '../../src/upstream/pictory/videos.ts';

/** How one start goes. `send` does what the real one does directly before the first byte, and counts the POST. */
export type Start = (send: () => Promise<void>, signal: AbortSignal) => Promise<{ jobId: string }>;

/** An account whose starts go by a script; without one, each is accepted as `job-1`, `job-2` and so on. */
export interface ScriptedStarts {
  account: PictoryAccount;
  /** What was sent, in order. */
  posts: (ImageRequest | VideoRequest)[];
  /** How the next starts go, first come first served. */
  script: Start[];
}

export function scriptedStarts(): ScriptedStarts {
  const posts: (ImageRequest | VideoRequest)[] = [];
  const script: Start[] = [];

  async function start(request: ImageRequest | VideoRequest, hooks: StartHooks): Promise<{ jobId: string }> {
    const next = script.shift() ?? accepts();
    hooks.signal.throwIfAborted();
    let jobNumber = 0;
    const send = async () => {
      await hooks.beforeFirstByte?.();
      jobNumber = posts.push(request);
    };
    const { jobId } = await next(send, hooks.signal);
    return { jobId: jobId || `job-${jobNumber}` };
  }

  const unplanned = () => Promise.reject(new Error('This test planned no read.'));
  const account: PictoryAccount = {
    answeredWell: true,
    listImages: unplanned,
    listVideos: unplanned,
    listJobs: unplanned,
    readJob: unplanned,
    readQuota: unplanned,
    listCreditTransactions: unplanned,
    startImage: start,
    startVideo: start,
    cleanJob: unplanned,
  };
  return { account, posts, script };
}

/** Sent, and accepted. */
const accepts = (): Start => async (send) => {
  await send();
  return { jobId: '' };
};

/** Sent, and this came back. */
export const failsWith =
  (error: unknown): Start =>
  async (send) => {
    await send();
    throw error;
  };

/** This came before a byte was sent. */
export const failsUnsent =
  (error: unknown): Start =>
  async () => {
    throw error;
  };

/** Sent, and accepted once `answered` resolves. */
export const acceptsAfter =
  (answered: Promise<unknown>): Start =>
  async (send) => {
    await send();
    await answered;
    return { jobId: '' };
  };

/** Sent and accepted once there is a place for it. */
export const acceptsWhenPlaced =
  (placed: Promise<unknown>): Start =>
  async (send, signal) => {
    await Promise.race([placed, aborted(signal)]);
    await send();
    return { jobId: '' };
  };

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

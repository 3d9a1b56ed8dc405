import {
  createSandbox,
  SAMPLE_API_KEY,
  type Sandbox,
  type SandboxOptions,
} from '../../src/sandbox/sandbox.ts';

/** A second customer's key, for tests about two of them. */
export const OTHER_API_KEY = 'pictai_sandbox_other_key';

/**
 * A simulated Pictory for one test: `await using sandbox = await startSandbox()`.
 *
 * Two accounts, `sample` (`SAMPLE_API_KEY`) and `other` (`OTHER_API_KEY`), with a handful of items each; say otherwise in
 * `options`. Job times are by the clock given, else real seconds.
 */
export function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return createSandbox({
    imageCount: 12,
    videoCount: 8,
    jobCount: 5,
    accounts: [
      { name: 'sample', apiKey: SAMPLE_API_KEY },
      { name: 'other', apiKey: OTHER_API_KEY },
    ],
    ...options,
  });
}

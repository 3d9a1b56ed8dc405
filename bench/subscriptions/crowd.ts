import { startMeasured } from '../processes/measured-process.ts';
import type { Transport } from './subscriber.ts';

/** What a crowd is told. */
export type CrowdOrder =
  | { type: 'join'; transport: Transport; port: number; authorization: string; jobIds: readonly string[] }
  | { type: 'finals'; jobId: string };

/** What a crowd tells. */
export type CrowdNews = { type: 'joined'; seconds: number } | { type: 'finals'; atMs: number[] };

/** Many subscribers in a process of their own. Disposing ends them all at once. */
export interface Crowd extends AsyncDisposable {
  /** One more subscriber for each of these jobs. Resolves when all have had their first event, with how long it took. */
  join(jobIds: readonly string[]): Promise<number>;
  /** When the final state of a job came, at each subscriber so far: ms on `process.hrtime`. */
  finals(jobId: string): Promise<number[]>;
}

const PROGRAM = new URL('crowd-program.ts', import.meta.url);

/** A crowd without anybody in it. */
export function startCrowd(place: { transport: Transport; port: number; authorization: string }): Crowd {
  const program = startMeasured(PROGRAM, { core: 'measuring' });
  const hear = <Type extends CrowdNews['type']>(type: Type) =>
    program.hear((message) => {
      const news = message as CrowdNews;
      return news.type === type ? (news as Extract<CrowdNews, { type: Type }>) : undefined;
    });
  return {
    async join(jobIds) {
      const joined = hear('joined');
      program.tell({ type: 'join', ...place, jobIds } satisfies CrowdOrder);
      return (await joined).seconds;
    },
    async finals(jobId) {
      const finals = hear('finals');
      program.tell({ type: 'finals', jobId } satisfies CrowdOrder);
      return (await finals).atMs;
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

import pino, { type DestinationStream, type Logger } from 'pino';
import type { Secret } from './secret.ts';

/** The log: JSON lines. */
export type Log = Logger;

/**
 * Opens the log. Nobody is meant to log a key; should it happen all the same, what looks like a Pictory key or a bearer
 * token, and every given secret, is blotted out of each line.
 *
 * @param options.secrets texts that must not appear, whatever they look like.
 * @param options.worker is in every line; null: there is only one process.
 * @param options.destination default: standard output, written at once so that nothing is lost at exit.
 */
export function createLog(options: {
  level: string;
  secrets?: readonly Secret[];
  worker?: number | null;
  destination?: DestinationStream;
}): Log {
  const blot = createBlotter(options.secrets ?? []);
  return pino(
    {
      level: options.level,
      base: options.worker ? { worker: options.worker } : null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: blot },
    },
    options.destination ?? pino.destination({ fd: 1, sync: true }),
  );
}

/** What the log may say of an error: what kind it is and where it arose, for it and what caused it. */
export interface DescribedError {
  type: string;
  message: string;
  stack: string[];
  cause?: DescribedError;
}

/**
 * An error for the log. What its message quotes is left out: parsers and GraphQL quote what does not fit, and that is
 * what Pictory or a client has sent.
 */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'Something that is no error was thrown.', stack: [] };
  return {
    type: error.name,
    message: messageOf(error),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .map((line) => line.trim())
      .slice(0, STACK_FRAMES),
    ...(error.cause !== undefined && depth < CAUSES ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

function messageOf(error: Error): string {
  // JSON.parse quotes without escaping, so that nobody can tell where its quotation ends.
  if (error instanceof SyntaxError) return '(left out)';
  return error.message.replace(/"(?:[^"\\]|\\.)*"?/g, '"…"').slice(0, MESSAGE_CHARACTERS);
}

const MESSAGE_CHARACTERS = 300;
const STACK_FRAMES = 12;
const CAUSES = 3;

function createBlotter(secrets: readonly Secret[]): (line: string) => string {
  const texts = secrets.map((secret) => JSON.stringify(secret.reveal()).slice(1, -1));
  return (line) => {
    let clean = line
      .replace(/pictai_[^\s"\\,]+/g, 'pictai_[secret]')
      .replace(/(bearer )[^\s"\\,]+/gi, '$1[secret]');
    for (const text of texts) clean = clean.replaceAll(text, '[secret]');
    return clean;
  };
}

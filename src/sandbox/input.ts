import type { z } from 'zod';

/** Somebody handled the sandbox wrongly; the message names what is wrong. The control routes answer it with 400. */
export class SandboxInputError extends Error {
  override readonly name = 'SandboxInputError';
}

/** Checks what came in, and fills in defaults. @throws {SandboxInputError} naming each fault and its place. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
  throw new SandboxInputError(faults.join('; '));
}

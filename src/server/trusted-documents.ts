import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { GatewayError } from '../domain/errors.ts';
import type { AskedOperation } from './asked-operation.ts';

/** Decides which document is executed. */
export interface DocumentSource {
  /**
   * @throws {GatewayError} `BAD_REQUEST` when there is none, or not one that may be executed; `PERSISTED_QUERY_NOT_SUPPORTED`
   * when it is only named, and none are kept.
   */
  textOf(asked: AskedOperation): string;
}

/** Takes any document that a client sends. */
export const anyDocument: DocumentSource = {
  textOf(asked) {
    if (asked.query) return asked.query;
    // Clients with automatic persisted queries then send the text. Some know it by these very words.
    if (asked.documentId !== null) {
      throw new GatewayError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
    }
    throw new GatewayError('BAD_REQUEST', 'There is no document. Send it as "query".');
  },
};

/**
 * Takes only the documents of a list, by their id (`documentId`, or `extensions.persistedQuery.sha256Hash` as Apollo's
 * clients send it) or by their exact text. The id counts where both are sent: over WebSocket some clients cannot leave the
 * text out, and print it otherwise than the tool that made the list.
 */
export function createTrustedDocuments(documents: ReadonlyMap<string, string>): DocumentSource {
  const texts = new Set(documents.values());
  return {
    textOf(asked) {
      const named = asked.documentId === null ? undefined : documents.get(asked.documentId);
      if (named !== undefined) return named;
      if (asked.query) {
        if (texts.has(asked.query)) return asked.query;
        throw new GatewayError(
          'BAD_REQUEST',
          'Only trusted documents are executed here, and this is none of them.',
        );
      }
      throw new GatewayError(
        'BAD_REQUEST',
        asked.documentId === null
          ? 'Only trusted documents are executed here. Send the id of one as "documentId".'
          : 'There is no trusted document of this id.',
      );
    },
  };
}

/**
 * Reads the file of trusted documents: a JSON object of ids and documents.
 *
 * @throws when it cannot be read or is something else.
 */
export async function readTrustedDocuments(path: string): Promise<ReadonlyMap<string, string>> {
  const documents = z.record(z.string(), z.string().min(1)).parse(JSON.parse(await readFile(path, 'utf8')));
  return new Map(Object.entries(documents));
}

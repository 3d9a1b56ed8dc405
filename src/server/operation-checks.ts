import { type DocumentNode, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { GatewayError } from '../domain/errors.ts';
import type { Asker } from './operations.ts';
import { Refusal } from './refusal.ts';

/** Whom an operation is charged to. Anonymous callers are told apart by where they are, or one could use up all. */
export function clientOf({ caller, address }: Asker): string {
  const principal = caller.identity?.principal ?? 'nobody';
  return principal === 'anonymous' || principal === 'nobody' ? `${principal} ${address}` : principal;
}

/** @throws {Refusal} for an operation that the way it came cannot carry. */
export function checkTransport(type: OperationDefinitionNode['operation'], asker: Asker): void {
  if (type === 'mutation' && !asker.mayMutate) {
    throw new Refusal(405, 'BAD_REQUEST', 'Mutations are not taken by GET. Send it by POST.', {
      allow: 'POST',
    });
  }
  if (type === 'subscription' && !asker.mayStream) {
    throw new Refusal(
      406,
      'BAD_REQUEST',
      'A subscription is answered as events. Send "Accept: text/event-stream", or use a WebSocket.',
    );
  }
}

/**
 * The operation of a document that is meant: the one of that name, or the only one.
 *
 * @throws {GatewayError} `BAD_USER_INPUT` when there is no such operation, or no choice was made.
 */
export function chooseOperation(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operation = getOperationAST(document, name);
  if (operation) return operation;
  throw new GatewayError(
    'BAD_USER_INPUT',
    name === null
      ? 'The document holds several operations. Name one of them in "operationName".'
      : 'The document holds no operation of the name in "operationName".',
  );
}

import type { FetchFunction, GraphQLResponse } from 'relay-runtime';
import type { Credential } from './credential.ts';
import { type AnsweredError, errorOfAnswer, GatewayError, networkLost } from './gateway-error.ts';

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: readonly AnsweredError[];
}

/**
 * How queries and mutations are sent: one POST each.
 *
 * What is asked for at the root is there, or the operation fails with a `GatewayError` for the nearest error boundary. A
 * null further down (one malformed item of a list) is left to the component that reads it.
 */
export function createFetchOperation(credential: Credential): FetchFunction {
  return async ({ text }, variables) => {
    const answer = await post(JSON.stringify({ query: text, variables }), credential);
    const errors = answer.errors ?? [];
    if (!answer.data || errors.some(({ path = [] }) => path.length < 2)) throw errorOfAnswer(errors);
    return answer as GraphQLResponse;
  };
}

async function post(body: string, credential: Credential): Promise<Answer> {
  let response: Response;
  let text: string;
  try {
    const headers = { 'content-type': 'application/json', accept: 'application/json', ...credential };
    response = await fetch('/graphql', { method: 'POST', headers, body });
    text = await response.text();
  } catch (error) {
    throw networkLost(error);
  }
  // A refusal has a status of its own and is JSON all the same. What is not JSON comes from something in between.
  const answer = parse(text);
  if (answer) return answer;
  if (response.status >= 500) throw networkLost(new Error(`HTTP ${response.status}`));
  throw new GatewayError('UNREADABLE_ANSWER', `The answer (HTTP ${response.status}) is not the gateway's.`, {
    retryable: true,
  });
}

function parse(text: string): Answer | null {
  try {
    const answer: Answer | null = JSON.parse(text);
    return answer?.data || answer?.errors ? answer : null;
  } catch {
    return null;
  }
}

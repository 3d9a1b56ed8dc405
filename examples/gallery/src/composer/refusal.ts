import { graphql, readInlineData } from 'relay-runtime';
import type { refusal_error$data, refusal_error$key } from '../__generated__/refusal_error.graphql.ts';

/** Why there is no job: any error member of `GenerateImageResult` and `GenerateVideoResult`. Tell them apart by `__typename`. */
export type Refusal = refusal_error$data;

/**
 * Reads it out of the answer to a mutation. It is kept by the form and not by Relay's store, which lets go of what no query
 * holds.
 */
export function readRefusal(key: refusal_error$key): Refusal {
  return readInlineData(
    graphql`
      fragment refusal_error on PictoryError @inline {
        __typename
        message
        ... on InvalidInputError {
          issues {
            path
            message
            accepted
          }
        }
        ... on CreditLimitError {
          credits
        }
        ... on RejectedByPictoryError {
          issues {
            path
            message
            accepted
          }
        }
        ... on NotStartedError {
          retryable
          retryAfterSeconds
        }
      }
    `,
    key,
  );
}

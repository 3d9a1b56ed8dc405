import { graphql, useMutation } from 'react-relay';
import type { useGenerateImageMutation } from '../__generated__/useGenerateImageMutation.graphql.ts';

/** Starts an image. Its job goes into the tray by a directive: there is no code that updates the store. */
export function useGenerateImage() {
  return useMutation<useGenerateImageMutation>(graphql`
    mutation useGenerateImageMutation($input: GenerateImageInput!, $trays: [ID!]!) {
      generateImage(input: $input) {
        ... on GenerateImagePayload {
          job @prependNode(connections: $trays, edgeTypeName: "JobEdge") {
            ...JobCard_job
          }
        }
        ...refusal_error @alias(as: "refusal")
      }
    }
  `);
}

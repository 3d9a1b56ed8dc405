import { graphql, useMutation } from 'react-relay';
import type { useGenerateVideoMutation } from '../__generated__/useGenerateVideoMutation.graphql.ts';

/** Starts a video. Its job goes into the tray by a directive: there is no code that updates the store. */
export function useGenerateVideo() {
  return useMutation<useGenerateVideoMutation>(graphql`
    mutation useGenerateVideoMutation($input: GenerateVideoInput!, $trays: [ID!]!) {
      generateVideo(input: $input) {
        ... on GenerateVideoPayload {
          job @prependNode(connections: $trays, edgeTypeName: "JobEdge") {
            ...JobCard_job
          }
        }
        ...refusal_error @alias(as: "refusal")
      }
    }
  `);
}

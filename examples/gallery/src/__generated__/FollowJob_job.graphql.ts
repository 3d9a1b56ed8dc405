/**
 * @generated SignedSource<<b2a09114efc178bbe0a8e7b291ab121e>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
export type JobKind = "IMAGE" | "OTHER" | "VIDEO" | "%future added value";
import type { FragmentRefs } from "relay-runtime";
export type FollowJob_job$data = {
  readonly id: string;
  readonly kind: JobKind | null | undefined;
  readonly request: {
    readonly model: string;
    readonly prompt: string;
  } | null | undefined;
  readonly " $fragmentType": "FollowJob_job";
};
export type FollowJob_job$key = {
  readonly " $data"?: FollowJob_job$data;
  readonly " $fragmentSpreads": FragmentRefs<"FollowJob_job">;
};

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "FollowJob_job",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "id",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "kind",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "concreteType": "JobRequest",
      "kind": "LinkedField",
      "name": "request",
      "plural": false,
      "selections": [
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "model",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "prompt",
          "storageKey": null
        }
      ],
      "storageKey": null
    }
  ],
  "type": "Job",
  "abstractKey": null
};

(node as any).hash = "33f24cab9c919ae356d439aad621b733";

export default node;

/**
 * @generated SignedSource<<66ca30305eb088936f709c23b2bb5f06>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
export type JobKind = "IMAGE" | "OTHER" | "VIDEO" | "%future added value";
import type { FragmentRefs } from "relay-runtime";
export type RetryJobButton_job$data = {
  readonly kind: JobKind | null | undefined;
  readonly request: {
    readonly aspectRatio: string | null | undefined;
    readonly duration: string | null | undefined;
    readonly firstFrameImageUrl: string | null | undefined;
    readonly model: string;
    readonly prompt: string;
    readonly referenceImageUrl: string | null | undefined;
    readonly style: string | null | undefined;
  } | null | undefined;
  readonly " $fragmentType": "RetryJobButton_job";
};
export type RetryJobButton_job$key = {
  readonly " $data"?: RetryJobButton_job$data;
  readonly " $fragmentSpreads": FragmentRefs<"RetryJobButton_job">;
};

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "RetryJobButton_job",
  "selections": [
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
          "name": "prompt",
          "storageKey": null
        },
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
          "name": "aspectRatio",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "style",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "duration",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "referenceImageUrl",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "firstFrameImageUrl",
          "storageKey": null
        }
      ],
      "storageKey": null
    }
  ],
  "type": "Job",
  "abstractKey": null
};

(node as any).hash = "2b589da16a75d0ac86249fe62845628a";

export default node;

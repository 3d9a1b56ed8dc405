/**
 * @generated SignedSource<<8108437b738a3081d404dfe30ab7faec>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type VideoActions_video$data = {
  readonly aspectRatio: string | null | undefined;
  readonly duration: string | null | undefined;
  readonly id: string;
  readonly lastFrameImageUrl: string | null | undefined;
  readonly model: string | null | undefined;
  readonly previewImageUrl: string | null | undefined;
  readonly prompt: string | null | undefined;
  readonly " $fragmentType": "VideoActions_video";
};
export type VideoActions_video$key = {
  readonly " $data"?: VideoActions_video$data;
  readonly " $fragmentSpreads": FragmentRefs<"VideoActions_video">;
};

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "VideoActions_video",
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
      "name": "duration",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "previewImageUrl",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "lastFrameImageUrl",
      "storageKey": null
    }
  ],
  "type": "Video",
  "abstractKey": null
};

(node as any).hash = "0b02d21b562098c66411e783dc0e3ef2";

export default node;

/**
 * @generated SignedSource<<42fbbc8b70f8693e87dab5800661dbe3>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ImageActions_image$data = {
  readonly aspectRatio: string | null | undefined;
  readonly model: string | null | undefined;
  readonly prompt: string | null | undefined;
  readonly style: string | null | undefined;
  readonly url: string;
  readonly " $fragmentType": "ImageActions_image";
};
export type ImageActions_image$key = {
  readonly " $data"?: ImageActions_image$data;
  readonly " $fragmentSpreads": FragmentRefs<"ImageActions_image">;
};

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "ImageActions_image",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "url",
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
      "name": "style",
      "storageKey": null
    }
  ],
  "type": "Image",
  "abstractKey": null
};

(node as any).hash = "40ca6151fd35996a807bec6a5583ba09";

export default node;

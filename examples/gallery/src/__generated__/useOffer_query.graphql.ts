/**
 * @generated SignedSource<<9bedf1003f7730aceb4825ab2e5a3617>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type useOffer_query$data = {
  readonly imageModels: ReadonlyArray<{
    readonly aspectRatios: ReadonlyArray<string>;
    readonly isDefault: boolean;
    readonly name: string;
    readonly styles: ReadonlyArray<string>;
  }>;
  readonly videoModels: ReadonlyArray<{
    readonly aspectRatios: ReadonlyArray<string>;
    readonly durations: ReadonlyArray<string>;
    readonly isDefault: boolean;
    readonly name: string;
  }>;
  readonly " $fragmentType": "useOffer_query";
};
export type useOffer_query$key = {
  readonly " $data"?: useOffer_query$data;
  readonly " $fragmentSpreads": FragmentRefs<"useOffer_query">;
};

const node: ReaderFragment = (function(){
var v0 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "name",
  "storageKey": null
},
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "isDefault",
  "storageKey": null
},
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "aspectRatios",
  "storageKey": null
};
return {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "useOffer_query",
  "selections": [
    {
      "alias": null,
      "args": null,
      "concreteType": "ImageModel",
      "kind": "LinkedField",
      "name": "imageModels",
      "plural": true,
      "selections": [
        (v0/*:: as any*/),
        (v1/*:: as any*/),
        (v2/*:: as any*/),
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "styles",
          "storageKey": null
        }
      ],
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "concreteType": "VideoModel",
      "kind": "LinkedField",
      "name": "videoModels",
      "plural": true,
      "selections": [
        (v0/*:: as any*/),
        (v1/*:: as any*/),
        (v2/*:: as any*/),
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "durations",
          "storageKey": null
        }
      ],
      "storageKey": null
    }
  ],
  "type": "Query",
  "abstractKey": null
};
})();

(node as any).hash = "4942e83bec1f5ba7fe34e491a9128bbf";

export default node;

/** What is in the library. */
export type AssetKind = 'IMAGE' | 'VIDEO';

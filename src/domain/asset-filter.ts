import type { ListItem } from '../upstream/call.ts';
import { readInstant } from '../upstream/fields.ts';
import { GatewayError } from './errors.ts';
import type { Image, Video } from './library.ts';
import type { ListFilter } from './paging/list-filter.ts';
import { ORDER_SLACK_MS } from './paging/seek.ts';

/** The kinds of asset, in their order among equal dates. */
export const ASSET_KINDS = ['image', 'video'] as const;

/** A kind of asset. */
export type AssetKind = (typeof ASSET_KINDS)[number];

/** What a client wants to see of a list, as it came. Null and absent alike: any will do. */
export interface AssetFilterInput {
  kinds?: readonly AssetKind[] | null | undefined;
  models?: readonly string[] | null | undefined;
  styles?: readonly string[] | null | undefined;
  aspectRatios?: readonly string[] | null | undefined;
  createdAfter?: string | null | undefined;
  createdBefore?: string | null | undefined;
  promptContains?: string | null | undefined;
}

/** A filter of assets, understood. */
export interface AssetFilter extends ListFilter<Image | Video> {
  /** The kinds that can be in what it accepts. */
  kinds: ReadonlySet<AssetKind>;
}

const MAX_VALUES = 100;
/** A search for a longer text can take milliseconds per prompt, where both repeat themselves. */
const MAX_TEXT_LENGTH = 500;

/**
 * Values of one list are alternatives; everything given has to hold. An entry that cannot be shown is never accepted.
 *
 * @param maxPages `FILTER_MAX_PAGES`.
 * @returns null when nothing is asked for.
 * @throws {GatewayError} `BAD_USER_INPUT`, naming the field.
 */
export function createAssetFilter(
  input: AssetFilterInput | null | undefined,
  maxPages: number,
): AssetFilter | null {
  if (!input || Object.values(input).every((value) => value === null || value === undefined)) return null;
  const models = toSet('models', input.models);
  const styles = toSet('styles', input.styles);
  const aspectRatios = toSet('aspectRatios', input.aspectRatios);
  const asked = toSet('kinds', input.kinds) ?? new Set(ASSET_KINDS);
  // Videos have no style that could match.
  const kinds = styles ? new Set(ASSET_KINDS.filter((kind) => kind === 'image' && asked.has(kind))) : asked;
  const createdAfterMs = toInstant('createdAfter', input.createdAfter) ?? Number.NEGATIVE_INFINITY;
  const createdBeforeMs = toInstant('createdBefore', input.createdBefore) ?? Number.POSITIVE_INFINITY;
  if (createdBeforeMs <= createdAfterMs)
    throw refusal('createdBefore', 'is not later than filter.createdAfter, and nothing could match both');
  const text = toText(input.promptContains);

  const accepts = ({ item, createdAtMs }: ListItem<Image | Video>): boolean => {
    if (!item || createdAtMs < createdAfterMs || createdAtMs >= createdBeforeMs) return false;
    if (!kinds.has(item.kind) || !holds(models, item.model) || !holds(aspectRatios, item.aspectRatio))
      return false;
    if (styles && !(item.kind === 'image' && holds(styles, item.style))) return false;
    return text === null || foldedPromptOf(item).includes(text);
  };
  return { accepts, kinds, endsBelowMs: createdAfterMs - ORDER_SLACK_MS, maxPages };
}

function holds(accepted: ReadonlySet<string> | null, value: string | null): boolean {
  return accepted === null || (value !== null && accepted.has(value));
}

function toSet<Value extends string>(
  name: string,
  values: readonly Value[] | null | undefined,
): ReadonlySet<Value> | null {
  if (!values) return null;
  if (values.length === 0) {
    throw refusal(name, 'is empty, and nothing could match it. Leave it out to take any');
  }
  if (values.length > MAX_VALUES)
    throw refusal(name, `has ${values.length} entries; at most ${MAX_VALUES} are taken`);
  return new Set(values);
}

function toInstant(name: string, value: string | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  // As Pictory's own dates are read: what was read can be asked for.
  const ms = readInstant(value);
  if (ms === null) {
    throw refusal(name, 'is not a point in time. Write it in ISO 8601, such as 2026-10-02T08:15:00Z');
  }
  return ms;
}

function toText(value: string | null | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (value === '') throw refusal('promptContains', 'is empty. Leave it out to take any prompt');
  if (value.length > MAX_TEXT_LENGTH) {
    throw refusal('promptContains', `is longer than ${MAX_TEXT_LENGTH} characters`);
  }
  return fold(value);
}

/** Items are shared by all who read a page that is kept, and folding costs most of a search. */
const foldedPrompts = new WeakMap<Image | Video, string>();

function foldedPromptOf(item: Image | Video): string {
  if (item.prompt === null) return '';
  if (isAscii(item.prompt)) return item.prompt.toUpperCase();
  const known = foldedPrompts.get(item);
  if (known !== undefined) return known;
  const folded = fold(item.prompt);
  foldedPrompts.set(item, folded);
  return folded;
}

/**
 * Equal for texts that differ in case alone. Upper case last, because that is where ß and final sigma meet their equals;
 * lower case before it, because ẞ has no other upper case. The four letters i of Turkish are one.
 */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('i\u0307', 'i').toUpperCase().normalize('NFC');
}

function isAscii(text: string): boolean {
  return !/[^ -~\t\n\r]/.test(text);
}

function refusal(name: string, complaint: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', `filter.${name} ${complaint}.`);
}

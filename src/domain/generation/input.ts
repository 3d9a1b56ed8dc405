import type { ImageRequest } from '../../upstream/pictory/images.ts';
import type { VideoRequest } from '../../upstream/pictory/videos.ts';
import { type Catalogue, findModel, imageCredits, videoCredits } from './catalogue.ts';
import type { ImageInput, InputIssue, VideoInput, VideoSource } from './generation.ts';
import { findUrlFault } from './public-url.ts';

/** What the operator allows of URLs. */
export interface UrlRules {
  allowPrivateUrls: boolean;
}

/** What is to be bought, as Pictory will be asked for it. */
export type Purchase = { kind: 'IMAGE'; request: ImageRequest } | { kind: 'VIDEO'; request: VideoRequest };

/** An input that has passed its checks. */
export interface Order {
  /** Model and, for a video, duration are always named: the price hangs on them. The rest is verbatim, or absent. */
  purchase: Purchase;
  /** AI credits; null when the price is unknown. */
  credits: number | null;
  /** The global id of what a video is to continue: its last frame has still to become the first frame of the request. */
  continueVideo: string | null;
}

/** An order, or everything that is wrong with the input. */
export type Checked = { order: Order; issues: null } | { order: null; issues: readonly InputIssue[] };

/** Checks an image input against the catalogue and the rules, all faults at once. */
export function checkImageInput(input: ImageInput, catalogue: Catalogue, rules: UrlRules): Checked {
  const issues: InputIssue[] = [];
  checkCommon(input, rules, issues);
  const model = checkModel(catalogue.imageModels, input.model, issues);
  const judges = model ? [model] : catalogue.imageModels;
  checkChoice(judges, 'aspectRatio', (judge) => judge.aspectRatios, input.aspectRatio, issues);
  checkChoice(judges, 'style', (judge) => judge.styles, input.style, issues);
  checkUrl(['referenceImageUrl'], input.referenceImageUrl, rules, issues);
  if (!model || issues.length > 0) return { order: null, issues };
  const request: ImageRequest = {
    prompt: input.prompt,
    model: model.name,
    ...given('aspectRatio', input.aspectRatio),
    ...given('style', input.style),
    ...given('referenceImageUrl', input.referenceImageUrl),
    ...given('webhook', input.webhook),
  };
  const order: Order = {
    purchase: { kind: 'IMAGE', request },
    credits: imageCredits(model),
    continueVideo: null,
  };
  return { order, issues: null };
}

/** The same for a video; without a duration, the model's first is asked for. */
export function checkVideoInput(input: VideoInput, catalogue: Catalogue, rules: UrlRules): Checked {
  const issues: InputIssue[] = [];
  checkCommon(input, rules, issues);
  const model = checkModel(catalogue.videoModels, input.model, issues);
  const judges = model ? [model] : catalogue.videoModels;
  checkChoice(judges, 'aspectRatio', (judge) => judge.aspectRatios, input.aspectRatio, issues);
  checkChoice(judges, 'duration', (judge) => judge.durations, input.duration, issues);
  checkSource(input.source, rules, issues);
  const duration = input.duration ?? model?.durations[0];
  if (!model || duration === undefined || issues.length > 0) return { order: null, issues };
  const { firstFrameImageUrl, extendVideoUrl, referenceImageUrls, continueVideo = null } = input.source ?? {};
  const request: VideoRequest = {
    prompt: input.prompt,
    model: model.name,
    duration,
    ...given('aspectRatio', input.aspectRatio),
    ...given('firstFrameImageUrl', firstFrameImageUrl),
    ...given('extendVideoUrl', extendVideoUrl),
    ...given('referenceImageUrls', referenceImageUrls),
    ...given('webhook', input.webhook),
  };
  const credits = videoCredits(model, duration);
  return { order: { purchase: { kind: 'VIDEO', request }, credits, continueVideo }, issues: null };
}

/** Where in the input a field of the request (`referenceImageUrls[1]`, as Pictory may name it) comes from. */
export function inputPathOf({ purchase, continueVideo }: Order, field: string): readonly string[] {
  const path = field.split(/[.[\]]+/).filter((part) => part !== '');
  if (purchase.kind === 'IMAGE' || !SOURCES.some((source) => source === path[0])) return path;
  return continueVideo === null ? ['source', ...path] : ['source', 'continueVideo'];
}

/** What is wrong with an idempotency key, wherever it was given; null when nothing is. */
export function findKeyFault(key: string): string | null {
  const characters = countCodePoints(key);
  if (characters >= 1 && characters <= MAX_KEY_CHARACTERS && key.isWellFormed()) return null;
  return `An idempotency key has 1 to ${MAX_KEY_CHARACTERS} characters.`;
}

/** What is wrong with a limit of credits; null when nothing is. */
export function findMaxCreditsFault(maxCredits: number): string | null {
  return Number.isFinite(maxCredits) && maxCredits >= 0
    ? null
    : 'A number of AI credits, 0 or more, is needed.';
}

const MIN_PROMPT_CHARACTERS = 5;
const MAX_PROMPT_CHARACTERS = 5000;
const MAX_KEY_CHARACTERS = 255;
const MAX_REFERENCE_IMAGES = 3;

function checkCommon(input: ImageInput | VideoInput, rules: UrlRules, issues: InputIssue[]): void {
  const characters = countCodePoints(input.prompt);
  if (characters < MIN_PROMPT_CHARACTERS || characters > MAX_PROMPT_CHARACTERS) {
    report(
      issues,
      ['prompt'],
      `Write ${MIN_PROMPT_CHARACTERS} to ${MAX_PROMPT_CHARACTERS} characters; this one has ${characters}.`,
    );
  }
  if (!input.prompt.isWellFormed()) {
    report(issues, ['prompt'], 'It holds half of a surrogate pair; send well-formed Unicode.');
  }
  checkUrl(['webhook'], input.webhook, rules, issues);
  if (input.idempotencyKey != null) report(issues, ['idempotencyKey'], findKeyFault(input.idempotencyKey));
  if (input.maxCredits != null) report(issues, ['maxCredits'], findMaxCreditsFault(input.maxCredits));
}

function checkModel<Model extends { name: string; isDefault: boolean }>(
  models: readonly Model[],
  name: string | null | undefined,
  issues: InputIssue[],
): Model | null {
  const model = findModel(models, name);
  if (!model) {
    report(
      issues,
      ['model'],
      'There is no such model; choose an accepted one or leave it out.',
      models.map(nameOf),
    );
  }
  return model;
}

/** @param judges the chosen model; all of them when none could be chosen, so that what none takes is told at once. */
function checkChoice<Model extends { name: string }>(
  judges: readonly Model[],
  field: string,
  choicesOf: (model: Model) => readonly string[],
  value: string | null | undefined,
  issues: InputIssue[],
): void {
  if (value == null) return;
  const accepted = [...new Set(judges.flatMap(choicesOf))];
  if (accepted.includes(value)) return;
  const whose = judges.length === 1 ? judges.map(nameOf).join() : 'any model';
  report(
    issues,
    [field],
    `This value is not among those of ${whose}; choose an accepted one or leave it out.`,
    accepted,
  );
}

const SOURCES = [
  'firstFrameImageUrl',
  'extendVideoUrl',
  'referenceImageUrls',
  'continueVideo',
] as const satisfies readonly (keyof VideoSource)[];

/** Apollo's router drops `@oneOf`, so that behind it nobody else checks that one is given. */
function checkSource(source: VideoSource | null | undefined, rules: UrlRules, issues: InputIssue[]): void {
  if (source == null) return;
  if (SOURCES.filter((name) => source[name] != null).length !== 1) {
    report(issues, ['source'], `Give exactly one of ${SOURCES.join(', ')}, or leave source out.`, SOURCES);
  }
  checkUrl(['source', 'firstFrameImageUrl'], source.firstFrameImageUrl, rules, issues);
  checkUrl(['source', 'extendVideoUrl'], source.extendVideoUrl, rules, issues);
  if (source.referenceImageUrls != null) {
    const { length } = source.referenceImageUrls;
    if (length < 1 || length > MAX_REFERENCE_IMAGES) {
      report(
        issues,
        ['source', 'referenceImageUrls'],
        `Give 1 to ${MAX_REFERENCE_IMAGES} URLs; these are ${length}.`,
      );
    }
    for (const [index, url] of source.referenceImageUrls.slice(0, MAX_REFERENCE_IMAGES).entries()) {
      checkUrl(['source', 'referenceImageUrls', String(index)], url, rules, issues);
    }
  }
}

function checkUrl(
  path: readonly string[],
  url: string | null | undefined,
  rules: UrlRules,
  issues: InputIssue[],
): void {
  if (url != null) report(issues, path, findUrlFault(url, rules));
}

function report(
  issues: InputIssue[],
  path: readonly string[],
  fault: string | null,
  accepted: readonly string[] | null = null,
): void {
  if (fault !== null) issues.push({ path, message: fault, accepted });
}

/** A member of a request, absent where the input has none. */
function given<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): { [Key in Name]?: Value } {
  return value == null ? {} : ({ [name]: value } as { [Key in Name]: Value });
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function nameOf(model: { name: string }): string {
  return model.name;
}

import { z } from 'zod';
import { BUILT_IN_MODELS, type CatalogueExtension, IMAGE_STYLES } from './catalogue.ts';

/** A catalogue file that cannot be used. `message` holds all complaints, one per line. */
export class CatalogueFileError extends Error {
  override readonly name = 'CatalogueFileError';
  /** Each begins with the place it is about, such as `videoModels[0].durations`. */
  readonly complaints: readonly string[];

  constructor(complaints: readonly string[]) {
    super(complaints.join('\n'));
    this.complaints = complaints;
  }
}

/**
 * What `MODEL_CATALOGUE_FILE` says: `{ "imageModels": [...], "videoModels": [...] }`, both optional.
 *
 * An entry with the name of a built-in model changes only what it says. A new model must say its aspectRatios (a video
 * model its durations too); without styles it takes all of Pictory's, without a price (or with null) its price is
 * unknown. `isDefault: true` takes the default over from the built-in model.
 *
 * @throws {CatalogueFileError} with every complaint at once.
 */
export function parseCatalogueFile(json: unknown): CatalogueExtension {
  const file = catalogueFile.safeParse(json);
  if (!file.success) {
    throw new CatalogueFileError(
      file.error.issues.map((issue) => `${z.core.toDotPath(issue.path) || 'the file'}: ${issue.message}`),
    );
  }
  return file.data;
}

const name = z.string().min(1);
const choices = z.array(name).nonempty();
const credits = z.number().nonnegative().nullable();

const catalogueFile = z.strictObject({
  imageModels: models(
    BUILT_IN_MODELS.imageModels,
    { styles: IMAGE_STYLES, creditsPerImage: null },
    z.strictObject({
      name,
      isDefault: z.boolean(),
      aspectRatios: choices,
      styles: z.array(name),
      creditsPerImage: credits,
    }),
  ),
  videoModels: models(
    BUILT_IN_MODELS.videoModels,
    { creditsPerSecond: null },
    z.strictObject({
      name,
      isDefault: z.boolean(),
      aspectRatios: choices,
      durations: choices,
      creditsPerSecond: credits,
    }),
  ),
});

/** A list of whole models, each made of what the file says over the built-in model of that name, or over the defaults. */
function models<Model extends { name: string; isDefault: boolean }>(
  builtIn: readonly Model[],
  defaults: Partial<Model>,
  whole: z.ZodType<Model>,
) {
  const complete = (entries: unknown) => {
    if (!Array.isArray(entries)) return entries;
    const movesDefault = entries.some((entry) => entry?.isDefault === true);
    return entries.map((entry) => {
      if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return entry;
      const base = builtIn.find((model) => model.name === entry.name);
      return { ...defaults, ...base, isDefault: !movesDefault && base?.isDefault === true, ...entry };
    });
  };
  // Without `when`, these two would keep silent while any single entry is at fault.
  const always = { when: () => true };
  const list = z
    .array(whole)
    .refine(hasNoDoubles, { error: 'names a model twice', ...always })
    .refine((entries) => keepsOneDefault(builtIn, entries), {
      error: 'leaves not exactly one default model',
      ...always,
    });
  return z.preprocess(complete, list).default([]);
}

function hasNoDoubles(entries: readonly { name: string }[]): boolean {
  if (!Array.isArray(entries)) return true;
  const names = entries.map((entry) => entry?.name).filter((name) => name !== undefined);
  return new Set(names).size === names.length;
}

function keepsOneDefault(
  builtIn: readonly { name: string; isDefault: boolean }[],
  entries: readonly { name: string; isDefault: boolean }[],
): boolean {
  if (!Array.isArray(entries)) return true;
  const defaults = entries.filter((entry) => entry?.isDefault === true).length;
  if (defaults > 0) return defaults === 1;
  return builtIn.some((model) => model.isDefault && !entries.some((entry) => entry?.name === model.name));
}

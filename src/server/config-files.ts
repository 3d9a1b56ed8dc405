import { readFile } from 'node:fs/promises';
import { type Catalogue, createCatalogue } from '../domain/generation/catalogue.ts';
import { CatalogueFileError, parseCatalogueFile } from '../domain/generation/catalogue-file.ts';
import { type Config, ConfigError } from './config.ts';
import { readTrustedDocuments } from './trusted-documents.ts';

/** What stands in the files that the configuration names. */
interface ConfigFiles {
  catalogue: Catalogue;
  /** Null: any document is executed. */
  trustedDocuments: ReadonlyMap<string, string> | null;
}

/** @throws {ConfigError} with the complaints about all files. */
export async function loadConfigFiles(config: Config): Promise<ConfigFiles> {
  const loads = [loadCatalogue(config), loadTrustedDocuments(config)] as const;
  const complaints: string[] = [];
  for (const { reason } of (await Promise.allSettled(loads)).filter((load) => load.status === 'rejected')) {
    if (!(reason instanceof ConfigError)) throw reason;
    complaints.push(...reason.complaints);
  }
  if (complaints.length > 0) throw new ConfigError(complaints);
  const [catalogue, trustedDocuments] = await Promise.all(loads);
  return { catalogue, trustedDocuments };
}

async function loadCatalogue({ modelCatalogueFile: path }: Config): Promise<Catalogue> {
  if (path === null) return createCatalogue();
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw new ConfigError([`MODEL_CATALOGUE_FILE: ${path} cannot be read as JSON`]);
  }
  try {
    return createCatalogue(parseCatalogueFile(json));
  } catch (error) {
    if (!(error instanceof CatalogueFileError)) throw error;
    throw new ConfigError(error.complaints.map((complaint) => `MODEL_CATALOGUE_FILE: ${complaint}`));
  }
}

async function loadTrustedDocuments({ trustedDocumentsFile: path }: Config) {
  if (path === null) return null;
  try {
    return await readTrustedDocuments(path);
  } catch {
    throw new ConfigError([
      `TRUSTED_DOCUMENTS: ${path} cannot be read as a JSON object of ids and documents`,
    ]);
  }
}

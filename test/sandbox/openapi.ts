import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

/** What an OpenAPI file of `upstream/` says of answers. */
interface OpenApi {
  /** What is wrong with an answer by the file; empty when nothing is. @param line e.g. `GET /v1/jobs/{jobid}`. */
  faultsOfAnswer(line: string, status: number, body: unknown): string[];
  /** What is wrong with a value by a schema of the file; empty when nothing is. */
  faultsOfSchema(name: string, value: unknown): string[];
  /** Fields of a value that a schema of the file does not name. */
  undocumentedFields(name: string, value: object): string[];
}

/** Reads one of them. */
export function readOpenApi(file: string): OpenApi {
  const document = parse(readFileSync(new URL(`../../upstream/${file}`, import.meta.url), 'utf8'));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, file);

  function faultsAt(pointer: string, value: unknown): string[] {
    const validate = ajv.getSchema(`${file}${pointer}`);
    if (!validate) throw new Error(`${file} has no ${pointer}.`);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }

  return {
    faultsOfAnswer(line, status, body) {
      const [method = '', path = ''] = line.toLowerCase().split(' ');
      const answer = document.paths[path]?.[method]?.responses[String(status)];
      if (!answer) return [`${line} documents no ${status}`];
      const place = answer.$ref ?? `#/paths/${escapePointer(path)}/${method}/responses/${status}`;
      return faultsAt(`${place}/content/application~1json/schema`, body);
    },
    faultsOfSchema: (name, value) => faultsAt(`#/components/schemas/${name}`, value),
    undocumentedFields: (name, value) =>
      Object.keys(value).filter((field) => !(field in document.components.schemas[name].properties)),
  };
}

/** That of Pictory. */
export const { faultsOfAnswer, faultsOfSchema, undocumentedFields } = readOpenApi('pictory.openapi.yaml');

function escapePointer(path: string): string {
  return path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
}

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const document = parse(readFileSync(new URL('../../upstream/pictory.openapi.yaml', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, 'pictory');

/** What is wrong with an answer by the OpenAPI file; empty when nothing is. @param line e.g. `GET /v1/jobs/{jobid}`. */
export function faultsOfAnswer(line: string, status: number, body: unknown): string[] {
  const [method = '', path = ''] = line.toLowerCase().split(' ');
  const answer = document.paths[path]?.[method]?.responses[String(status)];
  if (!answer) return [`${line} documents no ${status}`];
  const place = answer.$ref ?? `#/paths/${escapePointer(path)}/${method}/responses/${status}`;
  return faultsAt(`${place}/content/application~1json/schema`, body);
}

/** What is wrong with a value by a schema of the OpenAPI file; empty when nothing is. */
export function faultsOfSchema(name: string, value: unknown): string[] {
  return faultsAt(`#/components/schemas/${name}`, value);
}

/** Fields of a value that a schema of the OpenAPI file does not name. */
export function undocumentedFields(name: string, value: object): string[] {
  return Object.keys(value).filter((field) => !(field in document.components.schemas[name].properties));
}

function faultsAt(pointer: string, value: unknown): string[] {
  const validate = ajv.getSchema(`pictory${pointer}`);
  if (!validate) throw new Error(`The OpenAPI file has no ${pointer}.`);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function escapePointer(path: string): string {
  return path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D');
}

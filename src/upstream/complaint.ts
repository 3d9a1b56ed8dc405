import type { JsonBody } from './body.ts';
import type { UpstreamComplaint } from './errors.ts';
import { asFields, cutText, type Fields, readCode } from './fields.ts';

const MAX_TEXT_LENGTH = 500;
const MAX_FIELDS = 50;

/**
 * What a JSON error says, in any of the shapes that are known: `{message}`, `{code, message, fields}`,
 * `{data: {error_code, error_message}}`, `{error: {error_code, error_message}}`, `{error: "text", code}`.
 *
 * @param secret is blotted out, should the API repeat it.
 */
export function parseComplaint(body: JsonBody, secret: string): UpstreamComplaint {
  const top = asFields(body) ?? {};
  const places = [top, asFields(top.data), asFields(top.error)].filter((place) => place !== null);

  const toText = (value: unknown): string | null => {
    const text = readCode(value)?.replaceAll(secret, '[key]').trim() ?? '';
    if (text === '') return null;
    return cutText(text, MAX_TEXT_LENGTH);
  };
  const firstText = (names: readonly string[]): string | null => {
    for (const place of places) {
      for (const name of names) {
        const text = toText(place[name]);
        if (text !== null) return text;
      }
    }
    return null;
  };
  const parseFault = (field: Fields) => {
    const messages = [field.errors ?? field.error ?? field.message].flat().map(toText);
    return {
      name: toText(field.name) ?? '',
      message: messages.filter((message) => message !== null).join('; '),
    };
  };

  return {
    code: firstText(['error_code', 'errorCode', 'code']),
    message: firstText(['error_message', 'errorMessage', 'message', 'error']),
    fields: places
      .flatMap((place) => (Array.isArray(place.fields) ? place.fields : []))
      .map(asFields)
      .filter((field) => field !== null)
      .slice(0, MAX_FIELDS)
      .map(parseFault),
  };
}

/** One fault of a request body, in the words of Pictory's 400. */
export interface FieldProblem {
  name: string;
  errors: string;
}

/** Reads the fields of one request body and collects what is wrong with them. Unknown fields are never looked at. */
export interface FieldReader {
  /** In the order in which the fields were read. */
  readonly problems: FieldProblem[];
  /** Required. Empty when there is a problem. */
  text(name: string, length: { min: number; max: number }): string;
  /** Null when absent or a problem; so are the next two. */
  choice(name: string, accepted: readonly string[]): string | null;
  url(name: string): string | null;
  urls(name: string, max: number): string[] | null;
  refuse(name: string, errors: string): void;
}

/** Opens one body. What is not a JSON object is a problem of its own, and then every field is absent. */
export function readFields(body: unknown): FieldReader {
  const problems: FieldProblem[] = [];
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (!isObject) problems.push({ name: 'body', errors: 'must be a JSON object, sent as application/json' });
  const fields = new Map<string, unknown>(isObject ? Object.entries(body) : []);
  const refuse = (name: string, errors: string) => {
    problems.push({ name, errors });
    return null;
  };

  return {
    problems,
    refuse,

    text(name, { min, max }) {
      const value = fields.get(name);
      if (typeof value === 'string') {
        const length = [...value].length;
        if (length >= min && length <= max) return value;
        refuse(
          name,
          length < min ? `must have at least ${min} characters` : `must have at most ${max} characters`,
        );
      } else if (isObject) refuse(name, value === undefined ? 'is required' : 'must be a string');
      return '';
    },

    choice(name, accepted) {
      const value = fields.get(name);
      if (value === undefined) return null;
      if (typeof value === 'string' && accepted.includes(value)) return value;
      return refuse(name, `must be one of ${accepted.join(', ')}`);
    },

    url(name) {
      const value = fields.get(name);
      if (value === undefined) return null;
      return isUrl(value) ? value : refuse(name, 'must be a valid URI');
    },

    urls(name, max) {
      const value = fields.get(name);
      if (value === undefined) return null;
      if (!Array.isArray(value)) return refuse(name, 'must be an array of URIs');
      if (value.length < 1 || value.length > max) return refuse(name, `must have 1 to ${max} entries`);
      return value.every(isUrl) ? value : refuse(name, 'must contain valid URIs only');
    },
  };
}

function isUrl(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\/[^\s"<>\\^`{|}]+$/i.test(value) && URL.canParse(value);
}

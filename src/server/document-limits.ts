import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { Lexer, Source, TokenKind, type ValidationRule } from 'graphql';
import { GatewayError } from '../domain/errors.ts';

/** How large a document may be, whatever it asks for. The largest one that a person writes is far below. */
export const DOCUMENT_LIMITS = {
  tokens: 2_000,
  /** Brackets within brackets of any kind. */
  nesting: 100,
  aliases: 50,
  directives: 50,
  /** Fields within fields, fragments resolved. Introspection has a limit of its own in graphql-js. */
  depth: 16,
} as const;

/**
 * Refuses a document that is too long or nests too deeply, before it is parsed: a parser that calls itself for each
 * bracket would run out of stack.
 *
 * @throws {GatewayError} `QUERY_TOO_COMPLEX`.
 * @throws {GraphQLError} for what is no GraphQL token.
 */
export function checkSize(text: string): void {
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let nesting = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; kind = lexer.advance().kind) {
    tokens += 1;
    if (OPENING.has(kind)) nesting += 1;
    if (CLOSING.has(kind)) nesting -= 1;
    if (tokens > DOCUMENT_LIMITS.tokens) throw tooMuch('tokens', DOCUMENT_LIMITS.tokens);
    if (nesting > DOCUMENT_LIMITS.nesting) throw tooMuch('brackets within brackets', DOCUMENT_LIMITS.nesting);
  }
}

/** Validation rules that throw `QUERY_TOO_COMPLEX` at an operation that is too large. They go before the costly rules. */
export const sizeRules: readonly ValidationRule[] = [
  maxAliasesRule(limit('aliases')),
  maxDirectivesRule(limit('directives')),
  maxDepthRule({ ...limit('depth'), flattenFragments: true }),
];

const OPENING = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

function limit(name: 'aliases' | 'directives' | 'depth') {
  const words = name === 'depth' ? 'levels of fields' : name;
  return {
    n: DOCUMENT_LIMITS[name],
    onReject: [
      () => {
        throw tooMuch(words, DOCUMENT_LIMITS[name]);
      },
    ],
  };
}

function tooMuch(what: string, most: number): GatewayError {
  return new GatewayError('QUERY_TOO_COMPLEX', `A document may have at most ${most} ${what}. Split it.`);
}

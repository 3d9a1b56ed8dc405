import {
  type ASTVisitor,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  type ValidationContext,
} from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { checkSize, sizeRules } from './document-limits.ts';
import { useSharedEvents } from './shared-events.ts';

/** GraphQL without transport: what Yoga and its plugins make of a document. */
export interface Engine {
  /** @throws {GraphQLError} for a syntax error, {GatewayError} `QUERY_TOO_COMPLEX` for a document that is too large. */
  parse(text: string): DocumentNode;
  /** @throws {GatewayError} `QUERY_TOO_COMPLEX`. */
  validate(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[];
  execute(operation: ExecutionArgs): Promise<ExecutionResult>;
  /** A result instead of events when the subscription could not be started. */
  subscribe(operation: ExecutionArgs): Promise<ExecutionResult | AsyncIterable<ExecutionResult>>;
}

/**
 * Yoga's engine under this server's own transports; docs/decisions/http.md says why its HTTP handling is not used.
 *
 * Whatever must hold for every way to ask stands here or in operations.ts. A Yoga plugin that hooks into HTTP
 * (`onRequest`, `onParams`, `onResultProcess`) would guard none of them.
 *
 * @param options.introspection whether clients may ask for the schema.
 * @returns an engine for one operation, which its plugins know by the given context.
 */
export function createEngine(options: {
  schema: GraphQLSchema;
  introspection: boolean;
  plugins?: readonly Plugin[];
}): (context: object) => Engine {
  const yoga = createYoga({
    schema: options.schema,
    plugins: [limitDocuments(options.introspection), useSharedEvents(), ...(options.plugins ?? [])],
    parserAndValidationCache: {
      documentCache: createTextCache<DocumentNode>(),
      errorCache: createTextCache<object>(),
    },
    maskedErrors: false,
    logging: false,
    graphiql: false,
    landingPage: false,
    cors: false,
  });
  return (context) => yoga.getEnveloped(context);
}

function limitDocuments(introspection: boolean): Plugin {
  return {
    onParse({ parseFn, setParseFn }) {
      setParseFn((source, parseOptions) => {
        checkSize(typeof source === 'string' ? source : source.body);
        return withoutStacks(() => parseFn(source, parseOptions));
      });
    },
    onValidate({ addValidationRule, setValidationFn, validateFn }) {
      setValidationFn((schema, document, rules) =>
        withoutStacks(() => validateFn(schema, document, rules, { maxErrors: MAX_VALIDATION_ERRORS })),
      );
      for (const rule of sizeRules) addValidationRule(rule);
      if (introspection) return;
      addValidationRule(NoSchemaIntrospectionCustomRule);
      addValidationRule(noSubgraphSchema);
    },
  };
}

/** What is wrong with a document is remembered with it, and each fault takes more than the document. */
const MAX_VALIDATION_ERRORS = 10;

/** A stack holds on to whatever its functions worked with: of a fault that is kept, more than the document. */
function withoutStacks<Result>(work: () => Result): Result {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** A supergraph is composed from the file subgraph.graphql then, or from an instance that tells its schema. */
function noSubgraphSchema(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (node.name.value !== '_service' || context.getParentType() !== context.getSchema().getQueryType())
        return;
      context.reportError(
        new GraphQLError('The subgraph schema is not told here: GraphQL introspection has been disabled.', {
          nodes: node,
        }),
      );
    },
  };
}

/**
 * Bounded by the length of the documents as well as their number: Yoga's default of 1,024 documents of any length is a
 * gigabyte for whoever sends long ones.
 */
function createTextCache<Value extends object>(): LRUCache<string, Value> {
  return new LRUCache({
    max: 500,
    maxSize: 500_000,
    sizeCalculation: (_, document) => document.length + 100,
  });
}

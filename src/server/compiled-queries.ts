import type { ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { Context } from '../schema/context.ts';
import type { Plan } from './plans.ts';

/**
 * Executes queries as functions that were made of them.
 *
 * Only those whose reads all stand in their log, and only as long as nothing goes wrong: whatever ends in an error is
 * executed again by the rules of graphql-js, with what has been read already, so that no error of a compiled query is ever
 * shown. docs/decisions/hot-path.md says what would be different.
 */
export interface CompiledQueries {
  /** Null where the query is to be executed in the usual way: the first times, and what has gone wrong. */
  execute(plan: Plan, context: Context): Promise<ExecutionResult | null>;
}

/** Compiling takes some milliseconds: not for what is asked once or twice. */
const TIMES_BEFORE = 2;
/** A query that ends in errors, such as of a list with a malformed entry, costs more compiled than not: so often it is not. */
const TIMES_AFTER_FAILURE = 20;
const MAX_COMPILED = 200;
const MAX_BYTES = 24_000_000;
/** What a query takes as a function, whatever it asks for, and for each character of its document. */
const QUERY_BYTES = 60_000;
const BYTES_PER_CHARACTER = 60;

interface Entry {
  /** How often it is executed in the usual way before the next attempt. */
  pause: number;
  /** Null: cannot be compiled. */
  query?: CompiledQuery | null;
}

/** @param options.timesBefore how often a query is executed in the usual way first. Default 2. */
export function createCompiledQueries(options: {
  schema: GraphQLSchema;
  timesBefore?: number | undefined;
}): CompiledQueries {
  const { schema, timesBefore = TIMES_BEFORE } = options;
  const entries = new LRUCache<OperationDefinitionNode, Entry>({ max: MAX_COMPILED, maxSize: MAX_BYTES });

  async function compile({ document, definition }: Plan): Promise<CompiledQuery | null> {
    const { compileQuery, isCompiledQuery } = await import('graphql-jit');
    const query = compileQuery(schema, document, definition.name?.value, {
      disablingCapturingStackErrors: true,
    });
    return isCompiledQuery(query) ? query : null;
  }

  return {
    async execute(plan, context) {
      if (!plan.isRepeatable() || hasNullForDefault(plan)) return null;
      const entry = entries.get(plan.definition) ?? { pause: timesBefore };
      const characters = plan.document.loc?.end ?? 0;
      entries.set(plan.definition, entry, { size: QUERY_BYTES + BYTES_PER_CHARACTER * characters });
      if (entry.pause > 0) {
        entry.pause--;
        return null;
      }
      try {
        if (entry.query === undefined) entry.query = await compile(plan);
        if (!entry.query) return null;
        const result = await entry.query.query(undefined, context, plan.variables);
        if (result.data && !result.errors) return result;
      } catch {
        // What cannot be compiled or executed so is nobody's concern: it is executed in full.
        entry.query = null;
      }
      // That the client has gone is not the query's fault.
      if (!context.operation.signal.aborted) entry.pause = TIMES_AFTER_FAILURE;
      context.operation.log.rewind();
      return null;
    },
  };
}

/**
 * Whether a variable that has a default is null all the same: where it must not be, graphql-js complains, and what is
 * compiled does not.
 */
function hasNullForDefault({ definition, variables }: Plan): boolean {
  return (definition.variableDefinitions ?? []).some(
    ({ variable, defaultValue }) => defaultValue !== undefined && variables[variable.name.value] === null,
  );
}

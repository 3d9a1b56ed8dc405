import {
  type DocumentNode,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import type { ErrorCode } from '../domain/errors.ts';
import { complexityError } from '../schema/complexity.ts';
import { isRepeatable } from '../schema/repeatable.ts';
import type { AskedOperation } from './asked-operation.ts';
import type { Engine } from './engine.ts';
import { chooseOperation } from './operation-checks.ts';
import type { DocumentSource } from './trusted-documents.ts';

/** An operation that may be executed, as far as it is the same for everybody who asks for it. */
export interface Plan {
  document: DocumentNode;
  definition: OperationDefinitionNode;
  variables: { readonly [name: string]: unknown };
  /** Whether it has the same answer as long as its logged reads give the same. */
  readonly isRepeatable: boolean;
}

/** An operation that will not be executed, whoever asks. */
export interface Fault {
  errors: readonly unknown[];
  /** For what a GraphQLError that has no code of ours is blamed on. */
  blame?: ErrorCode;
  /** Null where the fault was met before the operation was found. */
  definition: OperationDefinitionNode | null;
}

/** Reads and checks what is asked. */
export interface Planner {
  /** The same plan for the same asked object: whatever is known of that, is known of its plan. */
  plan(asked: AskedOperation): Plan | Fault;
}

/** Each fault of a variable is looked into for suggestions: without a limit, one body of them blocks the process. */
const MAX_VARIABLE_ERRORS = 10;

/** A planner of the documents that `documents` lets through. */
export function createPlanner(options: {
  schema: GraphQLSchema;
  createEngine: (context: object) => Engine;
  documents: DocumentSource;
}): Planner {
  const { schema, documents } = options;
  const plans = new WeakMap<AskedOperation, Plan>();

  function read(asked: AskedOperation): Plan | Fault {
    const engine = options.createEngine({});
    const text = documents.textOf(asked);
    let document: DocumentNode;
    try {
      document = engine.parse(text);
    } catch (error) {
      return { errors: [error], blame: 'GRAPHQL_PARSE_FAILED', definition: null };
    }
    const faults = engine.validate(schema, document);
    if (faults.length > 0) return { errors: faults, blame: 'GRAPHQL_VALIDATION_FAILED', definition: null };

    const definition = chooseOperation(document, asked.operationName);
    const { variables } = asked;
    const { errors } = getVariableValues(schema, definition.variableDefinitions ?? [], variables, {
      maxErrors: MAX_VARIABLE_ERRORS,
    });
    if (errors) return { errors, blame: 'BAD_USER_INPUT', definition };
    const tooComplex = complexityError({
      schema,
      document,
      operationName: definition.name?.value,
      variableValues: variables,
    });
    if (tooComplex) return { errors: [tooComplex], definition };
    return createPlan(schema, document, definition, variables);
  }

  return {
    plan(asked) {
      const known = plans.get(asked);
      if (known) return known;
      try {
        const outcome = read(asked);
        if (!isFault(outcome)) plans.set(asked, outcome);
        return outcome;
      } catch (error) {
        return { errors: [error], definition: null };
      }
    },
  };
}

/** Whether there is no plan. */
export function isFault(outcome: Plan | Fault): outcome is Fault {
  return 'errors' in outcome;
}

function createPlan(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  variables: Plan['variables'],
): Plan {
  let repeatable: boolean | null = null;
  return {
    document,
    definition,
    variables,
    get isRepeatable() {
      repeatable ??= isRepeatable(schema, document, definition);
      return repeatable;
    },
  };
}

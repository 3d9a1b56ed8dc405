import type {
  DocumentNode,
  ExecutionResult,
  GraphQLError,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { Clock } from '../clock.ts';
import type { Caller } from '../domain/caller.ts';
import type { CallerRate } from '../domain/caller-rate.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { createOperation, type OperationLimits } from '../domain/operation.ts';
import type { Context, Parts } from '../schema/context.ts';
import type { Answers } from './answers.ts';
import type { AskedOperation } from './asked-operation.ts';
import { type Client, OVER } from './client.ts';
import type { CompiledQueries } from './compiled-queries.ts';
import type { Engine } from './engine.ts';
import type { EventSource } from './event-source.ts';
import { createFollowing } from './following.ts';
import type { Transport } from './metrics.ts';
import { checkTransport, clientOf } from './operation-checks.ts';
import type { OperationRecord, StartRecord } from './operation-record.ts';
import { isFault, type Plan, type Planner } from './plans.ts';
import type { PresentError } from './present-errors.ts';
import { codeOf, outcomeOf, presentResult } from './present-result.ts';
import { KEPT, type Result } from './result-text.ts';

/** Who asks, and over what. */
export interface Asker {
  requestId: string;
  caller: Caller;
  transport: Transport;
  /** Where the client is, for those who have no identity of their own. */
  address: string;
  client: Client;
  /** The `Idempotency-Key` header; null where there is none. */
  idempotencyKey: string | null;
  /** False for a GET. */
  mayMutate: boolean;
  /** Whether the answer may be a stream of events. */
  mayStream: boolean;
  /** Called when the operation is over: rejected, executed, or at the end of its events. */
  onEnd?: () => void;
}

/** An operation that may be executed, once. Its first five names are those of graphql-js `execute`. */
export class Prepared {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variableValues: { readonly [name: string]: unknown };
  readonly contextValue: Context;
  readonly type: OperationDefinitionNode['operation'];
  readonly plan: Plan;
  readonly asker: Asker;
  readonly record: OperationRecord;

  constructor(
    schema: GraphQLSchema,
    plan: Plan,
    contextValue: Context,
    asker: Asker,
    record: OperationRecord,
  ) {
    this.schema = schema;
    this.document = plan.document;
    this.operationName = plan.definition.name?.value ?? null;
    this.variableValues = plan.variables;
    this.contextValue = contextValue;
    this.type = plan.definition.operation;
    this.plan = plan;
    this.asker = asker;
    this.record = record;
  }
}

/** An operation that will not be executed: the result its client is given instead. */
export interface Rejected {
  errors: readonly [GraphQLError, ...GraphQLError[]];
  extensions: { upstreamCalls: 0 };
}

/** Executes operations, whatever way they come. Nothing is thrown: failures are results. */
export interface Operations {
  /** Everything that is checked before anything is done: rate, document, limits, variables, cost. */
  prepare(asked: AskedOperation, asker: Asker): Promise<Prepared | Rejected>;
  /** One result, or the events of a subscription. */
  run(prepared: Prepared): Promise<ExecutionResult | EventSource>;
}

/** Whether `prepare` said no. */
export function isRejected(outcome: Prepared | Rejected): outcome is Rejected {
  return 'errors' in outcome;
}

/** Whether `run` gave events. */
export function isEvents(outcome: ExecutionResult | EventSource): outcome is EventSource {
  return Symbol.asyncIterator in outcome;
}

/** @param options.draining aborts when the process is about to end. */
export function createOperations(options: {
  schema: GraphQLSchema;
  parts: Parts;
  createEngine: (context: object) => Engine;
  planner: Planner;
  answers: Answers;
  compiledQueries: CompiledQueries;
  limits: OperationLimits;
  callerRate: CallerRate;
  presentError: PresentError;
  startRecord: StartRecord;
  clock: Clock;
  draining: AbortSignal;
}): Operations {
  const { schema, presentError, clock } = options;

  const reject = (
    errors: readonly unknown[],
    asker: Asker,
    record: OperationRecord,
    blame?: ErrorCode,
  ): Rejected => {
    const place = { requestId: asker.requestId, abandoned: false, ...(blame ? { blame } : {}) };
    const [first, ...others] = errors.map((error) => presentError(error, place));
    const shown = first ?? presentError(new Error('rejected without an error'), place);
    record.end(codeOf(shown), 0);
    asker.onEnd?.();
    return { errors: [shown, ...others], extensions: { upstreamCalls: 0 } };
  };

  const follow = createFollowing({ presentError, clock, draining: options.draining });

  async function perform(prepared: Prepared): Promise<Result | AsyncIterable<ExecutionResult>> {
    const { type, plan, contextValue, asker } = prepared;
    const { caller, operation } = contextValue;
    try {
      if (type === 'subscription') return await options.createEngine({}).subscribe(prepared);
      const known = await options.answers.recall(plan, caller, operation);
      if (known) return { data: known.data, [KEPT]: known };
      const isUnwanted = () => type === 'query' && asker.client.hasLeft;
      if (isUnwanted()) throw OVER;
      const compiled = await options.compiledQueries.execute(plan, contextValue);
      // What has failed because the client left is not executed again for nobody.
      if (!compiled && isUnwanted()) throw OVER;
      const result = compiled ?? (await options.createEngine({}).execute(prepared));
      if (!result.data || result.errors) return result;
      return { ...result, [KEPT]: options.answers.keep(plan, caller, operation, result.data) };
    } catch (error) {
      return { errors: [error as GraphQLError], data: null };
    }
  }

  return {
    async prepare(asked, asker) {
      const record = options.startRecord(asker);
      try {
        await options.callerRate.take(clientOf(asker));
        const plan = options.planner.plan(asked);
        const { definition } = plan;
        if (definition) {
          record.type = definition.operation;
          record.name = definition.name?.value ?? null;
          checkTransport(definition.operation, asker);
        }
        if (isFault(plan)) return reject(plan.errors, asker, record, plan.blame);

        const contextValue: Context = {
          ...options.parts,
          caller: asker.caller,
          operation: createOperation(options.limits, clock, asker.client),
          idempotencyKeyHeader: asker.idempotencyKey,
        };
        return new Prepared(schema, plan, contextValue, asker, record);
      } catch (error) {
        return reject([error], asker, record);
      }
    },

    async run(prepared) {
      const { record, contextValue } = prepared;
      const outcome = await perform(prepared);
      if (Symbol.asyncIterator in outcome) return follow(outcome, prepared);
      const result = presentResult(presentError, outcome, prepared);
      contextValue.operation.log.forget();
      // Before the stop, which looks as if the client had left.
      const ending = outcomeOf(result, prepared);
      if (prepared.type === 'subscription') prepared.asker.client.stop();
      record.end(ending, contextValue.operation.upstreamCalls);
      prepared.asker.onEnd?.();
      return result;
    },
  };
}

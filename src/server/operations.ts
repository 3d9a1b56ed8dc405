import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { type Clock, sleepUntil } from '../clock.ts';
import type { Caller } from '../domain/caller.ts';
import type { CallerRate } from '../domain/caller-rate.ts';
import { type ErrorCode, GatewayError } from '../domain/errors.ts';
import { createOperation, type OperationLimits } from '../domain/operation.ts';
import { complexityError } from '../schema/complexity.ts';
import type { Context, Parts } from '../schema/context.ts';
import type { AskedOperation } from './asked-operation.ts';
import type { Engine } from './engine.ts';
import { createEventSource, type EventSource } from './event-source.ts';
import type { Transport } from './metrics.ts';
import { checkTransport, chooseOperation, clientOf } from './operation-checks.ts';
import type { OperationRecord, StartRecord } from './operation-record.ts';
import type { PresentError } from './present-errors.ts';
import type { DocumentSource } from './trusted-documents.ts';

/** Who asks, and over what. */
export interface Asker {
  requestId: string;
  caller: Caller;
  transport: Transport;
  /** Where the client is, for those who have no identity of their own. */
  address: string;
  /** Aborts when the client has gone. Read only when somebody needs it, so that it may be made then. */
  readonly signal: AbortSignal;
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
export interface Prepared {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName: string | null;
  variableValues: { readonly [name: string]: unknown };
  contextValue: Context;
  type: OperationDefinitionNode['operation'];
  engine: Engine;
  asker: Asker;
  record: OperationRecord;
  /** Ends what the operation has set in motion; null where the client's own signal does. */
  stop: AbortController | null;
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

/** Each fault of a variable is looked into for suggestions: without a limit, one body of them blocks the process. */
const MAX_VARIABLE_ERRORS = 10;

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
  documents: DocumentSource;
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

  const present = (
    result: ExecutionResult,
    { asker, contextValue: { operation } }: Prepared,
  ): ExecutionResult => ({
    ...(result.errors && {
      errors: result.errors.map((error) =>
        presentError(error, { requestId: asker.requestId, abandoned: operation.signal.aborted }),
      ),
    }),
    ...('data' in result && { data: result.data }),
    extensions: { ...result.extensions, upstreamCalls: operation.upstreamCalls },
  });

  const follow = (source: AsyncIterable<ExecutionResult>, prepared: Prepared): EventSource => {
    const { asker, record, stop, contextValue } = prepared;
    let code: 'OK' | ErrorCode = 'OK';
    record.noteStream();
    const presentEvent = (event: ExecutionResult) => {
      const shown = present(event, prepared);
      record.noteEvent();
      code = shown.errors?.[0] ? codeOf(shown.errors[0]) : 'OK';
      return shown;
    };
    const presentFailure = (error: unknown) => presentEvent({ errors: [error as GraphQLError] });
    const events = createEventSource(source, {
      present: presentEvent,
      presentFailure,
      draining: options.draining,
      onEnd() {
        stop?.abort();
        record.end(code, contextValue.operation.upstreamCalls);
        asker.onEnd?.();
      },
    });
    stop?.signal.addEventListener('abort', () => events.end(null), { once: true });
    if (stop?.signal.aborted) events.end(null);
    const expiresAtMs = asker.caller.identity?.expiresAtMs ?? null;
    if (expiresAtMs !== null && stop) {
      sleepUntil(clock, expiresAtMs, stop.signal).then(
        () =>
          events.end(
            presentFailure(
              new GatewayError('UNAUTHENTICATED', 'The token has expired. Subscribe with a new one.'),
            ),
          ),
        () => {},
      );
    }
    return events;
  };

  return {
    async prepare(asked, asker) {
      const record = options.startRecord(asker);
      try {
        await options.callerRate.take(clientOf(asker));
        const text = options.documents.textOf(asked);
        const engine = options.createEngine({});
        let document: DocumentNode;
        try {
          document = engine.parse(text);
        } catch (error) {
          return reject([error], asker, record, 'GRAPHQL_PARSE_FAILED');
        }
        const faults = engine.validate(schema, document);
        if (faults.length > 0) return reject(faults, asker, record, 'GRAPHQL_VALIDATION_FAILED');

        const operation = chooseOperation(document, asked.operationName);
        record.type = operation.operation;
        record.name = operation.name?.value ?? null;
        checkTransport(operation.operation, asker);
        const variables = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variables, {
          maxErrors: MAX_VARIABLE_ERRORS,
        });
        if (variables.errors) return reject(variables.errors, asker, record, 'BAD_USER_INPUT');
        const execution = {
          schema,
          document,
          operationName: operation.name?.value ?? null,
          variableValues: asked.variables,
        };
        const tooComplex = complexityError(execution);
        if (tooComplex) return reject([tooComplex], asker, record);

        const stop = operation.operation === 'subscription' ? linkedController(asker.signal) : null;
        const holder = {
          get signal() {
            return stop?.signal ?? asker.signal;
          },
        };
        const contextValue: Context = {
          ...options.parts,
          caller: asker.caller,
          operation: createOperation(options.limits, clock, holder),
          idempotencyKeyHeader: asker.idempotencyKey,
        };
        return { ...execution, contextValue, type: operation.operation, engine, asker, record, stop };
      } catch (error) {
        return reject([error], asker, record);
      }
    },

    async run(prepared) {
      const { engine, record, contextValue } = prepared;
      let outcome: ExecutionResult | AsyncIterable<ExecutionResult>;
      try {
        outcome = await (prepared.type === 'subscription'
          ? engine.subscribe(prepared)
          : engine.execute(prepared));
      } catch (error) {
        outcome = { errors: [error as GraphQLError], data: null };
      }
      if (Symbol.asyncIterator in outcome) return follow(outcome, prepared);
      const result = present(outcome, prepared);
      prepared.stop?.abort();
      record.end(result.errors?.[0] ? codeOf(result.errors[0]) : 'OK', contextValue.operation.upstreamCalls);
      prepared.asker.onEnd?.();
      return result;
    },
  };
}

function linkedController(signal: AbortSignal): AbortController {
  const controller = new AbortController();
  if (signal.aborted) controller.abort(signal.reason);
  else
    signal.addEventListener('abort', () => controller.abort(signal.reason), {
      once: true,
      signal: controller.signal,
    });
  return controller;
}

function codeOf(error: GraphQLError): ErrorCode {
  return error.extensions.code as ErrorCode;
}

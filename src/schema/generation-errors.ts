import type { GenerationResult } from '../domain/generation/generation.ts';
import { builder } from './builder.ts';
import { InputIssue, PictoryError } from './pictory-error.ts';
import { toDateTime } from './scalars.ts';

type Outcome<Type extends GenerationResult['type']> = Extract<GenerationResult, { type: Type }>;

const InvalidInputError = builder.objectRef<Outcome<'invalid-input'>>('InvalidInputError').implement({
  interfaces: [PictoryError],
  description: 'The input cannot be right. Found before anything was sent: nothing was spent.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Always `INVALID_INPUT`.',
      resolve: () => 'INVALID_INPUT',
    }),
    issues: t.expose('issues', {
      type: [InputIssue],
      nullable: false,
      description: 'Every fault that was found.',
    }),
  }),
});

const CreditLimitError = builder.objectRef<Outcome<'credit-limit'>>('CreditLimitError').implement({
  interfaces: [PictoryError],
  description: 'It would cost more than `maxCredits`, or its price is unknown. Nothing was sent or spent.',
  fields: (t) => ({
    code: t.string({ nullable: false, description: 'Always `CREDIT_LIMIT`.', resolve: () => 'CREDIT_LIMIT' }),
    credits: t.exposeFloat('credits', {
      description:
        "What it would have cost in AI credits: all of the batch, when it was the batch's limit. Null when the price is unknown.",
    }),
    maxCredits: t.exposeFloat('maxCredits', {
      nullable: false,
      description: 'The limit that was given, in AI credits.',
    }),
  }),
});

const IdempotencyConflictError = builder
  .objectRef<Outcome<'idempotency-conflict'>>('IdempotencyConflictError')
  .implement({
    interfaces: [PictoryError],
    description:
      'The idempotency key has been used for a different request within the last 24 hours. Nothing was sent or spent. A new request needs a new key.',
    fields: (t) => ({
      code: t.string({
        nullable: false,
        description: 'Always `IDEMPOTENCY_CONFLICT`.',
        resolve: () => 'IDEMPOTENCY_CONFLICT',
      }),
    }),
  });

/** Pictory has said no, be it to a generation or to a cleaning. */
export const RejectedByPictoryError = builder
  .objectRef<Outcome<'rejected'>>('RejectedByPictoryError')
  .implement({
    interfaces: [PictoryError],
    description:
      'Pictory understood the request and refused it: no job was started, nothing was deleted. Sending the same again will not help.',
    fields: (t) => ({
      code: t.string({
        nullable: false,
        description: "Always `REJECTED_BY_PICTORY`. Pictory's own code is `pictoryCode`.",
        resolve: () => 'REJECTED_BY_PICTORY',
      }),
      pictoryCode: t.exposeString('pictoryCode', {
        description: "Pictory's own error code, such as `INVALID_REQUEST_BODY`. Null when it gave none.",
      }),
      issues: t.expose('issues', {
        type: [InputIssue],
        nullable: false,
        description: 'What Pictory found fault with, field by field. Empty when it did not say.',
      }),
    }),
  });

const NotStartedError = builder.objectRef<Outcome<'not-started'>>('NotStartedError').implement({
  interfaces: [PictoryError],
  description:
    'The job was not started and certainly nothing was spent: Pictory could not be reached, or turned the request away for reasons that have nothing to do with it.',
  fields: (t) => ({
    code: t.string({ nullable: false, description: 'Always `NOT_STARTED`.', resolve: () => 'NOT_STARTED' }),
    retryable: t.exposeBoolean('retryable', {
      nullable: false,
      description: 'Whether sending the same again may work. It cannot buy twice, since nothing was bought.',
    }),
    retryAfterSeconds: t.float({
      description: 'How long to wait before that. Null when unknown.',
      resolve: ({ retryAfterMs }) => (retryAfterMs === null ? null : retryAfterMs / 1000),
    }),
  }),
});

const OutcomeUnknownError = builder.objectRef<Outcome<'outcome-unknown'>>('OutcomeUnknownError').implement({
  interfaces: [PictoryError],
  description:
    'The request was sent but no usable answer came: a job may be running and credits may have been spent. The gateway does not send it again by itself, nor for an equal request with the same idempotency key; but where it asks Pictory to call back, such a repeat gets the job once the call has named it. Before you send it anew, look for the result in the library or in `account.creditTransactions`.',
  fields: (t) => ({
    code: t.string({
      nullable: false,
      description: 'Always `OUTCOME_UNKNOWN`.',
      resolve: () => 'OUTCOME_UNKNOWN',
    }),
    sentAt: t.field({
      type: 'DateTime',
      nullable: false,
      description: 'When it was sent: whatever came of it is newer than this.',
      resolve: ({ sentAtMs }) => toDateTime(sentAtMs),
    }),
  }),
});

/** The ways in which every generation field can fail. */
export const GENERATION_ERRORS = [
  InvalidInputError,
  CreditLimitError,
  IdempotencyConflictError,
  RejectedByPictoryError,
  NotStartedError,
  OutcomeUnknownError,
] as const;

/** The type in the graph for each of them. */
export const GENERATION_ERROR_NAMES = {
  'invalid-input': 'InvalidInputError',
  'credit-limit': 'CreditLimitError',
  'idempotency-conflict': 'IdempotencyConflictError',
  rejected: 'RejectedByPictoryError',
  'not-started': 'NotStartedError',
  'outcome-unknown': 'OutcomeUnknownError',
} as const satisfies Record<Exclude<GenerationResult['type'], 'started'>, string>;

import type {
  CreditTransaction as CreditTransactionShape,
  QuotaReading,
  QuotaUse as QuotaUseShape,
} from '../domain/account.ts';
import { type Identity, requireScope } from '../domain/caller.ts';
import { builder } from './builder.ts';
import { readOfAbout, UPSTREAM_READ } from './complexity.ts';

const QuotaUse = builder.objectRef<QuotaUseShape>('QuotaUse').implement({
  description: 'Use against one limit of the plan.',
  fields: (t) => ({
    used: t.exposeFloat('used', {
      description: 'Used up in the current billing term. Null when Pictory does not say.',
    }),
    limit: t.exposeFloat('limit', {
      description: 'What the plan allows for the term. Null when Pictory does not say.',
    }),
  }),
});

const Quota = builder.objectRef<QuotaReading>('Quota').implement({
  description: "Use against the plan's limits in the current billing term. What Pictory leaves out is null.",
  fields: (t) => ({
    videoMinutes: t.expose('videoMinutes', {
      type: QuotaUse,
      description: 'Minutes of rendered video. AI Studio videos are paid in AI credits instead.',
    }),
    transcriptionMinutes: t.expose('transcriptionMinutes', {
      type: QuotaUse,
      description: 'Minutes of transcription.',
    }),
    elevenLabsVoiceOverMinutes: t.expose('elevenLabsVoiceOverMinutes', {
      type: QuotaUse,
      description: 'Minutes of ElevenLabs voice-over.',
    }),
    aiCredits: t.expose('aiCredits', {
      type: QuotaUse,
      description: 'AI credits, fractional: what the generation mutations spend.',
    }),
  }),
});

const CreditTransaction = builder.objectRef<CreditTransactionShape>('CreditTransaction').implement({
  description: "One line of the account's ledger of AI credits, as Pictory writes it.",
  fields: (t) => ({
    transactionId: t.exposeString('transactionId', {
      description: "Pictory's id of the line. It names no job. Null when Pictory does not give it.",
    }),
    type: t.exposeString('type', {
      description:
        '`debit` for credits spent; there is no published list of other values. Null when Pictory does not give it.',
    }),
    amount: t.exposeFloat('amount', {
      description:
        'AI credits, fractional, as Pictory gives them: in its own sample the amount of a `debit` is positive, so `type` tells the direction and not the sign. Null when Pictory does not give it.',
    }),
    source: t.exposeString('source', {
      description:
        'The feature that it was for, such as `Text-to-Image`. Null when Pictory does not give it.',
    }),
    description: t.exposeString('description', {
      description: 'In words. Null when Pictory does not give it.',
    }),
    plan: t.exposeString('plan', {
      description: 'The plan that the credits belong to. Null when Pictory does not give it.',
    }),
    transactionDate: t.expose('transactionDate', {
      type: 'DateTime',
      description: 'When it was booked. Null when Pictory does not give it.',
    }),
  }),
});

const PictoryAccount = builder.objectRef<Identity>('PictoryAccount').implement({
  description: 'The Pictory account on whose behalf the request is served. Its parts fail on their own.',
  fields: (t) => ({
    quota: t.field({
      type: Quota,
      ...UPSTREAM_READ,
      description: "Use against the plan's limits. Null, with an error, when Pictory cannot say.",
      resolve: ({ tenant }, _arguments, context) => context.accounts.readQuota(tenant, context.operation),
    }),
    creditTransactions: t.field({
      type: [CreditTransaction],
      ...readOfAbout(LEDGER_LINES),
      args: {
        month: t.arg.int({
          description: 'From 1 to 12: only this month. Without it, all of the last twelve months.',
        }),
        year: t.arg.int({
          description:
            'The year of `month`, such as 2026. A `year` without a `month` is the error `BAD_USER_INPUT`. When only `month` is given, Pictory chooses the year, by a rule that it does not document.',
        }),
      },
      description:
        'The ledger of AI credits, newest first, of the last twelve months at most. Null, with an error, when Pictory cannot say.',
      resolve: ({ tenant }, { month, year }, context) =>
        context.accounts.listCreditTransactions(
          tenant,
          { month: month ?? null, year: year ?? null },
          context.operation,
        ),
    }),
  }),
});

/** What the ledger, which Pictory does not page, is priced at. */
const LEDGER_LINES = 100;

builder.queryField('account', (t) =>
  t.field({
    type: PictoryAccount,
    description:
      'Quota and credit ledger of the account. Pictory is asked only for the ones that are selected.',
    resolve: (_root, _arguments, context) => requireScope(context.caller, 'read'),
  }),
);

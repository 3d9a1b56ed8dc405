import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import { AccountDocument, CatalogueDocument, EstimatesDocument } from '../generated/graphql.ts';
import { ask, contextOf, nobody, tenant } from './graph.ts';

describe('the catalogue', () => {
  test('lists models with what they take and cost, an unknown price as null', async () => {
    const context = contextOf({
      caller: nobody,
      catalogue: {
        imageModels: [
          { name: 'a', isDefault: true, aspectRatios: ['1:1'], styles: ['vintage'], creditsPerImage: 0.6 },
          { name: 'b', isDefault: false, aspectRatios: [], styles: [], creditsPerImage: null },
        ],
        videoModels: [
          {
            name: 'c',
            isDefault: true,
            aspectRatios: ['16:9'],
            durations: ['5s', '8s'],
            creditsPerSecond: 1.6,
          },
          { name: 'd', isDefault: false, aspectRatios: [], durations: ['5s'], creditsPerSecond: null },
        ],
      },
    });

    const { data, errors } = await ask(CatalogueDocument, {}, context);

    expect(errors).toEqual([]);
    expect(data).toEqual({
      imageModels: context.catalogue.imageModels,
      videoModels: context.catalogue.videoModels,
    });
  });

  test('prices what is asked for, or the default', async () => {
    const named = { imageModel: 'flux-schnell', videoModel: 'veo3.1', duration: '8s', count: 3 };

    expect((await ask(EstimatesDocument, named, contextOf({ caller: nobody }))).data).toEqual({
      estimateImageCredits: { credits: 1.8, model: 'flux-schnell', count: 3 },
      estimateVideoCredits: { credits: 480, model: 'veo3.1', count: 3 },
    });
    expect((await ask(EstimatesDocument, {}, contextOf({ caller: nobody }))).data).toEqual({
      estimateImageCredits: { credits: 2, model: 'seedream3.0', count: 1 },
      estimateVideoCredits: { credits: 8, model: 'pixverse5.5', count: 1 },
    });
  });

  test('shows an unknown price as null', async () => {
    const unknown = { credits: null, model: 'new', count: 1 };
    const context = contextOf({ catalogue: { estimateImageCredits: () => unknown } });

    expect((await ask('{ estimateImageCredits { credits model count } }', {}, context)).data).toEqual({
      estimateImageCredits: unknown,
    });
  });

  test.each([
    ['estimateImageCredits', 'model: "none"'],
    ['estimateImageCredits', 'count: 0'],
    ['estimateVideoCredits', 'duration: "7s"'],
    ['estimateVideoCredits', 'model: "seedream3.0"'],
  ])('%s(%s) is BAD_USER_INPUT', async (field, argument) => {
    const { data, errors } = await ask(`{ ${field}(${argument}) { credits } }`, {}, contextOf());

    expect({ data, errors }).toEqual({ data: { [field]: null }, errors: [`BAD_USER_INPUT at ${field}`] });
  });
});

describe('the account', () => {
  const quota = {
    videoMinutes: { used: 12, limit: 600 },
    transcriptionMinutes: { used: null, limit: null },
    elevenLabsVoiceOverMinutes: null,
    aiCredits: { used: 41.6, limit: 2000 },
  };
  const line = {
    transactionId: '20261002',
    type: 'debit',
    amount: 0.6,
    source: 'Text-to-Image',
    description: 'One generated image',
    plan: 'API Annual',
    transactionDate: '2026-10-02T08:15:27.104Z',
  };
  const bareLine = Object.fromEntries(Object.keys(line).map((name) => [name, null])) as Record<
    keyof typeof line,
    null
  >;

  test('shows quota and ledger, and null for what Pictory leaves out', async () => {
    const context = contextOf({
      accounts: { readQuota: async () => quota, listCreditTransactions: async () => [line, bareLine] },
    });

    const { data, errors } = await ask(AccountDocument, {}, context);

    expect(errors).toEqual([]);
    expect(data.account).toEqual({ quota, creditTransactions: [line, bareLine] });
  });

  test('asks for the month and year that are given, for all without', async () => {
    const periods: unknown[] = [];
    const context = contextOf({
      accounts: {
        listCreditTransactions: async (of, period) => {
          expect(of).toBe(tenant);
          periods.push(period);
          return [];
        },
      },
    });

    await ask(
      '{ account { a: creditTransactions { type } b: creditTransactions(month: 5, year: 2026) { type } } }',
      {},
      context,
    );

    expect(periods).toEqual([
      { month: null, year: null },
      { month: 5, year: 2026 },
    ]);
  });

  test('loses only the part that is in trouble', async () => {
    const fail = async () => {
      throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Away.');
    };
    const noQuota = contextOf({ accounts: { readQuota: fail, listCreditTransactions: async () => [line] } });
    const noLedger = contextOf({ accounts: { readQuota: async () => quota, listCreditTransactions: fail } });

    expect(await ask(AccountDocument, {}, noQuota)).toEqual({
      data: { account: { quota: null, creditTransactions: [line] } },
      errors: ['UPSTREAM_UNAVAILABLE at account.quota'],
    });
    expect(await ask(AccountDocument, {}, noLedger)).toEqual({
      data: { account: { quota, creditTransactions: null } },
      errors: ['UPSTREAM_UNAVAILABLE at account.creditTransactions'],
    });
  });

  test('tells a bad period with its code', async () => {
    const context = contextOf({
      accounts: {
        listCreditTransactions: async () => {
          throw new GatewayError('BAD_USER_INPUT', '`year` needs `month`.');
        },
      },
    });

    const { errors } = await ask('{ account { creditTransactions(year: 2026) { type } } }', {}, context);

    expect(errors).toEqual(['BAD_USER_INPUT at account.creditTransactions']);
  });
});

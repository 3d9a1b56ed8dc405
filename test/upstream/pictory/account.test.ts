import { expect, test } from 'vitest';
import { parseCreditTransactions, parseQuota } from '../../../src/upstream/pictory/account.ts';

test('a quota has its four pairs', () => {
  const body = {
    videoMinutes: { used: 12, limit: 600 },
    transcriptionMinutes: { used: 0, limit: 600 },
    elevenLabsVoiceOverMinutes: { used: 3, limit: 60 },
    aiCredits: { used: 41.6, limit: 2000 },
    seats: { used: 1 },
  };
  const { seats: _, ...expected } = body;
  expect(parseQuota(body)).toEqual(expected);
});

test('a quota lacks what Pictory leaves out or sends as something else', () => {
  expect(
    parseQuota({ videoMinutes: { used: '12' }, aiCredits: 7, transcriptionMinutes: { limit: {} } }),
  ).toEqual({
    videoMinutes: { used: 12, limit: null },
    transcriptionMinutes: { used: null, limit: null },
    elevenLabsVoiceOverMinutes: null,
    aiCredits: null,
  });
});

test('a quota is not a list', () => {
  expect(() => parseQuota([])).toThrow(expect.objectContaining({ failure: 'invalid-response' }));
});

test('a ledger is not of more lines than anybody reads', () => {
  expect(() => parseCreditTransactions(Array(50_001).fill({}))).toThrow(
    expect.objectContaining({ failure: 'invalid-response' }),
  );
});

test('a ledger keeps its lines verbatim and in order, leaving out what is no line', () => {
  const line = {
    transactionId: '20261002081527104abc',
    type: 'debit',
    amount: 0.6,
    source: 'Text-to-Image',
    description: 'One generated image',
    plan: 'API Annual',
    transactionDate: '2026-10-02T08:15:27.104Z',
  };
  const bare = { type: 'refund', amount: '2.5', plan: 4 };
  expect(parseCreditTransactions([line, null, bare, 'x'])).toEqual([
    line,
    {
      transactionId: null,
      type: 'refund',
      amount: 2.5,
      source: null,
      description: null,
      plan: null,
      transactionDate: null,
    },
  ]);
});

test('a ledger is a list', () => {
  expect(() => parseCreditTransactions({ items: [] })).toThrow(
    expect.objectContaining({ failure: 'invalid-response' }),
  );
});

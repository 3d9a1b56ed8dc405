import { expect, test } from 'vitest';
import { createOperation } from '../../src/domain/operation.ts';
import { createManualClock } from '../support/manual-clock.ts';

const limits = { upstreamCalls: 2, jobs: 2, deadlineMs: 15_000 };
const request = { signal: new AbortController().signal };

test('an operation counts its calls and refuses the one past its budget', () => {
  const operation = createOperation(limits, createManualClock(), request);
  operation.readCall().onAttempt?.();
  operation.readCall().onAttempt?.();
  expect(() => operation.readCall().onAttempt?.()).toThrow(
    expect.objectContaining({ code: 'UPSTREAM_CALL_BUDGET_EXCEEDED' }),
  );
  expect(operation.upstreamCalls).toBe(2);
});

test('reading a job comes with a call of its own; its repetitions draw on the budget', () => {
  const operation = createOperation(limits, createManualClock(), request);
  const call = operation.jobCall();
  for (let attempt = 0; attempt < 3; attempt++) call.onAttempt?.();
  expect(operation.upstreamCalls).toBe(3);
  expect(() => call.onAttempt?.()).toThrow(
    expect.objectContaining({ code: 'UPSTREAM_CALL_BUDGET_EXCEEDED' }),
  );
});

test('an operation reads only so many jobs', () => {
  const operation = createOperation(limits, createManualClock(), request);
  operation.jobCall();
  operation.jobCall();
  expect(() => operation.jobCall()).toThrow(
    expect.objectContaining({ code: 'UPSTREAM_CALL_BUDGET_EXCEEDED' }),
  );
});

test('the deadline starts anew after a wait', async () => {
  const clock = createManualClock();
  const operation = createOperation(limits, clock, request);
  const before = operation.readCall().deadlineAt;
  await clock.advance(10_000);
  operation.restartDeadline();
  expect(operation.readCall().deadlineAt - before).toBe(10_000);
});

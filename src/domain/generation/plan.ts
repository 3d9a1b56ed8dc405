import { roundCredits } from './catalogue.ts';
import type { GenerationKey } from './fingerprint.ts';
import type { GenerationResult, GenerationTerms, ImageInput, InputIssue, VideoInput } from './generation.ts';
import { type Checked, findKeyFault, findMaxCreditsFault, type Order } from './input.ts';
import { creditLimit, invalidInput } from './outcome.ts';

/** One input that may be sent. */
export interface Plan {
  input: ImageInput | VideoInput;
  order: Order;
  key: GenerationKey | null;
}

/**
 * What is to become of one input: a plan, or the reason why it may not be sent.
 *
 * @param index its place in the field's inputs.
 */
export function planGeneration<Input extends ImageInput | VideoInput>(
  input: Input,
  index: number,
  check: (input: Input) => Checked,
  terms: GenerationTerms,
): Plan | GenerationResult {
  const { order, issues } = check(input);
  const allIssues = [...(issues ?? []), ...findTermIssues(input, terms)];
  if (!order || allIssues.length > 0) return invalidInput(allIssues);
  const { maxCredits } = input;
  if (maxCredits != null && (order.credits === null || order.credits > maxCredits)) {
    return creditLimit(order.credits, maxCredits, 'input');
  }
  return { input, order, key: keyOf(input, index, terms.headerKey) };
}

/** What all that could be sent gets instead when it costs more than the batch may, or nobody knows how much. */
export function findBatchLimit(
  plans: readonly (Plan | GenerationResult)[],
  maxCredits: number | null,
): GenerationResult | null {
  if (maxCredits === null) return null;
  let total: number | null = 0;
  for (const plan of plans) {
    if ('type' in plan) continue;
    const { credits } = plan.order;
    total = total === null || credits === null ? null : roundCredits(total + credits);
  }
  return total === null || total > maxCredits ? creditLimit(total, maxCredits, 'batch') : null;
}

function findTermIssues(
  input: ImageInput | VideoInput,
  { maxCredits, headerKey }: GenerationTerms,
): InputIssue[] {
  const issues: InputIssue[] = [];
  const limitFault = maxCredits === null ? null : findMaxCreditsFault(maxCredits);
  if (limitFault)
    issues.push({ path: ['maxCredits'], message: `For the batch: ${limitFault}`, accepted: null });
  if (headerKey === null || input.idempotencyKey != null) return issues;
  const keyFault = headerKey === 'ambiguous' ? AMBIGUOUS_HEADER : findKeyFault(headerKey.value);
  if (keyFault) {
    issues.push({ path: ['idempotencyKey'], message: `Idempotency-Key header: ${keyFault}`, accepted: null });
  }
  return issues;
}

const AMBIGUOUS_HEADER =
  'it serves the only generation field of a request, and only when no input has a key of its own. Name an idempotencyKey in each input instead.';

function keyOf(
  input: ImageInput | VideoInput,
  index: number,
  headerKey: GenerationTerms['headerKey'],
): GenerationKey | null {
  if (input.idempotencyKey != null) return { value: input.idempotencyKey, batchIndex: null };
  if (headerKey === null || headerKey === 'ambiguous') return null;
  return { value: headerKey.value, batchIndex: headerKey.of === 'batch' ? index : null };
}

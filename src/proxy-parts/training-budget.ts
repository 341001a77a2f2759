import { z } from 'zod';
import { failure, success, type Result } from '../result.ts';
import type { ProxySettings } from './proxy.ts';
import { proxySetting, type OwnSettings } from './proxy-setting.ts';

const amount = z.number({ error: 'expected a number above 0' }).positive({
  error: 'expected a number above 0',
});

/** Tokens that every candidate is trained on. */
export const trainTokens = proxySetting({
  name: 'trainTokens',
  description: 'tokens of training of a law, as 20B',
  schema: amount.nullable(),
  initial: null,
  isAmount: true,
});

/** The compute of training every candidate: it sees fewer tokens the larger it is. */
export const trainFlops = proxySetting({
  name: 'trainFlops',
  description: 'operations of training of a law, as 1e19',
  schema: amount.nullable(),
  initial: null,
  isAmount: true,
});

/** The column of the truth, or the name among the qualities of a record, that holds the tokens. */
export const trainColumn = proxySetting({
  name: 'trainColumn',
  description: 'column of these in the truth, or in the scores of records',
  schema: z.string({ error: 'expected a name' }).min(1, { error: 'expected a name' }).nullable(),
  initial: null,
});

/** The settings of which exactly one says how long candidates are trained. */
export const BUDGET_SETTINGS = [trainTokens, trainFlops, trainColumn] as const;

/** Multiply-adds and additions of a pass forward and back, for each weight and token (Kaplan). */
const OPERATIONS = 6;

/** What a law lacks to predict a loss; null where it has a budget. */
export function findBudgetProblem(own: OwnSettings): string | null {
  return BUDGET_SETTINGS.some((setting) => setting.read(own) !== null)
    ? null
    : 'predicts the loss after so many tokens: add --train-tokens, --train-flops or --train-column';
}

/**
 * The tokens D of one architecture after another, by their place in the list that is scored: given
 * for all; `C / (6 N)` for a compute C and the size N that the law takes; or of each its own.
 */
export function tokensBySettings({
  own,
  trainTokensOf,
}: ProxySettings): (size: number, index: number) => Result<number> {
  const [tokens, compute] = [trainTokens.read(own), trainFlops.read(own)];
  return (size, index) => {
    if (tokens !== null) return success(tokens);
    if (compute !== null) return success(compute / (OPERATIONS * size));
    return trainTokensOf?.[index] ?? failure('its tokens of training are not known');
  };
}

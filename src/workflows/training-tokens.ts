import type { Candidate } from '../formats/candidate-format.ts';
import { quote } from '../problem.ts';
import type { OwnSettings } from '../proxy-parts/proxy-setting.ts';
import type { Proxy, ProxySettings } from '../proxy-parts/proxy.ts';
import { BUDGET_SETTINGS, trainColumn } from '../proxy-parts/training-budget.ts';
import { failure, success, type Result } from '../result.ts';
import { readTruth } from '../truth/truth.ts';
import type { TruthRequest } from './truth-source.ts';
import { flagOf } from './ignored-options.ts';
import { Refusal } from './refusal.ts';

/** Gives candidates what is known of their training, for the settings of proxies. */
export type TrainingOf = (
  candidates: readonly Pick<Candidate, 'id' | 'scores'>[],
) => Pick<ProxySettings, 'trainTokensOf'>;

/** Refuses proxies that lack a setting without which they score nothing. */
export function checkMissing(proxies: readonly Proxy[], own: OwnSettings): void {
  for (const { name, findMissing } of proxies) {
    const missing = findMissing?.(own) ?? null;
    if (missing !== null) throw Refusal.of(`${name} ${missing}`);
  }
}

/** Refuses candidates of which none is known to be trained on any tokens, where a proxy asks. */
export function checkTraining(
  proxies: readonly Proxy[],
  { trainTokensOf = [] }: Pick<ProxySettings, 'trainTokensOf'>,
): void {
  const [first] = trainTokensOf;
  const asked = proxies.some(({ settings = [] }) => settings.includes(trainColumn));
  if (!asked || first?.ok !== false || trainTokensOf.some(({ ok }) => ok)) return;
  throw Refusal.of(`no candidate has tokens of training: ${first.reason}`);
}

/**
 * The training of candidates as the settings have it. Refuses two budgets at once.
 *
 * @param request names the file in which the column of tokens is looked for; what it lacks is taken
 *   from the qualities of the records
 */
export async function openTraining(
  own: OwnSettings,
  { truth, repeated }: Pick<TruthRequest, 'truth' | 'repeated'>,
): Promise<TrainingOf> {
  const [first, second] = BUDGET_SETTINGS.filter((setting) => setting.read(own) !== null);
  if (first !== undefined && second !== undefined) {
    throw Refusal.of(
      `${flagOf(first.name)} and ${flagOf(second.name)} contradict each other: leave one out`,
    );
  }
  const column = trainColumn.read(own);
  if (column === null) return () => ({});
  const read = truth === undefined ? null : await readTruth(truth, column, repeated);
  const byId = read?.ok === true ? read.value.values : new Map<string, number>();
  const places = truth === undefined ? 'the scores of its record' : `${truth} and in its record`;
  return (candidates) => ({
    trainTokensOf: candidates.map(({ id, scores }): Result<number> => {
      const tokens = byId.get(id) ?? scores[column];
      if (tokens === undefined) {
        return failure(
          `no ${quote(column)} in ${places}: expected the tokens that it is trained on`,
        );
      }
      return tokens > 0
        ? success(tokens)
        : failure(`${tokens} tokens of training (${quote(column)}): expected a number above 0`);
    }),
  });
}

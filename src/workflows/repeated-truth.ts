import { architectureKey } from '../architecture/architecture-key.ts';
import type { RepeatedTruth } from '../evaluation/noise-ceiling.ts';
import { mapInSteps, type Steps } from '../event-loop-break.ts';
import { groupBy } from '../group-by.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { Truth } from '../truth/truth.ts';

/**
 * Repeated measurements: the runs whose mean is the truth, else equal architectures that are listed
 * several times; null where there are none. Where there are both, only the runs count: how two
 * listings of one architecture differ is not known.
 */
export function* repeatedTruth(
  candidates: readonly Candidate[],
  truth: Truth,
): Steps<RepeatedTruth | null> {
  const { runs, runColumns, values } = truth;
  if (runs !== null) {
    return {
      runs: candidates.map(({ id }) => runs.get(id) ?? []),
      ...(runColumns !== null && {
        columns: candidates.map(({ id }) => runColumns.get(id) ?? []),
      }),
      averaged: true,
    };
  }
  const rated = yield* mapInSteps(candidates, ({ id, architecture }) => {
    const value = values.get(id);
    return value === undefined ? [] : [{ value, key: architectureKey(architecture) }];
  });
  const listed = groupBy(rated.flat(), ({ key }) => key).values();
  const all = Array.from(listed, (own) => own.map(({ value }) => value));
  return all.some(({ length }) => length > 1) ? { runs: all, averaged: false } : null;
}

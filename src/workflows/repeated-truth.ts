import { architectureKey } from '../architecture/architecture-key.ts';
import type { RepeatedTruth } from '../evaluation/noise-ceiling.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { Truth } from '../truth/truth.ts';

/**
 * Repeated measurements: the runs whose mean is the truth, else equal architectures that are listed
 * several times; null where there are none. Where there are both, only the runs count: how two
 * listings of one architecture differ is not known.
 */
export function repeatedTruth(
  candidates: readonly Candidate[],
  truth: Truth,
): RepeatedTruth | null {
  const { runs, values } = truth;
  if (runs !== null) {
    return { runs: candidates.map(({ id }) => runs.get(id) ?? []), averaged: true };
  }
  const listed = new Map<string, number[]>();
  for (const { id, architecture } of candidates) {
    const value = values.get(id);
    if (value === undefined) continue;
    const key = architectureKey(architecture);
    const own = listed.get(key);
    if (own === undefined) listed.set(key, [value]);
    else own.push(value);
  }
  const all = [...listed.values()];
  return all.some(({ length }) => length > 1) ? { runs: all, averaged: false } : null;
}

import type { Candidate } from '../formats/candidate-format.ts';
import { readCandidates, type ReadOptions } from '../candidates/read-candidates.ts';
import { skipped } from './read-input.ts';
import { Refusal } from '../workflows/refusal.ts';
import { printWarnings } from './terminal.ts';

/**
 * Every candidate behind the inputs, at once. Warnings are printed; all problems are refused
 * together, or become warnings where invalid candidates are to be skipped.
 */
export async function readAll(
  inputs: readonly string[],
  options: ReadOptions & { readonly skipInvalid?: boolean },
): Promise<readonly Candidate[]> {
  const { build, family, experts, skipInvalid = false } = options;
  const { candidates, problems, warnings } = await readCandidates(inputs, {
    ...(build !== undefined && { build }),
    ...(family !== undefined && { family }),
    ...(experts !== undefined && { experts }),
  });
  printWarnings(warnings);
  if (problems.length > 0 && !skipInvalid) throw new Refusal(problems);
  if (problems.length > 0) {
    const refused = new Set(problems.map(({ source }) => source)).size;
    const message = `went on without ${refused} of ${candidates.length + refused} candidates`;
    printWarnings([...skipped(problems), { source: '--skip-invalid', path: '', message }]);
  }
  if (candidates.length === 0) throw Refusal.of('no candidate is left');
  return candidates;
}

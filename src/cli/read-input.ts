import type { Candidate } from '../formats/candidate-format.ts';
import { readCandidates, type ReadOptions } from '../formats/read-candidates.ts';
import type { Problem } from '../problem.ts';
import { printWarnings } from './terminal.ts';
import { Refusal } from './refusal.ts';

/** Problems as the warnings that they become under `--skip-invalid`. */
export function skipped(problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, message: `skipped: ${problem.message}` }));
}

/** The one candidate of a file, or the one with the given id. Refuses a file with a problem. */
export async function readOne(
  input: string,
  { build, family, experts, id }: ReadOptions & { readonly id?: string },
): Promise<Candidate> {
  const { candidates, problems, warnings } = await readCandidates([input], {
    ...(build !== undefined && { build }),
    ...(family !== undefined && { family }),
    ...(experts !== undefined && { experts }),
  });
  printWarnings(warnings);
  if (problems.length > 0) throw new Refusal(problems);
  if (id !== undefined) {
    const wanted = candidates.find((candidate) => candidate.id === id);
    if (wanted === undefined) {
      throw Refusal.of(
        `--id "${id}": no such candidate among the ${candidates.length} in ${input}`,
      );
    }
    return wanted;
  }
  const [only, ...others] = candidates;
  if (only === undefined || others.length > 0) {
    throw Refusal.of(
      `${input} holds ${candidates.length} candidates: choose one with --id, or use zerolm rank`,
    );
  }
  return only;
}

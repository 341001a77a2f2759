import type { Candidate } from '../formats/candidate-format.ts';
import type { CheckpointCandidate } from '../candidates/checkpoint-candidate.ts';
import {
  readCandidates,
  type ReadCandidates,
  type ReadOptions,
} from '../candidates/read-candidates.ts';
import type { Problem } from '../problem.ts';
import type { Mode } from '../scoring/score-settings.ts';
import { printWarnings } from './terminal.ts';
import { Refusal } from '../workflows/refusal.ts';

/** Problems as the warnings that they become under `--skip-invalid`. */
export function skipped(problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, message: `skipped: ${problem.message}` }));
}

/**
 * The one architecture of a file, or the one with the given id. Refuses a file with a problem, and a
 * checkpoint.
 */
export async function readOne(
  input: string,
  options: ReadOptions & { readonly id?: string },
): Promise<Candidate> {
  const { candidates } = await read(input, { ...options, checkpoints: false });
  return choose(candidates, input, options.id);
}

/** The same of a file that may be a checkpoint. */
export async function readModel(
  input: string,
  options: ReadOptions & { readonly id?: string; readonly mode?: Mode },
): Promise<Candidate | CheckpointCandidate> {
  const { candidates, checkpoints } = await read(input, {
    ...options,
    checkpoints: options.mode === 'weights' ? 'preferred' : true,
  });
  return choose([...candidates, ...checkpoints], input, options.id);
}

async function read(
  input: string,
  { build, family, experts, checkpoints = false }: ReadOptions,
): Promise<ReadCandidates> {
  const result = await readCandidates([input], {
    ...(build !== undefined && { build }),
    ...(family !== undefined && { family }),
    checkpoints,
    ...(experts !== undefined && { experts }),
  });
  printWarnings(result.warnings);
  if (result.problems.length > 0) throw new Refusal(result.problems);
  return result;
}

function choose<Item extends { readonly id: string }>(
  candidates: readonly Item[],
  input: string,
  id: string | undefined,
): Item {
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

import {
  readCandidates,
  type ReadCandidates,
  type ReadOptions,
} from '../candidates/read-candidates.ts';
import type { Candidate, CheckpointCandidate } from '../formats/candidate-format.ts';
import type { Problem } from '../problem.ts';
import type { Mode } from '../scoring/score-settings.ts';
import type { Warn } from './define-workflow.ts';
import { Refusal } from './refusal.ts';

/** How records are read; the defaults are those of the readers. */
export type ReadingRequest = Omit<ReadOptions, 'checkpoints'>;

/** Which candidate of a file is meant, where it holds several. */
interface ChoiceRequest extends ReadingRequest {
  readonly id?: string;
}

/** The problems as the warnings that they become where invalid candidates are skipped. */
export function skipped(problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, message: `skipped: ${problem.message}` }));
}

/** The warning that counts the candidates that were skipped. */
export function skippedCount(count: number, total: number): Problem {
  const message = `went on without ${count} of ${total} candidates`;
  return { source: '--skip-invalid', path: '', message };
}

/** The one architecture of a file, or the one with the given id. Refuses a checkpoint. */
export async function readOne(
  input: string,
  request: ChoiceRequest,
  warn: Warn,
): Promise<Candidate> {
  const { candidates } = await read(input, request, warn);
  return choose(candidates, input, request.id);
}

/** The one architecture or checkpoint of a file, or the one with the given id. */
export async function readModel(
  input: string,
  request: ChoiceRequest & { readonly mode?: Mode },
  warn: Warn,
): Promise<Candidate | CheckpointCandidate> {
  const preferred = request.mode === 'weights' ? 'preferred' : true;
  const { candidates, checkpoints } = await read(input, request, warn, preferred);
  return choose([...candidates, ...checkpoints], input, request.id);
}

/**
 * Every candidate of the inputs. All problems are refused together, or become warnings where invalid
 * candidates are skipped.
 */
export async function readAll(
  inputs: readonly string[],
  request: ReadingRequest & { readonly skipInvalid?: boolean },
  warn: Warn,
): Promise<readonly Candidate[]> {
  const { candidates, problems, warnings } = await readCandidates(inputs, request);
  warn(warnings);
  if (problems.length > 0) {
    if (request.skipInvalid !== true) throw new Refusal(problems);
    const refused = new Set(problems.map(({ source }) => source)).size;
    warn([...skipped(problems), skippedCount(refused, candidates.length + refused)]);
  }
  if (candidates.length === 0) throw Refusal.of('no candidate is left');
  return candidates;
}

async function read(
  input: string,
  request: ReadingRequest,
  warn: Warn,
  checkpoints: ReadOptions['checkpoints'] = false,
): Promise<ReadCandidates> {
  const result = await readCandidates([input], { ...request, checkpoints });
  warn(result.warnings);
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

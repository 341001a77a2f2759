import {
  readCandidates,
  type ReadCandidates,
  type ReadOptions,
} from '../candidates/read-candidates.ts';
import type { CheckpointCandidate } from '../candidates/checkpoint-candidate.ts';
import type { ExpertCount } from '../architecture/mixture-of-experts.ts';
import { type Build, type Candidate, type LtsFamily } from '../formats/candidate-format.ts';
import type { Problem } from '../problem.ts';
import type { Mode } from '../scoring/score-settings.ts';
import type { Warn, WorkflowRun } from './define-workflow.ts';
import { Refusal } from './refusal.ts';
import { openSelection, type EmitRequest, type IdsRequest, type Selection } from './selection.ts';
import type { Progress } from './workflow.ts';

/** How records are read; the defaults are those of the readers. */
export type ReadingRequest = Omit<ReadOptions, 'checkpoints' | keyof Selection>;

/** One candidate, and how it is read. */
export interface OneRequest extends ReadingRequest {
  /** A file with one candidate or several; `-` is stdin. */
  readonly input: string;
  /** Which candidate, where the file holds several. */
  readonly id?: string;
}

/** Where candidates are read, and which of them. */
export interface InputsRequest extends IdsRequest {
  /** Files, folders of such files, or `-` for stdin. */
  readonly inputs: readonly string[];
  /** Whether invalid candidates are left out with a warning, not refused. */
  readonly skipInvalid?: boolean;
}

/** How records were read, as the settings of a document carry it. */
export function describeReading({ build = 'default', family, experts = 'all' }: ReadingRequest): {
  readonly build: Build;
  readonly family?: LtsFamily;
  readonly experts?: ExpertCount;
} {
  return {
    build,
    ...(family !== undefined && { family }),
    ...(experts !== 'all' && { experts }),
  };
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

/**
 * How far candidates are that are worked on while they are read: their number is known at the end.
 *
 * @param share part of the inputs that is done, from 0 to 1; 0 where it is not known, as of a pipe
 */
export function progressOfInputs(verb: string, count: number, share: number): Progress {
  return {
    verb,
    noun: 'candidates',
    done: count,
    total: share >= 1 ? count : null,
    share: share > 0 ? share : null,
  };
}

/** The candidate of a request. Refuses a checkpoint. */
export async function readOne(request: OneRequest, warn: Warn): Promise<Candidate> {
  const { candidates } = await read(request, warn);
  return choose(candidates, request);
}

/** The candidate of a request with its record, where that is kept, and what was ignored. */
export async function readOneRecorded(
  request: OneRequest,
  records: boolean,
): Promise<{ readonly candidate: Candidate; readonly warnings: readonly Problem[] }> {
  const found: Problem[] = [];
  const keep: Warn = (warnings) => {
    found.push(...warnings);
  };
  const { candidates } = await read(request, keep, false, records);
  return { candidate: choose(candidates, request), warnings: found };
}

/** The candidate or checkpoint of a request. */
export async function readModel(
  request: OneRequest & EmitRequest & { readonly mode?: Mode },
  warn: Warn,
): Promise<Candidate | CheckpointCandidate> {
  const preferred = request.mode === 'weights' ? 'preferred' : true;
  const { candidates, checkpoints } = await read(request, warn, preferred);
  return choose([...candidates, ...checkpoints], request);
}

/**
 * Every candidate of the inputs. All problems are refused together, or become warnings where invalid
 * candidates are skipped.
 */
export async function readAll(
  { inputs, skipInvalid, ids, emit, ...reading }: ReadingRequest & InputsRequest & EmitRequest,
  { warn, onProgress }: WorkflowRun,
): Promise<readonly Candidate[]> {
  const selection = await openSelection({ ids, emit });
  const { candidates, problems, refused, warnings } = await readCandidates(
    inputs,
    { ...reading, ...selection, stopAt: skipInvalid === true ? 'end' : 'many-problems' },
    (count, share) => {
      onProgress(progressOfInputs('read', count, share));
    },
  );
  warn(warnings);
  if (problems.length > 0) {
    if (skipInvalid !== true) throw new Refusal(problems);
    warn([...skipped(problems), skippedCount(refused, candidates.length + refused)]);
  }
  if (candidates.length === 0) throw Refusal.of('no candidate is left');
  return candidates;
}

async function read(
  request: OneRequest & EmitRequest,
  warn: Warn,
  checkpoints: ReadOptions['checkpoints'] = false,
  keepRecords = false,
): Promise<ReadCandidates> {
  const records = keepRecords || (await openSelection({ emit: request.emit })).records;
  const result = await readCandidates([request.input], {
    ...request,
    checkpoints,
    records,
    stopAt: 'many-problems',
  });
  warn(result.warnings);
  if (result.problems.length > 0) throw new Refusal(result.problems);
  return result;
}

function choose<Item extends { readonly id: string }>(
  candidates: readonly Item[],
  { input, id }: OneRequest,
): Item {
  const count = candidates.length;
  const [only] = id === undefined ? candidates : candidates.filter((one) => one.id === id);
  if (only !== undefined && (id !== undefined || count === 1)) return only;
  throw Refusal.of(
    id === undefined
      ? `${input} holds ${count} candidates: choose one with --id, or use zerolm rank`
      : `--id "${id}": no such candidate among the ${count} in ${input}`,
  );
}

import { CandidateReader } from '../candidates/candidate-reader.ts';
import { convertArchitecture } from '../converting/convert-architecture.ts';
import type { ConversionTarget } from '../converting/conversion-targets.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { Problem } from '../problem.ts';
import { failure, success, type Result } from '../result.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import { forEachBatch } from './for-each-batch.ts';
import { ProblemTally } from '../problem-tally.ts';
import { UNKNOWN_KEY_IGNORED } from '../formats/define-format.ts';
import type { Architecture } from '../architecture/architecture.ts';
import { WarningTally } from '../warning-tally.ts';
import { progressOfInputs, readOneRecorded, skipped, type OneRequest } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { openSelection, type IdsRequest } from './selection.ts';

/** The input of {@link convert}. */
export interface ConvertRequest extends Omit<OneRequest, 'experts'>, IdsRequest {
  readonly to: ConversionTarget;
  /** Whether candidates that are wrong, or have no such form, are passed over. */
  readonly skipInvalid?: boolean;
}

/** What is known at the end of a conversion. */
export interface ConvertSummary {
  readonly count: number;
  /** About input that was ignored, and candidates that were skipped. */
  readonly warnings: readonly Problem[];
}

/** A spec in another form, with the name of the candidate and its measured qualities. */
export interface ConvertedSpec {
  readonly id: string;
  readonly scores?: Readonly<Record<string, number>>;
  /** The spec alone. */
  readonly spec: object;
  /** The model that the spec describes when it is read again. */
  readonly architecture: Architecture;
}

/** A spec that is read with the name of its candidate and its qualities. */
export function withName({ id, scores, spec }: ConvertedSpec): object {
  return { id, ...(scores !== undefined && { scores }), ...spec };
}

/** Specs in batches, as they are converted; the end returns a summary. */
export type SpecBatches = AsyncGenerator<readonly ConvertedSpec[], ConvertSummary, void>;

/**
 * Candidates in another form. All of them are converted before the first is handed out, unless
 * invalid ones are skipped.
 */
export const convert = defineWorkflow(async (request: ConvertRequest, run) => {
  const { warn } = run;
  if (request.id !== undefined) {
    const { candidate, warnings } = await readOneRecorded(request, isKept(request.to));
    const converted = convertOne(candidate, request.to);
    if (!converted.ok) {
      warn(warnings);
      throw new Refusal([converted.reason]);
    }
    const { spec, isOriginal, warnings: own } = converted.value;
    warn([...(isOriginal ? warnings.map(asKept) : warnings), ...own]);
    return { batches: batchesOf([[spec]], 1) };
  }
  const converted = convertAll(request, run);
  if (request.skipInvalid === true) return { batches: skipping(converted) };
  const held: (readonly ConvertedSpec[])[] = [];
  const { warnings, problems, count } = await forEachBatch(converted, (specs) => held.push(specs));
  warn(warnings.listed());
  if (problems.count > 0) throw new Refusal(problems.listed());
  if (count === 0) throw Refusal.of('no candidate is left');
  return { batches: batchesOf(held, count) };
});

/** Candidates that are converted between two reports. */
const REPORT_EVERY = 256;

interface Converted {
  readonly spec: ConvertedSpec;
  readonly isOriginal: boolean;
  readonly warnings: readonly Problem[];
}

/** Whether a form may be given the record of a candidate. */
function isKept(to: ConversionTarget): boolean {
  return to === 'hugging-face';
}

/** A warning about an unknown key of a spec that is given back with all of its keys. */
function asKept(warning: Problem): Problem {
  const { message } = warning;
  return message.startsWith(UNKNOWN_KEY_IGNORED)
    ? { ...warning, message: message.replace(UNKNOWN_KEY_IGNORED, 'unknown key, kept as it is') }
    : warning;
}

function convertOne(
  { id, source, architecture, scores, record }: Candidate,
  to: ConversionTarget,
): Result<Converted, Problem> {
  const own: unknown = record === undefined ? undefined : JSON.parse(record);
  const converted = convertArchitecture(architecture, to, own);
  if (!converted.ok) {
    const message = `no ${to} spec can describe this architecture: ${converted.reason}`;
    return failure({ source, path: '', message });
  }
  const { spec, architecture: written, isOriginal, warnings } = converted.value;
  const measured = Object.keys(scores).length === 0 ? {} : { scores };
  return success({
    spec: { id, ...measured, spec, architecture: written },
    isOriginal,
    warnings: warnings.map((message) => ({ source, path: '', message })),
  });
}

/** Specs in batches; the end returns all warnings and problems. */
type AllConverted = AsyncGenerator<
  readonly ConvertedSpec[],
  { readonly count: number; readonly warnings: WarningTally; readonly problems: ProblemTally },
  void
>;

async function* convertAll(
  { input, to, skipInvalid = false, ids, ...reading }: ConvertRequest,
  { onProgress }: WorkflowRun,
): AllConverted {
  const reader = new CandidateReader([input], {
    ...reading,
    ...(await openSelection({ ids })),
    records: isKept(to),
    stopAt: skipInvalid ? 'end' : 'broken-line',
  });
  const problems = new ProblemTally();
  const warnings = new WarningTally();
  let count = 0;
  for await (const batch of reader.batches()) {
    problems.add(batch.problems);
    const specs: ConvertedSpec[] = [];
    const originals = new Set<string>();
    const found: Problem[] = [];
    for (const [index, candidate] of batch.candidates.entries()) {
      if (index % REPORT_EVERY === 0) {
        onProgress(progressOfInputs('converted', batch.first + index, batch.done));
      }
      const converted = convertOne(candidate, to);
      if (converted.ok) {
        found.push(...converted.value.warnings);
        specs.push(converted.value.spec);
        if (converted.value.isOriginal) originals.add(candidate.source);
      } else {
        problems.add([converted.reason]);
      }
    }
    warnings.add(
      batch.warnings.map((warning) => (originals.has(warning.source) ? asKept(warning) : warning)),
    );
    warnings.add(found);
    count += specs.length;
    if (specs.length > 0) yield specs;
    if (problems.count > 0 && !skipInvalid && batch.stream) break;
  }
  return { count, warnings, problems };
}

async function* skipping(converted: AllConverted): SpecBatches {
  const { count, warnings, problems } = yield* converted;
  return { count, warnings: [...warnings.listed(), ...skipped(problems.listed())] };
}

// eslint-disable-next-line @typescript-eslint/require-await -- the same iterable as of a stream
async function* batchesOf(batches: Iterable<readonly ConvertedSpec[]>, count: number): SpecBatches {
  yield* batches;
  return { count, warnings: [] };
}

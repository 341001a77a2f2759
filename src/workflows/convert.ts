import { CandidateReader } from '../candidates/candidate-reader.ts';
import type { ConversionTarget } from '../converting/conversion-targets.ts';
import type { Problem } from '../problem.ts';
import { ProblemTally } from '../problem-tally.ts';
import { WarningTally } from '../warning-tally.ts';
import {
  asKept,
  batchesOf,
  convertCandidate,
  isKept,
  type ConvertedSpec,
  type SpecBatches,
} from './convert-candidate.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import { forEachBatch } from './for-each-batch.ts';
import { progressOfInputs, readOneRecorded, skipped, type OneRequest } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { openSelection, type IdsRequest } from './selection.ts';

/** The input of {@link convert}. */
export interface ConvertRequest extends Omit<OneRequest, 'experts'>, IdsRequest {
  readonly to: ConversionTarget;
  /** Whether candidates that are wrong, or have no such form, are passed over. */
  readonly skipInvalid?: boolean;
}

/**
 * Candidates in another form. All of them are converted before the first is handed out, unless
 * invalid ones are skipped.
 */
export const convert = defineWorkflow(async (request: ConvertRequest, run) => {
  const { warn } = run;
  if (request.id !== undefined) {
    const { candidate, warnings } = await readOneRecorded(request, isKept(request.to));
    const converted = convertCandidate(candidate, request.to);
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
      const converted = convertCandidate(candidate, to);
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

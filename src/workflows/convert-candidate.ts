import type { Architecture } from '../architecture/architecture.ts';
import { convertArchitecture } from '../converting/convert-architecture.ts';
import type { ConversionTarget } from '../converting/conversion-targets.ts';
import { UNKNOWN_KEY_IGNORED } from '../formats/define-format.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { Problem } from '../problem.ts';
import { ProblemTally } from '../problem-tally.ts';
import { failure, success, type Result } from '../result.ts';
import { loadLineReader } from '../search-space/candidate-check.ts';
import { Refusal } from './refusal.ts';

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

/** A candidate in another form. */
export interface Converted {
  readonly spec: ConvertedSpec;
  readonly isOriginal: boolean;
  readonly warnings: readonly Problem[];
}

/** Whether a form may be given the record of a candidate. */
export function isKept(to: ConversionTarget): boolean {
  return to === 'hugging-face';
}

/** A warning about an unknown key of a spec that is given back with all of its keys. */
export function asKept(warning: Problem): Problem {
  const { message } = warning;
  return message.startsWith(UNKNOWN_KEY_IGNORED)
    ? { ...warning, message: message.replace(UNKNOWN_KEY_IGNORED, 'unknown key, kept as it is') }
    : warning;
}

/** A candidate in another form, or why no spec of that form describes it. */
export function convertCandidate(
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

/**
 * Candidates by their records, in another form; refuses all where one has no such form.
 *
 * @param source what the candidates were drawn from
 */
export async function convertRecords(
  records: readonly { readonly id: string; readonly record: string }[],
  { source, to }: { readonly source: string; readonly to: ConversionTarget },
  warn: (warnings: readonly Problem[]) => void,
): Promise<SpecBatches> {
  const read = await loadLineReader();
  const problems = new ProblemTally();
  const specs: ConvertedSpec[] = [];
  for (const { id, record } of records) {
    const { candidate, reason } = read(record);
    if (candidate === undefined) throw Refusal.of(`${source}: ${reason}`);
    const converted = convertCandidate(
      { ...candidate, id, source: `${source}, ${id}`, record },
      to,
    );
    if (converted.ok) {
      warn(converted.value.warnings);
      specs.push(converted.value.spec);
    } else problems.add([converted.reason]);
  }
  if (problems.count > 0) throw new Refusal(problems.listed());
  return batchesOf([specs], specs.length);
}

/** Converted specs as batches. */
// eslint-disable-next-line @typescript-eslint/require-await -- the same iterable as of a stream
export async function* batchesOf(
  batches: Iterable<readonly ConvertedSpec[]>,
  count: number,
): SpecBatches {
  yield* batches;
  return { count, warnings: [] };
}

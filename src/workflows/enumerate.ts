import { sizeOfAxes } from '../search-space/space-size.ts';
import { SpaceWalk } from '../search-space/space-walk.ts';
import { candidateBatches, type CandidateBatches } from './candidate-batches.ts';
import { defineWorkflow } from './define-workflow.ts';
import { describeLeftOut, describeSize, openSpace, type SpaceRequest } from './open-space.ts';
import { Refusal } from './refusal.ts';

/** Most candidates of a space that are walked in one go; they would take some hours. */
const MAX_WALKED = 2n ** 32n;

/** The input of {@link enumerate}. */
export interface EnumerateRequest extends SpaceRequest {
  /** Number of the first candidate; 0 if absent. */
  readonly from?: bigint;
  /** Candidates to list; all that follow if absent. */
  readonly count?: bigint;
}

/** What is known at the end of a listing. */
export interface EnumerateSummary {
  readonly count: number;
  /** Which candidates were left out, and how many. */
  readonly leftOut: readonly string[];
}

/** The candidates of a search space in their fixed order, and its size. */
export const enumerate = defineWorkflow(async (request: EnumerateRequest, { warn, step }) => {
  const { space: file, from = 0n, count } = request;
  const { space } = await openSpace(request, warn);
  const size = sizeOfAxes(space.axes);
  const text = describeSize(size);
  if (from >= size) {
    throw Refusal.of(`--from ${from}: ${file} holds ${text}, with the numbers from 0`);
  }
  const walked = count ?? size - from;
  if (walked > MAX_WALKED) {
    throw Refusal.of(
      `${file} holds ${text}: walk a part of at most ${MAX_WALKED} with --from and --count, or draw some with zerolm sample`,
    );
  }
  const rest = walked < size - from ? walked : size - from;
  const onProgress = step('looked at', 'candidates');
  const walk = await SpaceWalk.open(space, from, count);
  async function* batches(): CandidateBatches<EnumerateSummary> {
    const end = yield* candidateBatches(
      () => walk.next(),
      Infinity,
      (_, steps) => {
        onProgress(steps, Number(rest));
      },
    );
    return { count: end.count, leftOut: describeLeftOut(walk.leftOut, space) };
  }
  return { size, isConstrained: space.constraints.length > 0, batches: batches() };
});

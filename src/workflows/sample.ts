import type { Problem } from '../problem.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import { sizeOfAxes } from '../search-space/space-size.ts';
import { SpaceSampler } from '../search-space/space-sampler.ts';
import { candidateBatches, type CandidateBatches } from './candidate-batches.ts';
import { defineWorkflow } from './define-workflow.ts';
import {
  describeEnd,
  describeLeftOut,
  describeSize,
  openSpace,
  type SpaceRequest,
} from './open-space.ts';
import { Refusal } from './refusal.ts';

/** The candidates that a sample has where no number is asked for. */
export const DEFAULT_SAMPLE_SIZE = 10;

/** The input of {@link sample}. */
export interface SampleRequest extends SpaceRequest {
  readonly n?: number;
  readonly seed?: number;
}

/** What is known at the end of a sample. */
export interface SampleSummary {
  readonly count: number;
  /** Draws, also those that gave a candidate again or one that is left out. */
  readonly draws: number;
  /** Which candidates were left out, and how many. */
  readonly leftOut: readonly string[];
  /** Why there are fewer candidates than were asked for. */
  readonly warnings: readonly Problem[];
}

/** Different candidates drawn from a search space. */
export const sample = defineWorkflow(async (request: SampleRequest, { warn, step }) => {
  const { space: file, n = DEFAULT_SAMPLE_SIZE, seed = DEFAULT_SETTINGS.seed } = request;
  const { space } = await openSpace(request, warn);
  const size = sizeOfAxes(space.axes);
  if (BigInt(n) > size) {
    throw Refusal.of(
      `--n ${n}: ${file} holds ${describeSize(size)}; ask for at most as many, or list them with zerolm enumerate`,
    );
  }
  const sampler = await SpaceSampler.open(space, seed);
  const onProgress = step('drew', 'candidates');
  async function* batches(): CandidateBatches<SampleSummary> {
    const { count, exhausted } = yield* candidateBatches(
      () => sampler.next(),
      n,
      (drawn) => {
        onProgress(drawn, n);
      },
    );
    const leftOut = describeLeftOut(sampler.leftOut, space);
    const { draws } = sampler;
    if (exhausted === undefined) return { count, draws, leftOut, warnings: [] };
    const end = describeEnd(space, count, exhausted, sampler.leftOut);
    if (count === 0) throw Refusal.of(end);
    const message = `${count} of ${n}: ${end}`;
    return { count, draws, leftOut, warnings: [{ source: '--n', path: '', message }] };
  }
  return { size, batches: batches() };
});

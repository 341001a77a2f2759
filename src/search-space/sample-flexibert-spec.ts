import { drawChoices } from './draw-choices.ts';
import {
  buildFlexibert,
  flexibertAxes,
  FLEXIBERT_SPACE,
  type FlexibertSpec,
} from './flexibert-space.ts';

/** What the streams of random numbers of a FlexiBERT space are named after. */
export const FLEXIBERT_STREAM = 'flexibert-space';

const space = { stream: FLEXIBERT_STREAM, axes: flexibertAxes(FLEXIBERT_SPACE) };

/**
 * Candidate number `index` of the FlexiBERT space under a seed, every key drawn uniformly and
 * independently. It depends on the two numbers alone, so any part of a sample can be drawn again.
 * This is draw number `index` of `zerolm sample` from the published file; there, what was drawn
 * before is left out.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @param index a whole number from 0 to 2^53 - 1
 * @throws RangeError on any other seed or index
 */
export function sampleFlexibertSpec(seed: number, index: number): FlexibertSpec {
  const choices: number[] = [];
  drawChoices(space, seed, index, choices);
  return buildFlexibert(FLEXIBERT_SPACE, choices);
}

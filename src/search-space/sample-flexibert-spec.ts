import { drawChoices } from './draw-choices.ts';
import {
  buildFlexibert,
  flexibertAxes,
  FLEXIBERT_SPACE,
  type FlexibertSpec,
} from './flexibert-space.ts';

/** The name of the streams of random numbers of a FlexiBERT space. */
export const FLEXIBERT_STREAM = 'flexibert-space';

const space = { stream: FLEXIBERT_STREAM, axes: flexibertAxes(FLEXIBERT_SPACE) };

/**
 * Draw number `index` of `zerolm sample` from the published FlexiBERT space under a seed (which leaves
 * out repeated draws): every key uniform and independent. It depends on the two numbers alone, so any
 * part of a sample can be drawn again.
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

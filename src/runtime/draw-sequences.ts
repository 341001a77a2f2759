import { drawTokens } from './draw-tokens.ts';

/**
 * The sequences of a batch that a seed draws: the tokens of {@link drawTokens}, sequence by sequence.
 *
 * @returns as many as the batch has, of `sequenceLength` ids each
 * @throws RangeError as `drawTokens` does
 */
export function drawSequences(
  seed: number,
  batch: number,
  sequenceLength: number,
  vocabSize: number,
): number[][] {
  const tokens = drawTokens(seed, batch, sequenceLength, vocabSize);
  return Array.from({ length: batch }, (_, index) => [
    ...tokens.subarray(index * sequenceLength, (index + 1) * sequenceLength),
  ]);
}

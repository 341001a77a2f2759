import { drawTokens } from './draw-tokens.ts';

/**
 * The texts of a batch that a seed draws: the tokens of {@link drawTokens}, text by text.
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
  return Array.from({ length: batch }, (_, text) => [
    ...tokens.subarray(text * sequenceLength, (text + 1) * sequenceLength),
  ]);
}

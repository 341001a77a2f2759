import type { Embedding, PatchInput } from './embedding.ts';

/** Positions of an image in a model that reads patches: these and the learned vectors before them. */
export function imageLength({ input }: Pick<Embedding, 'input'>): number | null {
  return input?.kind === 'patches' ? patchesOfSide(input) ** 2 + input.extraTokens : null;
}

/** Patches of each side of an image, which may overlap. */
export function patchesOfSide({ imageSize, patchSize, stride = patchSize }: PatchInput): number {
  return Math.floor((imageSize - patchSize) / stride) + 1;
}

/** Tokens of a sequence: those of an image where a model reads one, or else as many as are asked for. */
export function lengthOfSequence(embedding: Pick<Embedding, 'input'>, asked: number): number {
  return imageLength(embedding) ?? asked;
}

import type { Embedding } from './architecture.ts';

/** Positions of an image in a model that reads patches: these and the learned vectors before them. */
export function imageLength({ input }: Pick<Embedding, 'input'>): number | null {
  if (input?.kind !== 'patches') return null;
  return Math.floor(input.imageSize / input.patchSize) ** 2 + input.extraTokens;
}

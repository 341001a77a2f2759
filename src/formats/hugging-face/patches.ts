import type { z } from 'zod';
import type { PatchInput } from '../../architecture/embedding.ts';
import type { PartialEmbedding } from '../../architecture/complete-architecture.ts';
import { wholeNumber } from '../expectations.ts';
import { LIMITS } from '../limits.ts';
import type { Issue } from './family.ts';

/** The sizes of an image and its patches in the transformers library. */
export interface PatchDefaults {
  readonly imageSize: number;
  readonly patchSize: number;
}

/**
 * The keys of an image that is cut into patches. A size of patches that is missing is not guessed: the
 * number of positions and all that is read depend on it.
 */
export const patchKeys = ({ imageSize, patchSize }: PatchDefaults) => ({
  image_size: wholeNumber(1, LIMITS.imageSize).default(imageSize),
  patch_size: wholeNumber(
    1,
    LIMITS.patchSize,
    `, the side of a patch in pixels; the transformers library takes ${patchSize} where it is missing`,
  ),
  num_channels: wholeNumber(1, LIMITS.channels).default(3),
});

/** A config with these keys. */
export type PatchConfig = z.infer<z.ZodObject<ReturnType<typeof patchKeys>>>;

/** The largest size of an image up to that of a config that patches fill. */
export function wholePatches({ image_size, patch_size }: PatchConfig): number {
  return image_size < patch_size ? image_size : image_size - (image_size % patch_size);
}

/** Reports patches that are larger than the image, or that do not fill it. */
export function checkPatches(
  { image_size: size, patch_size: own }: PatchConfig,
  issue: Issue,
): void {
  if (own > size) {
    issue('patch_size', `${own}: expected at most image_size ${size}`);
  } else if (size % own !== 0) {
    issue(
      'patch_size',
      `${own}: expected a divisor of image_size ${size}, since patches fill an image`,
    );
  } else if ((size / own) ** 2 > LIMITS.positions - MAX_EXTRA) {
    issue('image_size', `${size}: expected at most ${LIMITS.positions - MAX_EXTRA} patches of it`);
  }
}

/** Learned vectors beside the patches, at most. */
const MAX_EXTRA = 2;

/** The embedding of patches, with a position for each and for each learned vector before them. */
export function patchEmbedding(
  config: PatchConfig,
  hiddenSize: number,
  {
    bias = true,
    extraTokens = 0,
    maskToken = false,
    norm = false,
  }: Partial<Pick<PatchInput, 'bias' | 'extraTokens' | 'maskToken'>> & { readonly norm?: boolean },
): PartialEmbedding {
  const { image_size: imageSize, patch_size: patchSize, num_channels: channels } = config;
  return {
    vocabSize: 0,
    embeddingSize: hiddenSize,
    maxPositionEmbeddings: Math.floor(imageSize / patchSize) ** 2 + extraTokens,
    typeVocabSize: 0,
    norm,
    input: {
      kind: 'patches',
      imageSize,
      patchSize,
      channels,
      bias,
      extraTokens,
      maskToken,
    },
  };
}

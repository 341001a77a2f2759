/**
 * Limits on the numbers of a spec: far above any published model, and low enough that the number of
 * parameters is an exact integer in double precision: 2^12 blocks of less than 2^40 in the
 * feed-forward layers and as much in the operation, and 2^17 experts of three matrices of 2^34.
 */
export const LIMITS = {
  /** GPT-4-class models stay below 2^15; the product of two is 2^32. */
  hiddenSize: 2 ** 16,
  /** Four times the largest hidden size. */
  feedForwardWidth: 2 ** 18,
  /** The deepest published Transformer (DeepNet) has 1,000. */
  blocks: 4096,
  /** FlexiBERT stacks at most 3. */
  feedForwardStack: 16,
  /** Experts of all layers together: the largest published models have some 30,000. */
  experts: 2 ** 17,
  /** The largest published vocabularies are near a million. */
  vocabSize: 2 ** 24,
  /** Contexts of ten million tokens have been announced. */
  positions: 2 ** 24,
  typeVocabSize: 2 ** 16,
  /** The widest published dynamic convolution (Wu et al. 2019) has 31. */
  kernelSize: 2 ** 10 - 1,
  /** Pixels of a side: far above any published model, as are the two below. */
  imageSize: 2 ** 14,
  patchSize: 2 ** 12,
  channels: 2 ** 10,
  /** Far below any use; its square, 1e-36, does not underflow in single precision. */
  leastInitializerRange: 1e-18,
  /** At 1,000 the forward pass of any model overflows. */
  initializerRange: 1000,
  /** Far above any measured quality, whatever its sign; its third power does not overflow. */
  quality: 1e100,
} as const;

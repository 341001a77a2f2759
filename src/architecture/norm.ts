/**
 * Where the norms of a block are: after each sub-module's sum with its input, as in BERT; before it,
 * as in GPT-2; before it and between its output and the sum, as in Gemma 2; or there alone, as in
 * OLMo-2.
 */
export type NormPlace = 'post' | 'pre' | 'sandwich' | 'output';

/**
 * What the norms of a model do: a layer norm with scale and shift, with a scale alone, or with nothing
 * that is learned; or a norm by the root mean square, with a scale. MobileBERT has a scale and a shift
 * and norms nothing.
 */
export type NormKind =
  'layer-norm' | 'unshifted-norm' | 'fixed-norm' | 'rms-norm' | 'scale-and-shift';

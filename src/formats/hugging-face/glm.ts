import { z } from 'zod';
import { flag, recordKeys } from './keys.ts';
import { commonKeys, countOrNull, sizeKeys } from './llama-like-keys.ts';
import { defineLlamaLike, type Traits } from './llama-like.ts';
import { rotaryFraction } from './rotary.ts';

const glmKeys = () => ({
  ...sizeKeys({
    ...{ vocab: 151_552, hidden: 4096, depth: 40, heads: 32, shared: 2 },
    feedForward: 13_696,
  }),
  ...commonKeys({ epsilon: 1.5625e-7, context: 131_072 }),
  head_dim: countOrNull(128),
  attention_bias: flag(true),
  partial_rotary_factor: rotaryFraction(0.5),
});

const GLM: Traits = { fusedGate: true, outputBias: false, interleaved: true };

/** GLM-4 (GLM team 2024): biases of queries, keys and values, half of each head rotated. */
export const glm = defineLlamaLike({
  modelType: 'glm',
  schema: () => z.object({ ...recordKeys('glm'), ...glmKeys() }),
  traits: GLM,
});

/** GLM-4-0414 (Z.ai 2025): the same with norms around each sub-module. */
export const glm4 = defineLlamaLike({
  modelType: 'glm4',
  schema: () => z.object({ ...recordKeys('glm4'), ...glmKeys() }),
  traits: { ...GLM, norm: 'sandwich' },
});

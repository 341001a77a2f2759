import { z } from 'zod';
import { epsilon, flag, recordKeys } from './keys.ts';
import {
  blockNumber,
  commonKeys,
  factor,
  layerTypes,
  sizeKeys,
  windowSize,
} from './llama-like-keys.ts';
import { defineLlamaLike, type Traits } from './llama-like.ts';

const cohereKeys = () => {
  const { rms_norm_eps: _, ...keys } = commonKeys({ tied: true, context: 8192 });
  return {
    ...sizeKeys({
      ...{ vocab: 256_000, hidden: 8192, depth: 40, heads: 64, shared: null },
      feedForward: 22_528,
    }),
    ...keys,
    layer_norm_eps: epsilon(1e-5),
    attention_bias: flag(false),
    logit_scale: factor(0.0625),
  };
};

const COHERE: Traits = { normKind: 'unshifted-norm', parallel: 'one-norm', interleaved: true };

/** Command R (Cohere 2024): parallel blocks after one layer norm without a shift. */
export const cohere = defineLlamaLike({
  modelType: 'cohere',
  schema: () => z.object({ ...recordKeys('cohere'), ...cohereKeys(), use_qk_norm: flag(false) }),
  traits: { ...COHERE, rotaryBase: 500_000, queryKeyNorm: 'each-head' },
});

/** Command R7B and A (Cohere 2024): rotary positions in the blocks with a window alone. */
export const cohere2 = defineLlamaLike({
  modelType: 'cohere2',
  schema: () =>
    z.object({
      ...recordKeys('cohere2'),
      ...cohereKeys(),
      sliding_window: windowSize(4096),
      sliding_window_pattern: blockNumber(1, 4),
      layer_types: layerTypes(),
    }),
  passedOver: [
    ...[
      'head_dim',
      'order_of_interleaved_layers',
      'rotary_pct',
      'layer_switch',
      'model_max_length',
    ],
    ...['use_embedding_sharing', 'use_gated_activation', 'use_parallel_block'],
    ...['use_parallel_embedding', '_sliding_window_pattern'],
  ],
  // Its name for rotary positions.
  unread: { position_embedding_type: (value) => value === 'rope_gptj' || value === null },
  traits: { ...COHERE, windows: 4, rotaryInWindows: true },
});

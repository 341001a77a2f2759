import { describe, expect, it } from 'vitest';
import { NETWORK_PROXIES } from '../../src/proxies/registry.ts';
import { candidateOf, lts } from '../formats/specs.ts';
import { LARGE_BATCH, resultsOf } from './network-runs.ts';

/** Configs of families that no other test runs from their file to a score. */
const CONFIGS: Readonly<Record<string, object>> = {
  'LiteTransformerSearch Transformer-XL': lts({ model_type: 'mem_transformer' }),
  'LiteTransformerSearch Transformer-XL with a width of its own, pre-norm': lts({
    experiment_name: 'nv_xformer_xl',
    d_head: 6,
    pre_lnorm: true,
    cutoffs: [],
  }),
  'T5 1.1': {
    ...{ model_type: 't5', vocab_size: 60, d_model: 32, d_kv: 8, d_ff: 48, num_layers: 2 },
    ...{ num_decoder_layers: 1, num_heads: 4, feed_forward_proj: 'gated-gelu' },
    ...{ tie_word_embeddings: false },
  },
  'DeBERTa-v3': {
    model_type: 'deberta-v2',
    ...{ vocab_size: 60, hidden_size: 32, num_hidden_layers: 2, num_attention_heads: 4 },
    ...{ intermediate_size: 48, max_position_embeddings: 32, position_biased_input: false },
    ...{ relative_attention: true, position_buckets: 4, norm_rel_ebd: 'layer_norm' },
    ...{ share_att_key: true, pos_att_type: 'p2c|c2p', conv_kernel_size: 3, conv_act: 'gelu' },
  },
};

describe('every network proxy', () => {
  it.each(Object.entries(CONFIGS))(
    'has a score of %s: catches a mechanism that a proxy can not look into',
    async (_, config) => {
      const { architecture } = candidateOf(config);
      const results = await resultsOf(NETWORK_PROXIES, [architecture], LARGE_BATCH);
      expect(results.size).toBe(NETWORK_PROXIES.length);
      const failures = [...results].filter(([, [result]]) => result?.ok !== true);
      expect(failures).toEqual([]);
    },
  );
});

import fc from 'fast-check';
import { family, linear, sizes, usualOf, type Usual } from './counted-models.ts';

/**
 * Encoders with rotary positions: parameters counted from the modules that their modeling code makes,
 * without heads. A star marks totals that their publishers state, or that the hub shows for the
 * safetensors file.
 */
export const ROTARY_ENCODERS = {
  modernbert: family<
    Omit<Usual, 'max_position_embeddings'> & {
      norm_bias: boolean;
      attention_bias: boolean;
      mlp_bias: boolean;
    }
  >({
    defaults: {
      ...{ vocab_size: 50_368, hidden_size: 768, num_hidden_layers: 22 },
      ...{ num_attention_heads: 12, intermediate_size: 1152 },
      ...{ norm_bias: false, attention_bias: false, mlp_bias: false },
    },
    count: (c) => {
      const [h, f] = [c.hidden_size, c.intermediate_size];
      const norm = (c.norm_bias ? 2 : 1) * h;
      const own =
        linear(h, 3 * h, c.attention_bias) +
        linear(h, h, c.attention_bias) +
        linear(h, 2 * f, c.mlp_bias) +
        linear(f, h, c.mlp_bias);
      // The first block has one norm; one follows the embedding and one the last block.
      return c.vocab_size * h + c.num_hidden_layers * (own + 2 * norm) - norm + 2 * norm;
    },
    published: [
      ['ModernBERT-base *', {}, 149_014_272],
      [
        'ModernBERT-large *',
        {
          ...{ hidden_size: 1024, num_hidden_layers: 28, num_attention_heads: 16 },
          intermediate_size: 2624,
        },
        394_781_696,
      ],
      // Ettin, of which the hub counts these in the files of cross-encoder/ettin-reranker-*.
      [
        'ettin-encoder-32m',
        {
          ...{ hidden_size: 384, num_hidden_layers: 10, num_attention_heads: 6 },
          intermediate_size: 576,
        },
        31_883_136,
      ],
      [
        'ettin-encoder-68m',
        {
          ...{ hidden_size: 512, num_hidden_layers: 19, num_attention_heads: 8 },
          intermediate_size: 768,
        },
        68_144_640,
      ],
    ],
    random: fc
      .tuple(sizes, fc.boolean(), fc.boolean(), fc.boolean())
      .map(([own, norm_bias, attention_bias, mlp_bias]) => {
        const { max_position_embeddings: _, ...rest } = usualOf(own);
        return { ...rest, norm_bias, attention_bias, mlp_bias };
      }),
  }),

  nomic_bert: family<{
    vocab_size: number;
    pad_vocab_size_multiple: number;
    n_embd: number;
    n_layer: number;
    n_head: number;
    n_inner: number | null;
    n_positions: number;
    type_vocab_size: number;
    activation_function?: string;
    qkv_proj_bias: boolean;
    mlp_fc1_bias: boolean;
    mlp_fc2_bias: boolean;
    rotary_emb_fraction: number;
  }>({
    defaults: {
      ...{ vocab_size: 30_522, pad_vocab_size_multiple: 1, n_embd: 768, n_layer: 12, n_head: 12 },
      ...{ n_inner: null, n_positions: 2048, type_vocab_size: 2, qkv_proj_bias: true },
      ...{ mlp_fc1_bias: true, mlp_fc2_bias: true, rotary_emb_fraction: 0 },
    },
    count: (c) => {
      const [h, f] = [c.n_embd, c.n_inner ?? 4 * c.n_embd];
      const isOld = c.activation_function !== undefined;
      const bias = isOld && c.qkv_proj_bias;
      const layerBias = isOld && c.mlp_fc1_bias;
      const isGated = !isOld || ['swiglu', 'geglu'].includes(c.activation_function ?? '');
      const own =
        linear(h, 3 * h, bias) +
        linear(h, h, bias) +
        (isGated ? 2 : 1) * linear(h, f, layerBias) +
        linear(f, h, layerBias) +
        4 * h;
      const multiple = c.pad_vocab_size_multiple;
      const tokens = c.vocab_size + ((multiple - (c.vocab_size % multiple)) % multiple);
      const positions = isOld && c.rotary_emb_fraction === 0 ? c.n_positions : 0;
      return (tokens + positions + c.type_vocab_size) * h + 2 * h + c.n_layer * own;
    },
    published: [
      [
        'nomic-embed-text-v1 *',
        {
          ...{ vocab_size: 30_522, pad_vocab_size_multiple: 64, activation_function: 'swiglu' },
          ...{ n_inner: 3072, n_positions: 8192, qkv_proj_bias: false, mlp_fc1_bias: false },
          ...{ mlp_fc2_bias: false, rotary_emb_fraction: 1 },
        },
        136_731_648,
      ],
      ['the same in the keys of the transformers library *', { vocab_size: 30_528 }, 136_731_648],
    ],
    random: fc
      .tuple(
        sizes,
        fc.constantFrom(undefined, 'swiglu', 'geglu', 'gelu'),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom(0, 0.5, 1),
      )
      .map(([own, name, bias, layerBias, fraction]) => ({
        ...{ vocab_size: own.vocab, pad_vocab_size_multiple: 1 + own.depth, n_embd: own.hidden },
        ...{ n_layer: own.depth, n_head: own.heads, n_inner: own.width, n_positions: own.width },
        ...{ type_vocab_size: own.depth % 3, qkv_proj_bias: bias, mlp_fc1_bias: layerBias },
        ...{ mlp_fc2_bias: layerBias, rotary_emb_fraction: fraction },
        ...(name !== undefined && { activation_function: name }),
      })),
  }),
};

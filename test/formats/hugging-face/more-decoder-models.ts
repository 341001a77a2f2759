import fc from 'fast-check';
import { family, linear, sizes } from './counted-models.ts';

/**
 * Other decoders with layer norms: parameters counted from the modules that the modeling code
 * of the transformers library makes. A star marks totals that their publishers state, or that the
 * hub shows for the safetensors file.
 */
export const MORE_DECODERS = {
  stablelm: family<{
    vocab_size: number;
    hidden_size: number;
    num_hidden_layers: number;
    num_attention_heads: number;
    num_key_value_heads: number;
    intermediate_size: number;
    tie_word_embeddings: boolean;
    use_qkv_bias: boolean;
    qk_layernorm: boolean;
    use_parallel_residual: boolean;
  }>({
    defaults: {
      ...{ vocab_size: 50_304, hidden_size: 2560, num_hidden_layers: 32 },
      ...{ num_attention_heads: 32, num_key_value_heads: 32, intermediate_size: 6912 },
      ...{ tie_word_embeddings: false, use_qkv_bias: false, qk_layernorm: false },
      use_parallel_residual: false,
    },
    count: (c) => {
      const h = c.hidden_size;
      const size = h / c.num_attention_heads;
      const shared = c.num_key_value_heads * size;
      const attention =
        linear(h, h, c.use_qkv_bias) + 2 * linear(h, shared, c.use_qkv_bias) + h * h;
      const headNorms = c.qk_layernorm ? h + shared : 0;
      const norms = (c.use_parallel_residual ? 1 : 2) * 2 * h;
      const block = attention + headNorms + norms + 3 * h * c.intermediate_size;
      const tables = (c.tie_word_embeddings ? 1 : 2) * c.vocab_size * h;
      return tables + c.num_hidden_layers * block + 2 * h;
    },
    published: [
      ['stablelm-3b-4e1t *', {}, 2_795_443_200],
      [
        'stablelm-2-1_6b *',
        {
          ...{ vocab_size: 100_352, hidden_size: 2048, num_hidden_layers: 24 },
          ...{ intermediate_size: 5632, use_qkv_bias: true },
        },
        1_644_515_328,
      ],
      [
        // Its model card says 419,840 more: what its 41 norms of 2 x 5120 have, counted twice. That of
        // stablelm-2-1_6b says 98,304 less than here, the shifts of its 48 norms in blocks: the cards
        // do not count as the modules of transformers are made.
        'stablelm-2-12b',
        {
          ...{ vocab_size: 100_352, hidden_size: 5120, num_hidden_layers: 40 },
          ...{ num_key_value_heads: 8, intermediate_size: 13_824 },
          ...{ qk_layernorm: true, use_parallel_residual: true },
        },
        12_143_185_920,
      ],
    ],
    random: fc
      .tuple(sizes, fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean())
      .map(([own, tied, bias, normed, parallel]) => ({
        ...{ vocab_size: own.vocab, hidden_size: own.hidden, num_hidden_layers: own.depth },
        ...{ num_attention_heads: own.heads, num_key_value_heads: own.groups },
        ...{ intermediate_size: own.width, tie_word_embeddings: tied, use_qkv_bias: bias },
        ...{ qk_layernorm: normed, use_parallel_residual: parallel },
      })),
  }),

  starcoder2: family<{
    vocab_size: number;
    hidden_size: number;
    num_hidden_layers: number;
    num_attention_heads: number;
    num_key_value_heads: number;
    intermediate_size: number;
    tie_word_embeddings: boolean;
    use_bias: boolean;
  }>({
    defaults: {
      ...{ vocab_size: 49_152, hidden_size: 3072, num_hidden_layers: 30 },
      ...{ num_attention_heads: 24, num_key_value_heads: 2, intermediate_size: 12_288 },
      ...{ tie_word_embeddings: true, use_bias: true },
    },
    count: (c) => {
      const [h, f] = [c.hidden_size, c.intermediate_size];
      const shared = (c.num_key_value_heads * h) / c.num_attention_heads;
      const attention = 2 * linear(h, h, c.use_bias) + 2 * linear(h, shared, c.use_bias);
      const block = attention + linear(h, f, c.use_bias) + linear(f, h, c.use_bias) + 4 * h;
      const tables = (c.tie_word_embeddings ? 1 : 2) * c.vocab_size * h;
      return tables + c.num_hidden_layers * block + 2 * h;
    },
    published: [
      ['starcoder2-3b *', {}, 3_030_371_328],
      [
        'starcoder2-7b *',
        {
          ...{ hidden_size: 4608, num_hidden_layers: 32, num_attention_heads: 36 },
          ...{ num_key_value_heads: 4, intermediate_size: 18_432 },
        },
        7_173_923_840,
      ],
      [
        'starcoder2-15b *',
        {
          ...{ hidden_size: 6144, num_hidden_layers: 40, num_attention_heads: 48 },
          ...{ num_key_value_heads: 4, intermediate_size: 24_576, tie_word_embeddings: false },
        },
        15_957_889_024,
      ],
    ],
    random: fc.tuple(sizes, fc.boolean(), fc.boolean()).map(([own, tied, bias]) => ({
      ...{ vocab_size: own.vocab, hidden_size: own.hidden, num_hidden_layers: own.depth },
      ...{ num_attention_heads: own.heads, num_key_value_heads: own.groups },
      ...{ intermediate_size: own.width, tie_word_embeddings: tied, use_bias: bias },
    })),
  }),

  falcon: family<{
    vocab_size: number;
    hidden_size: number;
    num_hidden_layers: number;
    num_attention_heads: number;
    num_kv_heads: number | null;
    ffn_hidden_size: number | null;
    new_decoder_architecture: boolean;
    multi_query: boolean;
    parallel_attn: boolean;
    num_ln_in_parallel_attn: number | null;
    bias: boolean;
    alibi: boolean;
    tie_word_embeddings: boolean;
  }>({
    defaults: {
      ...{ vocab_size: 65_024, hidden_size: 4544, num_hidden_layers: 32 },
      ...{ num_attention_heads: 71, num_kv_heads: null, ffn_hidden_size: null },
      ...{ new_decoder_architecture: false, multi_query: true, parallel_attn: true },
      ...{ num_ln_in_parallel_attn: null, bias: false, alibi: false, tie_word_embeddings: true },
    },
    count: (c) => {
      const [h, f] = [c.hidden_size, c.ffn_hidden_size ?? 4 * c.hidden_size];
      const size = h / c.num_attention_heads;
      let projected = 3 * h;
      if (c.new_decoder_architecture) {
        projected = h + 2 * (c.num_kv_heads ?? c.num_attention_heads) * size;
      } else if (c.multi_query) projected = h + 2 * size;
      const inParallel = c.num_ln_in_parallel_attn ?? (c.new_decoder_architecture ? 2 : 1);
      const norms = (c.parallel_attn ? inParallel : 2) * 2 * h;
      const block =
        linear(h, projected, c.bias) +
        linear(h, h, c.bias) +
        linear(h, f, c.bias) +
        linear(f, h, c.bias) +
        norms;
      const tables = (c.tie_word_embeddings ? 1 : 2) * c.vocab_size * h;
      return tables + c.num_hidden_layers * block + 2 * h;
    },
    published: [
      ['falcon-7b *', { num_kv_heads: 71 }, 6_921_720_704],
      [
        'falcon-40b *',
        {
          ...{ hidden_size: 8192, num_hidden_layers: 60, num_attention_heads: 128 },
          ...{ num_kv_heads: 8, new_decoder_architecture: true },
        },
        41_303_293_952,
      ],
      [
        'falcon-rw-1b *',
        {
          ...{ vocab_size: 50_304, hidden_size: 2048, num_hidden_layers: 24 },
          ...{ num_attention_heads: 32, multi_query: false, parallel_attn: false },
          ...{ bias: true, alibi: true },
        },
        1_311_625_216,
      ],
      [
        'falcon-11B',
        {
          ...{ hidden_size: 4096, num_hidden_layers: 60, num_attention_heads: 32 },
          ...{ num_kv_heads: 8, new_decoder_architecture: true, num_ln_in_parallel_attn: 1 },
          ...{ ffn_hidden_size: 16_384, tie_word_embeddings: false },
        },
        11_102_822_400,
      ],
    ],
    random: fc
      .tuple(sizes, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }))
      .map(
        ([
          own,
          [isNew = false, one = false, parallel = false, bias = false, tied = false, more = false],
        ]) => ({
          ...{ vocab_size: own.vocab, hidden_size: own.hidden, num_hidden_layers: own.depth },
          ...{ num_attention_heads: own.heads, num_kv_heads: more ? own.groups : null },
          ...{ ffn_hidden_size: more ? own.width : null, new_decoder_architecture: isNew },
          ...{ multi_query: one, parallel_attn: parallel || isNew, bias, alibi: more },
          ...{ num_ln_in_parallel_attn: isNew && more ? 1 : null, tie_word_embeddings: tied },
        }),
      ),
  }),

  bloom: family<{ vocab_size: number; hidden_size: number; n_layer: number; n_head: number }>({
    defaults: { vocab_size: 250_880, hidden_size: 64, n_layer: 2, n_head: 8 },
    count: ({ vocab_size, hidden_size: h, n_layer }) => {
      const block = linear(h, 3 * h) + linear(h, h) + linear(h, 4 * h) + linear(4 * h, h) + 4 * h;
      return vocab_size * h + 2 * h + n_layer * block + 2 * h;
    },
    published: [
      ['bloom-560m *', { hidden_size: 1024, n_layer: 24, n_head: 16 }, 559_214_592],
      ['bloom-1b7 *', { hidden_size: 2048, n_layer: 24, n_head: 16 }, 1_722_408_960],
      ['bloom *', { hidden_size: 14_336, n_layer: 70, n_head: 112 }, 176_247_271_424],
    ],
    random: sizes.map(({ vocab, hidden, depth, heads }) => ({
      ...{ vocab_size: vocab, hidden_size: hidden, n_layer: depth, n_head: heads },
    })),
  }),

  mpt: family<{ vocab_size: number; d_model: number; n_layers: number; n_heads: number }>({
    defaults: { vocab_size: 50_368, d_model: 2048, n_layers: 24, n_heads: 16 },
    count: ({ vocab_size, d_model: h, n_layers }) =>
      vocab_size * h + n_layers * (3 * h * h + h * h + 2 * 4 * h * h + 2 * h) + h,
    published: [
      ['mpt-7b *', { vocab_size: 50_432, d_model: 4096, n_layers: 32, n_heads: 32 }, 6_649_286_656],
      ['mpt-30b', { vocab_size: 50_432, d_model: 7168, n_layers: 48, n_heads: 64 }, 29_957_200_896],
      ['the default of the library', {}, 1_311_213_568],
    ],
    random: sizes.map(({ vocab, hidden, depth, heads }) => ({
      ...{ vocab_size: vocab, d_model: hidden, n_layers: depth, n_heads: heads },
    })),
  }),
};

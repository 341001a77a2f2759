import fc from 'fast-check';
import { family, linear, sizes } from './counted-models.ts';

const gptBase = { vocab_size: 50_400, n_embd: 4096, n_layer: 28, n_head: 16, n_inner: null };
type GptBase = Omit<typeof gptBase, 'n_inner'> & { readonly n_inner: number | null };

/** The keys of GPT-2 of some sizes. */
const gptOf = (own: {
  vocab: number;
  hidden: number;
  depth: number;
  heads: number;
  width: number;
}) => ({
  vocab_size: own.vocab,
  n_embd: own.hidden,
  n_layer: own.depth,
  n_head: own.heads,
  n_inner: own.width,
});

const parallelGpt = (
  { vocab_size: v, n_embd: h, n_layer, n_inner }: GptBase & { tie_word_embeddings: boolean },
  tied: boolean,
): number => {
  const f = n_inner ?? 4 * h;
  const block = 4 * h * h + linear(h, f) + linear(f, h) + 2 * h;
  return v * h + n_layer * block + 2 * h + (tied ? 0 : v * h) + v;
};

/**
 * Decoders with the keys of GPT-2, and GPT-Neo: parameters counted from the modules that the modeling code
 * of the transformers library makes. A star marks totals that their publishers state, or that the
 * hub shows for the safetensors file.
 */
export const GPT_LIKE = {
  gpt_bigcode: family<GptBase & { n_positions: number; multi_query: boolean }>({
    defaults: {
      ...{ vocab_size: 50_257, n_positions: 1024, n_embd: 768, n_layer: 12, n_head: 12 },
      ...{ n_inner: null, multi_query: true },
    },
    count: (c) => {
      const [h, f] = [c.n_embd, c.n_inner ?? 4 * c.n_embd];
      const projected = c.multi_query ? h + (2 * h) / c.n_head : 3 * h;
      const block = linear(h, projected) + linear(h, h) + linear(h, f) + linear(f, h) + 4 * h;
      return (c.vocab_size + c.n_positions) * h + c.n_layer * block + 2 * h;
    },
    published: [
      [
        'santacoder *',
        { vocab_size: 49_280, n_positions: 2048, n_embd: 2048, n_layer: 24, n_head: 16 },
        1_124_886_528,
      ],
      [
        'starcoder *',
        { vocab_size: 49_152, n_positions: 8192, n_embd: 6144, n_layer: 40, n_head: 48 },
        15_517_456_384,
      ],
      [
        'starcoderbase-1b *',
        { vocab_size: 49_152, n_positions: 8192, n_embd: 2048, n_layer: 24, n_head: 16 },
        1_137_207_296,
      ],
    ],
    random: fc.tuple(sizes, fc.boolean()).map(([own, multi_query]) => ({
      ...gptOf(own),
      n_positions: own.width,
      multi_query,
    })),
  }),

  gpt_neo: family<{
    vocab_size: number;
    max_position_embeddings: number;
    hidden_size: number;
    num_layers: number;
    num_heads: number;
    intermediate_size: number | null;
  }>({
    defaults: {
      ...{ vocab_size: 50_257, max_position_embeddings: 2048, hidden_size: 2048 },
      ...{ num_layers: 24, num_heads: 16, intermediate_size: null },
    },
    count: (c) => {
      const [h, f] = [c.hidden_size, c.intermediate_size ?? 4 * c.hidden_size];
      // Only the output of attention has a bias.
      const block = 3 * h * h + linear(h, h) + linear(h, f) + linear(f, h) + 4 * h;
      return (c.vocab_size + c.max_position_embeddings) * h + c.num_layers * block + 2 * h;
    },
    published: [
      ['gpt-neo-125m *', { hidden_size: 768, num_layers: 12, num_heads: 12 }, 125_198_592],
      ['gpt-neo-1.3B *', {}, 1_315_575_808],
      ['gpt-neo-2.7B *', { hidden_size: 2560, num_layers: 32, num_heads: 20 }, 2_651_307_520],
    ],
    random: sizes.map(({ vocab, hidden, depth, heads, width }) => ({
      ...{ vocab_size: vocab, max_position_embeddings: width + 1, hidden_size: hidden },
      ...{ num_layers: depth, num_heads: heads, intermediate_size: width },
    })),
  }),

  gptj: family<GptBase & { tie_word_embeddings: boolean; rotary_dim: number | null }>({
    defaults: { ...gptBase, tie_word_embeddings: false, rotary_dim: 64 },
    count: (c) => parallelGpt(c, c.tie_word_embeddings),
    published: [['gpt-j-6b *', {}, 6_050_882_784]],
    random: fc.tuple(sizes, fc.boolean()).map(([own, tied]) => ({
      ...{ ...gptOf(own), tie_word_embeddings: tied, rotary_dim: tied ? null : own.size },
    })),
  }),

  codegen: family<GptBase & { tie_word_embeddings: boolean; rotary_dim: number | null }>({
    defaults: { ...gptBase, tie_word_embeddings: false, rotary_dim: 64 },
    count: (c) => parallelGpt(c, c.tie_word_embeddings),
    published: [
      [
        'codegen-350M-mono *',
        { vocab_size: 51_200, n_embd: 1024, n_layer: 20, rotary_dim: 32 },
        356_712_448,
      ],
      [
        'codegen-2B-mono',
        { vocab_size: 51_200, n_embd: 2560, n_layer: 32, n_head: 32 },
        2_779_356_160,
      ],
      [
        'codegen-16B-mono',
        { vocab_size: 51_200, n_embd: 6144, n_layer: 34, n_head: 24 },
        16_032_155_648,
      ],
    ],
    random: fc.tuple(sizes, fc.boolean()).map(([own, tied]) => ({
      ...{ ...gptOf(own), tie_word_embeddings: tied, rotary_dim: tied ? null : own.size },
    })),
  }),
};

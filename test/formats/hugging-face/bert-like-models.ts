import fc from 'fast-check';
import { family, linear, sizes, usual, usualOf, type Usual } from './counted-models.ts';

/** A block of BERT: attention, feed-forward layers and two norms. */
const block = (h: number, f: number): number =>
  4 * linear(h, h) + linear(h, f) + linear(f, h) + 4 * h;

const large = {
  ...{ hidden_size: 1024, num_hidden_layers: 24, num_attention_heads: 16 },
  intermediate_size: 4096,
};

const robertaLike = (
  published: readonly (readonly [string, Partial<Usual & { type_vocab_size: number }>, number])[],
) =>
  family<Usual & { type_vocab_size: number }>({
    defaults: { ...usual, type_vocab_size: 2 },
    count: (c) => {
      const h = c.hidden_size;
      const rows = c.vocab_size + c.max_position_embeddings + c.type_vocab_size;
      const blocks = c.num_hidden_layers * block(h, c.intermediate_size);
      return rows * h + 2 * h + blocks + linear(h, h);
    },
    published,
    random: fc
      .tuple(sizes, fc.nat(3))
      .map(([own, kinds]) => ({ ...usualOf(own), type_vocab_size: kinds })),
  });

const camembert = { vocab_size: 32_005, max_position_embeddings: 514, type_vocab_size: 1 };
const xlmRoberta = { ...camembert, vocab_size: 250_002 };

/**
 * Encoders: parameters counted from the modules that the modeling code of the transformers library
 * makes, without heads, with the pooler where the model has one. A star marks totals that their
 * publishers state, or that the hub shows for the safetensors file.
 */
export const BERT_LIKE = {
  'xlm-roberta': robertaLike([
    ['xlm-roberta-base *', xlmRoberta, 278_043_648],
    ['xlm-roberta-large *', { ...xlmRoberta, ...large }, 559_890_432],
    [
      'one of the width of MiniLM',
      { ...xlmRoberta, vocab_size: 250_037, hidden_size: 384, intermediate_size: 1536 },
      117_654_144,
    ],
  ]),

  camembert: robertaLike([
    ['camembert-base *', camembert, 110_621_952],
    ['camembert-large *', { ...camembert, ...large }, 336_661_504],
    ['distilcamembert-base', { ...camembert, num_hidden_layers: 6 }, 68_094_720],
  ]),

  mpnet: family<Usual & { relative_attention_num_buckets: number }>({
    defaults: { ...usual, vocab_size: 30_527, relative_attention_num_buckets: 32 },
    count: (c) => {
      const h = c.hidden_size;
      const rows = c.vocab_size + c.max_position_embeddings;
      const biases = c.relative_attention_num_buckets * c.num_attention_heads;
      const blocks = c.num_hidden_layers * block(h, c.intermediate_size);
      return rows * h + 2 * h + blocks + biases + linear(h, h);
    },
    published: [['all-mpnet-base-v2 *', { max_position_embeddings: 514 }, 109_486_464]],
    random: fc
      .tuple(sizes, fc.integer({ min: 1, max: 9 }))
      .map(([own, count]) => ({ ...usualOf(own), relative_attention_num_buckets: count })),
  }),

  xlm: family<{
    vocab_size: number;
    emb_dim: number;
    n_layers: number;
    n_heads: number;
    max_position_embeddings: number;
    n_langs: number;
    use_lang_emb: boolean;
  }>({
    defaults: {
      ...{ vocab_size: 30_145, emb_dim: 2048, n_layers: 12, n_heads: 16 },
      ...{ max_position_embeddings: 512, n_langs: 1, use_lang_emb: true },
    },
    count: (c) => {
      const h = c.emb_dim;
      const languages = c.n_langs > 1 && c.use_lang_emb ? c.n_langs : 0;
      const rows = c.vocab_size + c.max_position_embeddings + languages;
      return rows * h + 2 * h + c.n_layers * block(h, 4 * h);
    },
    published: [
      ['xlm-mlm-en-2048', {}, 667_088_896],
      [
        'xlm-mlm-ende-1024',
        { vocab_size: 64_699, emb_dim: 1024, n_layers: 6, n_heads: 8, n_langs: 2 },
        142_357_504,
      ],
      [
        'xlm-mlm-100-1280',
        {
          ...{ vocab_size: 200_000, emb_dim: 1280, n_layers: 16, n_langs: 100 },
          use_lang_emb: false,
        },
        571_496_960,
      ],
    ],
    random: fc.tuple(sizes, fc.integer({ min: 1, max: 3 }), fc.boolean()).map(([own, n, has]) => ({
      ...{ vocab_size: own.vocab, emb_dim: own.hidden, n_layers: own.depth, n_heads: own.heads },
      ...{ max_position_embeddings: own.width, n_langs: n, use_lang_emb: has },
    })),
  }),

  deberta: family<
    Usual & {
      embedding_size: number | null;
      type_vocab_size: number;
      position_biased_input: boolean;
      relative_attention: boolean;
      max_relative_positions: number;
      pos_att_type: string;
    }
  >({
    defaults: {
      ...{ ...usual, vocab_size: 50_265, embedding_size: null, type_vocab_size: 0 },
      ...{ position_biased_input: true, relative_attention: false, max_relative_positions: -1 },
      pos_att_type: '',
    },
    count: (c) => {
      const [h, e] = [c.hidden_size, c.embedding_size ?? c.hidden_size];
      const positions = c.position_biased_input ? c.max_position_embeddings : 0;
      const rows = c.vocab_size + positions + c.type_vocab_size;
      const most =
        c.max_relative_positions < 1 ? c.max_position_embeddings : c.max_relative_positions;
      const keys = c.relative_attention && c.pos_att_type.includes('c2p') ? h * h : 0;
      const queries = c.relative_attention && c.pos_att_type.includes('p2c') ? linear(h, h) : 0;
      // One projection without bias, and biases of query and value.
      const attention = 3 * h * h + 2 * h + keys + queries + linear(h, h);
      const own =
        attention + linear(h, c.intermediate_size) + linear(c.intermediate_size, h) + 4 * h;
      return (
        rows * e +
        (e === h ? 0 : e * h) +
        2 * h +
        (c.relative_attention ? 2 * most * h : 0) +
        c.num_hidden_layers * own
      );
    },
    published: (
      [
        ['deberta-base *', {}, 138_601_728],
        ['deberta-large *', large, 405_163_008],
        ['deberta-xlarge', { ...large, num_hidden_layers: 48 }, 757_804_032],
      ] as const
    ).map(([name, own, total]) => [
      name,
      {
        ...{ ...own, position_biased_input: false, relative_attention: true },
        pos_att_type: 'c2p|p2c',
      },
      total,
    ]),
    random: fc
      .tuple(
        sizes,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('', 'c2p', 'p2c', 'p2c|c2p'),
        fc.nat(9),
      )
      .map(([own, biased, relative, kinds, n]) => ({
        ...{ ...usualOf(own), embedding_size: n > 4 ? n : null, type_vocab_size: n % 3 },
        ...{ position_biased_input: biased, relative_attention: relative },
        ...{ max_relative_positions: n - 1, pos_att_type: kinds },
      })),
  }),

  convbert: family<
    Usual & {
      embedding_size: number;
      type_vocab_size: number;
      conv_kernel_size: number;
      num_groups: number;
    }
  >({
    defaults: {
      ...{ ...usual, embedding_size: 768, type_vocab_size: 2, conv_kernel_size: 9 },
      num_groups: 1,
    },
    count: (c) => {
      const [h, e, f] = [c.hidden_size, c.embedding_size, c.intermediate_size];
      const half = c.num_attention_heads / 2;
      const own = (half * h) / c.num_attention_heads;
      const k = c.conv_kernel_size;
      const convolution =
        h * k + h * own + own + linear(own, half * k) + linear(h, own) + linear(h, h);
      const layers = (h * f) / c.num_groups + f + (f * h) / c.num_groups + h;
      const rows = c.vocab_size + c.max_position_embeddings + c.type_vocab_size;
      return (
        rows * e +
        2 * e +
        (e === h ? 0 : linear(e, h)) +
        c.num_hidden_layers * (3 * linear(h, own) + convolution + layers + 4 * h)
      );
    },
    published: [
      ['conv-bert-base', {}, 105_680_520],
      [
        'conv-bert-medium-small',
        {
          ...{ embedding_size: 128, hidden_size: 384, num_attention_heads: 8 },
          ...{ intermediate_size: 1536, num_groups: 2 },
        },
        17_475_888,
      ],
      [
        'conv-bert-small',
        {
          ...{ embedding_size: 128, hidden_size: 256, num_attention_heads: 4 },
          intermediate_size: 1024,
        },
        13_143_768,
      ],
    ],
    random: fc.tuple(sizes, fc.nat(3), fc.integer({ min: 1, max: 3 })).map(([own, n, groups]) => ({
      ...{ ...usualOf({ ...own, width: 2 * groups * own.width }), type_vocab_size: n },
      ...{ embedding_size: n === 0 ? own.hidden : n, conv_kernel_size: 2 * n + 1 },
      num_groups: n === 1 ? 2 : 1,
    })),
  }),
};

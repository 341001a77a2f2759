/** Weights of a linear layer with bias. */
const linear = (inputs: number, outputs: number): number => inputs * outputs + outputs;

/** A block of attention and two feed-forward layers, all with biases, and two norms. */
const block = (h: number, f = 4 * h): number =>
  4 * linear(h, h) + linear(h, f) + linear(f, h) + 4 * h;

/** Query and output, key and value, a gated feed-forward network, two scales. */
const llamaBlock = (h: number, a: number, c: number, f: number): number =>
  2 * h * a + 2 * h * c + 3 * h * f + 2 * h;

/** A published model: its config, its parameters, and those counted from the modules of its class. */
export interface PublishedModel {
  readonly config: Readonly<Record<string, unknown>>;
  /** What is published, or what a file on the hub holds. */
  readonly published: number;
  /** What the file holds besides: positions of a sequence, a head for a task. */
  readonly besides?: number;
  readonly counted: number;
}

type Row = readonly [
  published: number,
  vocab: number,
  hidden: number,
  depth: number,
  heads: number,
  width: number,
  besides?: number,
];

/** BERT with its pooler: `t` token types and `p` positions. */
function bertLike(model_type: string, p: number, t: number) {
  return ([published, v, h, n, heads, f, besides = 0]: Row): PublishedModel => ({
    config: {
      ...{ model_type, vocab_size: v, hidden_size: h, num_hidden_layers: n, intermediate_size: f },
      ...{ num_attention_heads: heads, max_position_embeddings: p, type_vocab_size: t },
    },
    published,
    besides,
    counted: (v + p + t) * h + 2 * h + n * block(h, f) + linear(h, h),
  });
}

const bert = bertLike('bert', 512, 2);
const roberta = bertLike('roberta', 514, 1);

function electra(published: number, h: number, n: number, heads: number): PublishedModel {
  return {
    config: {
      ...{ model_type: 'electra', vocab_size: 30_522, embedding_size: h, hidden_size: h },
      ...{ num_hidden_layers: n, num_attention_heads: heads, intermediate_size: 4 * h },
    },
    published,
    counted: (30_522 + 512 + 2) * h + 2 * h + n * block(h),
  };
}

/** One block, however often it is passed. */
function albert(published: number, h: number, n: number, heads: number): PublishedModel {
  return {
    config: {
      ...{ model_type: 'albert', vocab_size: 30_000, embedding_size: 128, hidden_size: h },
      ...{ num_hidden_layers: n, num_attention_heads: heads, intermediate_size: 4 * h },
    },
    published,
    counted: (30_000 + 512 + 2) * 128 + 2 * 128 + linear(128, h) + block(h) + linear(h, h),
  };
}

function distilbert(published: number, vocab_size: number, besides = 0): PublishedModel {
  return {
    config: { model_type: 'distilbert', vocab_size },
    published,
    besides,
    counted: (vocab_size + 512) * 768 + 2 * 768 + 6 * block(768),
  };
}

/** DeBERTa-v3: 512 distances, with a norm, in place of positions. */
function debertaV3([published, v, h, n, heads, f, besides = 0]: Row): PublishedModel {
  return {
    config: {
      ...{ model_type: 'deberta-v2', vocab_size: v, hidden_size: h, num_hidden_layers: n },
      ...{ num_attention_heads: heads, intermediate_size: f, type_vocab_size: 0 },
      ...{ relative_attention: true, position_buckets: 256, norm_rel_ebd: 'layer_norm' },
      ...{ share_att_key: true, pos_att_type: 'p2c|c2p', position_biased_input: false },
    },
    published,
    besides,
    counted: v * h + 2 * h + n * block(h, f) + 512 * h + 2 * h,
  };
}

function gpt2(published: number, h: number, n: number, heads: number): PublishedModel {
  return {
    config: { model_type: 'gpt2', n_embd: h, n_layer: n, n_head: heads },
    published,
    counted: (50_257 + 1024) * h + n * block(h) + 2 * h,
  };
}

function neox([published, v, h, n, heads, f]: Row): PublishedModel {
  return {
    config: {
      ...{ model_type: 'gpt_neox', vocab_size: v, hidden_size: h, num_hidden_layers: n },
      ...{ num_attention_heads: heads, intermediate_size: f },
    },
    published,
    counted: 2 * v * h + n * block(h, f) + 2 * h,
  };
}

function opt(published: number, h: number, n: number, heads: number): PublishedModel {
  return {
    config: {
      ...{ model_type: 'opt', vocab_size: 50_272, hidden_size: h, word_embed_proj_dim: h },
      ...{ num_hidden_layers: n, num_attention_heads: heads, ffn_dim: 4 * h },
    },
    published,
    counted: (50_272 + 2050) * h + n * block(h) + 2 * h,
  };
}

/** What models like Llama differ in: heads of keys, their size, a tied head, biases, norms of heads. */
interface LlamaLike {
  readonly shared: number;
  readonly size?: number;
  readonly tied?: boolean;
  readonly biased?: boolean;
  readonly normed?: boolean;
  /** Further keys, and parameters of each block that they bring. */
  readonly keys?: Readonly<Record<string, unknown>>;
  readonly more?: number;
}

function llamaLike(
  model_type: string,
  [published, v, h, n, heads, f]: Row,
  own: LlamaLike,
): PublishedModel {
  const { shared, size = h / heads, tied = false, biased = false, normed = false } = own;
  const [a, c] = [heads * size, shared * size];
  const extra = (biased ? a + 2 * c : 0) + (normed ? 2 * size : 0) + (own.more ?? 0);
  return {
    config: {
      ...{ model_type, vocab_size: v, hidden_size: h, num_hidden_layers: n },
      ...{ num_attention_heads: heads, num_key_value_heads: shared, intermediate_size: f },
      ...{ tie_word_embeddings: tied, ...(own.size !== undefined && { head_dim: size }) },
      ...own.keys,
    },
    published,
    counted: (tied ? 1 : 2) * v * h + n * (llamaBlock(h, a, c, f) + extra) + h,
  };
}

function t5(published: number, h: number, f: number, n: number, heads: number): PublishedModel {
  const feedForward = 2 * h * f;
  const attention = 4 * h * heads * 64;
  return {
    config: {
      ...{ model_type: 't5', vocab_size: 32_128, d_model: h, d_kv: 64, d_ff: f },
      ...{ num_layers: n, num_heads: heads },
    },
    published,
    counted:
      32_128 * h +
      2 * (32 * heads + h) +
      n * (attention + feedForward + 2 * h) +
      n * (2 * attention + feedForward + 3 * h),
  };
}

/** Experts in place of a feed-forward network of width 0: their parameters, with a router. */
const experts = (h: number, f: number, count: number): number => count * 3 * h * f + count * h;

/** Mixtral 8x22B of so many tokens. */
const mixtral = (published: number, vocab: number): PublishedModel =>
  llamaLike('mixtral', [published, vocab, 6144, 56, 48, 0], {
    ...{ shared: 8, keys: { num_local_experts: 8, intermediate_size: 16_384 } },
    more: experts(6144, 16_384, 8),
  });
const QWEN_MOE = {
  ...{ num_experts: 64, num_experts_per_tok: 8, moe_intermediate_size: 2560 },
  shared_expert_intermediate_size: 20_480,
};

/** A classifier of DeBERTa: a dense layer and two classes. */
const debertaClassifier = (h: number): number => linear(h, h) + linear(h, 2);

/**
 * Published models of families that `totals.test.ts` has one or two of. Totals of models like BERT from
 * sentence-transformers, of DeBERTa-v3, and of those like Llama but Gemma were looked up: they are what the
 * hub counts in the safetensors files, which of old encoders hold positions of a sequence too, or a
 * classifier. Those of WizardLM and Granite 3.1 are the bytes in the indexes of their files, of two and four
 * to a parameter; that of Mixtral-8x22B-Instruct is of a public list. The others are from memory. One or two
 * models still have Cohere 2, DeepSeek-V2 and V3, Gemma, GLM, GLM-4, GPT-J, gpt-oss, Llama 4, Ministral,
 * Ministral 3, MobileBERT, MPNet, NomicBERT, OLMo, OLMoE, Phi, Qwen2-MoE, SmolLM3.
 */
export const PUBLISHED_TOTALS: Readonly<Record<string, PublishedModel>> = {
  'all-MiniLM-L6-v2': bert([22_713_728, 30_522, 384, 6, 12, 1536, 512]),
  'bge-small-en-v1.5': bert([33_360_512, 30_522, 384, 12, 12, 1536, 512]),
  'ms-marco-TinyBERT-L2-v2': bert([4_386_561, 30_522, 128, 2, 2, 512, 512 + linear(128, 1)]),
  LaBSE: bert([470_927_360, 501_153, 768, 12, 12, 3072, 512]),

  'roberta-large': roberta([355_359_744, 50_265, 1024, 24, 16, 4096]),
  'stsb-distilroberta-base': roberta([82_119_683, 50_265, 768, 6, 12, 3072, 514 + linear(768, 1)]),

  'distiluse-base-multilingual-cased-v2': distilbert(134_734_080, 119_547),
  'distilbert-base-cased': distilbert(65_190_912, 28_996),

  'electra-base-discriminator': electra(108_891_648, 768, 12, 12),
  'electra-large-discriminator': electra(334_092_288, 1024, 24, 16),

  'albert-large-v2': albert(17_683_968, 1024, 24, 16),
  'albert-xlarge-v2': albert(58_724_864, 2048, 24, 16),

  'Llama-Prompt-Guard-2-22M': debertaV3([
    ...([70_830_722, 128_100, 384, 12, 6, 1536] as const),
    debertaClassifier(384),
  ]),
  'Llama-Prompt-Guard-2-86M': debertaV3([
    ...([278_810_882, 251_000, 768, 12, 12, 3072] as const),
    debertaClassifier(768),
  ]),

  'gpt2-medium': gpt2(354_823_168, 1024, 24, 16),
  'gpt2-xl': gpt2(1_557_611_200, 1600, 48, 25),

  'pythia-160m': neox([162_322_944, 50_304, 768, 12, 12, 3072]),
  'pythia-1b': neox([1_011_781_632, 50_304, 2048, 16, 8, 8192]),
  'pythia-12b': neox([11_846_072_320, 50_688, 5120, 36, 40, 20_480]),

  'opt-1.3b': opt(1_315_758_080, 2048, 24, 32),

  'Llama-3.2-1B-Instruct': llamaLike('llama', [1_235_814_400, 128_256, 2048, 16, 32, 8192], {
    ...{ shared: 8, tied: true },
  }),
  'Llama-3.1-8B-Instruct': llamaLike('llama', [8_030_261_248, 128_256, 4096, 32, 32, 14_336], {
    shared: 8,
  }),
  'Llama-3.3-70B-Instruct': llamaLike('llama', [70_553_706_496, 128_256, 8192, 80, 64, 28_672], {
    shared: 8,
  }),
  'SmolLM2-135M-Instruct': llamaLike('llama', [134_515_008, 49_152, 576, 30, 9, 1536], {
    ...{ shared: 3, tied: true },
  }),

  'Mistral-7B-v0.3': llamaLike('mistral', [7_248_023_552, 32_768, 4096, 32, 32, 14_336], {
    shared: 8,
  }),
  'sarvam-m, of the sizes of Mistral-Small-24B': llamaLike(
    'mistral',
    [23_572_403_200, 131_072, 5120, 40, 32, 32_768],
    { shared: 8, size: 128 },
  ),

  'WizardLM-2-8x22B': mixtral(281_241_268_224 / 2, 32_000),
  'Mixtral-8x22B-Instruct-v0.1': mixtral(140_630_071_296, 32_768),

  'Qwen2.5-1.5B-Instruct': llamaLike('qwen2', [1_543_714_304, 151_936, 1536, 28, 12, 8960], {
    ...{ shared: 2, tied: true, biased: true },
  }),
  'Qwen2.5-7B-Instruct': llamaLike('qwen2', [7_615_616_512, 152_064, 3584, 28, 28, 18_944], {
    ...{ shared: 4, biased: true },
  }),
  'Qwen2-57B-A14B': llamaLike('qwen2_moe', [57_408_658_944, 151_936, 3584, 28, 28, 0], {
    ...{ shared: 4, biased: true, keys: { ...QWEN_MOE, intermediate_size: 18_944 } },
    more: experts(3584, 2560, 64) + 3 * 3584 * 20_480 + 3584,
  }),

  'Qwen3-4B': llamaLike('qwen3', [4_022_468_096, 151_936, 2560, 36, 32, 9728], {
    ...{ shared: 8, size: 128, tied: true, normed: true },
  }),
  'Qwen3-8B': llamaLike('qwen3', [8_190_735_360, 151_936, 4096, 36, 32, 12_288], {
    ...{ shared: 8, size: 128, normed: true },
  }),
  'Qwen3-32B': llamaLike('qwen3', [32_762_123_264, 151_936, 5120, 64, 64, 25_600], {
    ...{ shared: 8, size: 128, normed: true },
  }),
  'gemma-7b': llamaLike('gemma', [8_537_680_896, 256_000, 3072, 28, 16, 24_576], {
    ...{ shared: 16, size: 256, tied: true },
  }),
  'granite-3.3-2b-instruct': llamaLike('granite', [2_533_539_840, 49_159, 2048, 40, 32, 8192], {
    ...{ shared: 8, tied: true },
  }),
  'granite-3.3-8b-instruct': llamaLike('granite', [8_170_864_640, 49_159, 4096, 40, 32, 12_800], {
    ...{ shared: 8, tied: true },
  }),
  'granite-3.1-1b-a400m-instruct': llamaLike(
    'granitemoe',
    [5_338_513_408 / 4, 49_155, 1024, 24, 16, 0],
    {
      ...{ shared: 8, tied: true, more: experts(1024, 512, 32) },
      keys: { intermediate_size: 512, num_local_experts: 32, num_experts_per_tok: 8 },
    },
  ),
  't5-base': t5(222_903_552, 768, 3072, 12, 12),
  't5-large': t5(737_668_096, 1024, 4096, 24, 16),
};

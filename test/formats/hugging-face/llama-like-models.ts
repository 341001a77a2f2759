import type { Keys } from './llama-like-formulas.ts';

/** The sizes of a model: vocabulary, hidden size, blocks, heads, heads of keys, feed-forward width. */
type Sizes = readonly [number, number, number, number, number, number];

/** A published model: its family, its sizes, its other keys, and how many parameters it has. */
type Published = readonly [string, Sizes, Partial<Keys>, number];

const untied = { tie_word_embeddings: false };
const tied = { tie_word_embeddings: true };

/**
 * Models of published names by the keys of their configs that shape weights, with their parameters; of
 * a model of several kinds of input, those of its text model. The totals were written down from memory
 * and agree with the formulas beside them; three, of Moonlight, Granite 3.0 and Ministral 3, are those
 * of the formulas. These were looked up later, and are what the hub counts in the safetensors files:
 * aya-23-8B (aya-expanse-8b), DeepSeek-V2 and V2-Lite, gemma-2-2b, gemma-3-1b, both gpt-oss, Granite's
 * MoE of 1 B, all of InternLM2, Ministral-8B, OLMo-2-1124-7B, OLMoE, Phi-3-mini, phi-4, Phi-4-mini, all
 * of Qwen3-MoE, SmolLM3. For DeepSeek-V3 it counts 14,848 more, the corrections of 58 times 256 experts.
 */
export const MODELS: Readonly<Record<string, Published>> = {
  'Baichuan-7B': ['baichuan', [64_000, 4096, 32, 32, 32, 11_008], {}, 7_000_559_616],
  'Baichuan2-7B-Base': ['baichuan', [125_696, 4096, 32, 32, 32, 11_008], {}, 7_505_973_248],
  'Baichuan2-13B-Base': ['baichuan', [125_696, 5120, 40, 40, 40, 13_696], {}, 13_896_668_160],

  'c4ai-command-r-v01': ['cohere', [256_000, 8192, 40, 64, 64, 22_528], {}, 34_980_831_232],
  'c4ai-command-r-plus': [
    'cohere',
    [256_000, 12_288, 64, 96, 8, 33_792],
    { use_qk_norm: true },
    103_810_674_688,
  ],
  'aya-23-8B': ['cohere', [256_000, 4096, 32, 32, 8, 14_336], {}, 8_028_033_024],

  'c4ai-command-r7b-12-2024': ['cohere2', [256_000, 4096, 32, 32, 8, 14_336], {}, 8_028_033_024],
  'c4ai-command-a-03-2025': ['cohere2', [256_000, 12_288, 64, 96, 8, 36_864], {}, 111_057_580_032],

  'DeepSeek-V2-Lite': [
    'deepseek_v2',
    [102_400, 2048, 27, 16, 16, 10_944],
    {
      ...{ q_lora_rank: null, moe_intermediate_size: 1408, n_routed_experts: 64 },
      ...{ num_experts_per_tok: 6, first_k_dense_replace: 1 },
    },
    15_706_484_224,
  ],
  'DeepSeek-V2': [
    'deepseek_v2',
    [102_400, 5120, 60, 128, 128, 12_288],
    {
      ...{ q_lora_rank: 1536, moe_intermediate_size: 1536, n_routed_experts: 160 },
      ...{ num_experts_per_tok: 6, first_k_dense_replace: 1 },
    },
    235_741_434_880,
  ],
  'DeepSeek-V3': [
    'deepseek_v3',
    [129_280, 7168, 61, 128, 128, 18_432],
    {
      ...{ moe_intermediate_size: 2048, n_routed_experts: 256, n_shared_experts: 1 },
      ...{ num_experts_per_tok: 8, first_k_dense_replace: 3 },
    },
    671_026_404_352,
  ],
  'Moonlight-16B-A3B': [
    'deepseek_v3',
    [163_840, 2048, 27, 16, 16, 11_264],
    {
      ...{ q_lora_rank: null, moe_intermediate_size: 1408, n_routed_experts: 64 },
      ...{ n_shared_experts: 2, num_experts_per_tok: 6, first_k_dense_replace: 1 },
    },
    15_960_108_544,
  ],

  'EXAONE-3.0-7.8B-Instruct': ['exaone', [102_400, 4096, 32, 32, 8, 14_336], untied, 7_818_448_896],
  'EXAONE-3.5-2.4B-Instruct': [
    'exaone',
    [102_400, 2560, 30, 32, 8, 7168],
    { ...tied, head_dim: 80 },
    2_405_327_360,
  ],
  'EXAONE-3.5-32B-Instruct': ['exaone', [102_400, 5120, 64, 40, 8, 27_392], untied, 32_003_200_000],

  'gemma-2-2b': ['gemma2', [256_000, 2304, 26, 8, 4, 9216], {}, 2_614_341_888],
  'gemma-2-9b': ['gemma2', [256_000, 3584, 42, 16, 8, 14_336], {}, 9_241_705_984],
  'gemma-2-27b': ['gemma2', [256_000, 4608, 46, 32, 16, 36_864], { head_dim: 128 }, 27_227_128_320],
  'gemma-3-270m': ['gemma3_text', [262_144, 640, 18, 4, 1, 2048], {}, 268_098_176],
  'gemma-3-1b-pt': ['gemma3_text', [262_144, 1152, 26, 4, 1, 6912], {}, 999_885_952],
  'gemma-3-4b-pt': ['gemma3_text', [262_208, 2560, 34, 8, 4, 10_240], {}, 3_880_263_168],
  'gemma-3-27b-pt': [
    'gemma3_text',
    [262_208, 5376, 62, 32, 16, 21_504],
    { head_dim: 128 },
    27_009_346_304,
  ],

  'glm-4-9b-hf': ['glm', [151_552, 4096, 40, 32, 2, 13_696], {}, 9_399_951_360],
  'GLM-4-9B-0414': ['glm4', [151_552, 4096, 40, 32, 2, 13_696], {}, 9_400_279_040],
  'GLM-4-32B-0414': [
    'glm4',
    [151_552, 6144, 61, 48, 2, 23_040],
    { attention_bias: false },
    32_566_081_536,
  ],

  'gpt-oss-20b': [
    'gpt_oss',
    [201_088, 2880, 24, 64, 8, 2880],
    { num_local_experts: 32, num_experts_per_tok: 4 },
    20_914_757_184,
  ],
  'gpt-oss-120b': [
    'gpt_oss',
    [201_088, 2880, 36, 64, 8, 2880],
    { num_local_experts: 128, num_experts_per_tok: 4 },
    116_829_156_672,
  ],

  'granite-3.0-2b-base': ['granite', [49_155, 2048, 40, 32, 8, 8192], tied, 2_533_531_648],
  'granite-3.0-8b-base': ['granite', [49_155, 4096, 40, 32, 8, 12_800], tied, 8_170_848_256],
  'granite-3.0-1b-a400m-base': [
    'granitemoe',
    [49_155, 1024, 24, 16, 8, 512],
    { ...tied, num_local_experts: 32, num_experts_per_tok: 8 },
    1_334_628_352,
  ],
  'granite-3.0-3b-a800m-base': [
    'granitemoe',
    [49_155, 1536, 32, 24, 8, 512],
    { ...tied, num_local_experts: 40, num_experts_per_tok: 8 },
    3_298_793_472,
  ],

  'internlm2-1_8b': ['internlm2', [92_544, 2048, 24, 16, 8, 8192], { bias: false }, 1_889_110_016],
  'internlm2-7b': ['internlm2', [92_544, 4096, 32, 32, 8, 14_336], { bias: false }, 7_737_708_544],
  'internlm2-20b': [
    'internlm2',
    [92_544, 6144, 48, 48, 8, 16_384],
    { bias: false },
    19_861_149_696,
  ],

  'Llama-4-Scout-17B-16E': ['llama4_text', [202_048, 5120, 48, 40, 8, 8192], {}, 107_769_861_120],
  'Llama-4-Maverick-17B-128E': [
    'llama4_text',
    [202_048, 5120, 48, 40, 8, 8192],
    { num_local_experts: 128, interleave_moe_layer_step: 2, use_qk_norm: false },
    400_711_848_960,
  ],

  'Ministral-8B-Instruct-2410': [
    'ministral',
    [131_072, 4096, 36, 32, 8, 12_288],
    { head_dim: 128 },
    8_019_808_256,
  ],
  'Ministral-3-8B-Base-2512': ['ministral3', [131_072, 4096, 34, 32, 8, 14_336], {}, 8_489_553_920],

  'OLMo-1B-hf': ['olmo', [50_304, 2048, 16, 16, 16, 8192], tied, 1_176_764_416],
  'OLMo-7B-hf': ['olmo', [50_304, 4096, 32, 32, 32, 11_008], untied, 6_888_095_744],
  'OLMo-2-0425-1B': ['olmo2', [100_352, 2048, 16, 16, 16, 8192], {}, 1_484_916_736],
  'OLMo-2-1124-7B': ['olmo2', [100_352, 4096, 32, 32, 32, 11_008], {}, 7_298_617_344],
  'OLMo-2-1124-13B': ['olmo2', [100_352, 5120, 40, 40, 40, 13_824], {}, 13_716_198_400],
  'OLMo-2-0325-32B': ['olmo2', [100_352, 5120, 64, 40, 8, 27_648], {}, 32_234_279_936],
  'OLMoE-1B-7B-0924': [
    'olmoe',
    [50_304, 2048, 16, 16, 16, 1024],
    { num_experts: 64, num_experts_per_tok: 8 },
    6_919_161_856,
  ],

  'Phi-3-mini-4k-instruct': ['phi3', [32_064, 3072, 32, 32, 32, 8192], {}, 3_821_079_552],
  'Phi-3-medium-4k-instruct': ['phi3', [32_064, 5120, 40, 40, 10, 17_920], {}, 13_960_238_080],
  'phi-4': ['phi3', [100_352, 5120, 40, 40, 10, 17_920], {}, 14_659_507_200],
  'Phi-4-mini-instruct': ['phi3', [200_064, 3072, 32, 24, 8, 8192], tied, 3_836_021_760],

  'Qwen2-VL-2B': ['qwen2_vl', [151_936, 1536, 28, 12, 2, 8960], tied, 1_543_714_304],
  'Qwen2-VL-7B': ['qwen2_vl', [152_064, 3584, 28, 28, 4, 18_944], untied, 7_615_616_512],
  'Qwen2-VL-72B': ['qwen2_vl_text', [152_064, 8192, 80, 64, 8, 29_568], {}, 72_706_203_648],
  'Qwen2.5-VL-3B-Instruct': ['qwen2_5_vl', [151_936, 2048, 36, 16, 2, 11_008], tied, 3_085_938_688],
  'Qwen2.5-VL-7B-Instruct': [
    'qwen2_5_vl_text',
    [152_064, 3584, 28, 28, 4, 18_944],
    {},
    7_615_616_512,
  ],
  'Qwen2.5-VL-32B-Instruct': ['qwen2_5_vl', [152_064, 5120, 64, 40, 8, 27_648], {}, 32_763_876_352],
  'Qwen3-VL-2B-Instruct': ['qwen3_vl_text', [151_936, 2048, 28, 16, 8, 6144], tied, 1_720_574_976],
  'Qwen3-VL-4B-Instruct': ['qwen3_vl', [151_936, 2560, 36, 32, 8, 9728], tied, 4_022_468_096],
  'Qwen3-VL-8B-Instruct': ['qwen3_vl_text', [151_936, 4096, 36, 32, 8, 12_288], {}, 8_190_735_360],
  'Qwen3-30B-A3B': [
    'qwen3_moe',
    [151_936, 2048, 48, 32, 4, 6144],
    { head_dim: 128, num_experts: 128, moe_intermediate_size: 768 },
    30_532_122_624,
  ],
  'Qwen3-235B-A22B': [
    'qwen3_moe',
    [151_936, 4096, 94, 64, 4, 12_288],
    { head_dim: 128, num_experts: 128, moe_intermediate_size: 1536 },
    235_093_634_560,
  ],
  'Qwen3-Coder-480B-A35B-Instruct': [
    'qwen3_moe',
    [151_936, 6144, 62, 96, 8, 8192],
    { head_dim: 128, num_experts: 160, moe_intermediate_size: 2560 },
    480_154_875_392,
  ],

  'SmolLM3-3B': ['smollm3', [128_256, 2048, 36, 16, 4, 11_008], {}, 3_075_098_624],
};

/** The config of a published model. */
export function configOf([model_type, sizes, others]: Published): { model_type: string } & Keys {
  const [vocab_size, hidden_size, num_hidden_layers, num_attention_heads, shared, width] = sizes;
  return {
    ...{ model_type, vocab_size, hidden_size, num_hidden_layers, num_attention_heads },
    ...{ num_key_value_heads: shared, intermediate_size: width },
    ...others,
  };
}

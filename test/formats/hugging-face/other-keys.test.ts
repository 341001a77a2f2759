import { describe, expect, test } from 'vitest';
import { formatProblem } from '../../../src/problem.ts';
import { candidateOf, problemsOf, readSpec } from '../specs.ts';
import { CONFIGS } from './configs.ts';

const warningsOf = (record: object): string[] => readSpec(record).warnings.map(formatProblem);

describe('a key under another name', () => {
  test.each<[string, object, object]>([
    [
      'gpt2',
      { n_embd: 24, n_layer: 2, n_head: 4, n_positions: 16 },
      {
        hidden_size: 24,
        num_hidden_layers: 2,
        num_attention_heads: 4,
        max_position_embeddings: 16,
      },
    ],
    [
      'distilbert',
      { dim: 24, n_layers: 2, n_heads: 4 },
      { hidden_size: 24, num_hidden_layers: 2, num_attention_heads: 4 },
    ],
    [
      't5',
      { d_model: 24, num_layers: 2, num_heads: 4, d_kv: 5 },
      { hidden_size: 24, num_hidden_layers: 2, num_attention_heads: 4, head_dim: 5 },
    ],
    [
      'mixtral',
      { hidden_size: 64, num_hidden_layers: 2, num_local_experts: 3 },
      { hidden_size: 64, num_hidden_layers: 2, num_experts: 3 },
    ],
  ])(
    'of %s is the same key: catches a size that is passed over for its default',
    (model_type, own, other) => {
      const expected = candidateOf({ model_type, ...own }).architecture;
      expect(candidateOf({ model_type, ...other }).architecture).toEqual(expected);
      expect(candidateOf({ model_type, ...own, ...other }).architecture).toEqual(expected);
      expect(warningsOf({ model_type, ...other })).toEqual([]);
    },
  );

  test('that says another thing than the key is refused, with both values', () => {
    expect(problemsOf({ model_type: 'gpt2', n_embd: 768, n_layer: 2, hidden_size: 512 })).toEqual([
      'spec.json: hidden_size: 512: expected 768, the value of n_embd: both are names of the same key; keep one',
    ]);
  });

  test('is called by that name where it is wrong', () => {
    expect(problemsOf({ model_type: 'gpt2', hidden_size: 0, n_layer: 2 })).toEqual([
      'spec.json: hidden_size: 0: expected a whole number from 1 to 65536',
    ]);
    expect(problemsOf({ model_type: 'gpt2', n_embd: 24, num_attention_heads: 5 })).toEqual([
      'spec.json: num_attention_heads: 5: expected a divisor of n_embd 24',
    ]);
  });

  test('is a key of its own where the library has no such name', () => {
    const warnings = warningsOf({
      model_type: 'opt',
      hidden_size: 24,
      num_hidden_layers: 2,
      n_embd: 3,
    });
    expect(warnings).toEqual(['spec.json: n_embd: unknown key, ignored']);
  });
});

describe('a key that would shape a weight and is not read', () => {
  test.each<[object, string]>([
    [{ auto_map: { AutoModel: 'mine.py' } }, 'auto_map: an object'],
    [{ per_layer_config: { 0: { head_dim: 3 } } }, 'per_layer_config: an object'],
    [{ layer_types: ['full_attention', 'linear_attention'] }, 'layer_types: a list of 2'],
    [{ position_embedding_type: 'relative_key' }, 'position_embedding_type: "relative_key"'],
    [{ add_cross_attention: true }, 'add_cross_attention: true'],
    [{ adapters: { adapters: { a: {} } } }, 'adapters: an object'],
    [{ initializer_factor: 0.5 }, 'initializer_factor: 0.5'],
    [{ tie_encoder_decoder: true }, 'tie_encoder_decoder: true'],
  ])('%o is named', (changes, named) => {
    const sizes = { hidden_size: 24, num_hidden_layers: 2 };
    expect(warningsOf({ model_type: 'bert', ...sizes, ...changes })).toEqual([
      `spec.json: ${named}: ignored, though it shapes weights: the model is read as it would be without it`,
    ]);
  });

  test.each<object>([
    { layer_types: ['sliding_attention', 'full_attention'], sliding_window: 4 },
    { layer_types: null, add_cross_attention: null, quantization_config: {} },
    { position_embedding_type: 'absolute', initializer_factor: 1, tie_word_embeddings: false },
    { num_labels: 3, id2label: { 0: 'a' }, classifier_dropout: 0.1, problem_type: null },
  ])('%o is not', (changes) => {
    const sizes = { hidden_size: 24, num_hidden_layers: 2 };
    expect(warningsOf({ model_type: 'bert', ...sizes, ...changes })).toEqual([]);
  });

  test('half of a T5 is named: catches an encoder with the capacity of both', () => {
    const config = { model_type: 't5', d_model: 24, num_layers: 2 };
    expect(warningsOf({ ...config, architectures: ['T5EncoderModel'] })).toEqual([
      'spec.json: architectures: a list of 1: ignored, though it shapes weights: the model is read as it would be without it',
    ]);
    expect(warningsOf({ ...config, architectures: ['T5ForConditionalGeneration'] })).toEqual([]);
  });

  test('a standard deviation under the name of another family is named', () => {
    const sizes = { hidden_size: 24, num_hidden_layers: 2 };
    expect(warningsOf({ model_type: 'opt', ...sizes, initializer_range: 0.1 })).toEqual([
      'spec.json: initializer_range: 0.1: ignored, though it shapes weights: the model is read as it would be without it',
    ]);
    expect(warningsOf({ model_type: 'llama', ...sizes, init_std: 0.1 })).toEqual([
      'spec.json: init_std: unknown key, ignored',
    ]);
  });
});

describe('what published configs say besides', () => {
  const common = ['architectures', 'torch_dtype', 'transformers_version', 'use_cache'];
  const encoder = ['attention_probs_dropout_prob', 'hidden_act', 'hidden_dropout_prob'];
  const rotary = ['attention_dropout', 'rms_norm_eps', 'rope_theta', 'rope_scaling', 'hidden_act'];
  const qwen = [...rotary, 'max_window_layers', 'sliding_window', 'use_sliding_window'];

  test.each<[keyof typeof CONFIGS, readonly string[]]>([
    ['bert-base-uncased', [...encoder, 'gradient_checkpointing', 'layer_norm_eps', 'pad_token_id']],
    ['roberta-base', [...encoder, 'bos_token_id', 'eos_token_id', 'layer_norm_eps']],
    ['electra-small-discriminator', [...encoder, 'summary_type', 'summary_use_proj']],
    [
      'distilbert-base-uncased',
      ['activation', 'qa_dropout', 'sinusoidal_pos_embds', 'tie_weights_'],
    ],
    ['albert-base-v2', [...encoder, 'classifier_dropout_prob', 'down_scale_factor', 'gap_size']],
    ['deberta-v3-base', [...encoder, 'pooler_dropout', 'pooler_hidden_act', 'pooler_hidden_size']],
    ['gpt2', ['activation_function', 'attn_pdrop', 'embd_pdrop', 'n_ctx', 'task_specific_params']],
    ['pythia-70m', ['layer_norm_eps', 'rotary_emb_base', 'rotary_pct', 'max_position_embeddings']],
    ['opt-125m', ['activation_dropout', 'layerdrop', 'prefix', 'dropout', 'word_embed_proj_dim']],
    ['Llama-2-7b', [...rotary, 'pretraining_tp', 'max_position_embeddings', '_name_or_path']],
    ['Mistral-7B-v0.1', [...rotary, 'sliding_window', 'max_position_embeddings']],
    ['Mixtral-8x7B-v0.1', [...rotary, 'output_router_logits', 'router_aux_loss_coef']],
    ['Qwen2-0.5B', qwen],
    ['Qwen3-0.6B', qwen],
    ['Qwen1.5-MoE-A2.7B', [...qwen, 'norm_topk_prob', 'output_router_logits']],
    ['gemma-2b', [...rotary, 'hidden_activation', 'max_position_embeddings']],
    ['phi-2', ['embd_pdrop', 'layer_norm_eps', 'partial_rotary_factor', 'resid_pdrop']],
    ['t5-small', ['decoder_start_token_id', 'dropout_rate', 'is_encoder_decoder', 'output_past']],
  ])('of %s passes without a word: catches noise that hides a warning', (name, keys) => {
    const besides = [...common, ...keys].filter((key) => !Object.hasOwn(CONFIGS[name], key));
    const config = { ...Object.fromEntries(besides.map((key) => [key, null])), ...CONFIGS[name] };
    expect(warningsOf(config)).toEqual([]);
  });
});

/**
 * Keys of `config.json` that shape no weight of the model itself: for training, running, generating
 * text, task heads' labels and rotary positions.
 */
export const PASSED_OVER_KEYS: readonly string[] = [
  // Where the file comes from.
  ...['_name_or_path', 'architectures', 'transformers_version', 'torch_dtype', 'dtype'],
  ...[
    '_commit_hash',
    '_attn_implementation_autoset',
    'attn_implementation',
    'gradient_checkpointing',
  ],
  ...['_attn_implementation', 'name_or_path', 'model_max_length', '_experts_implementation'],
  ...['_from_model_config', 'cache_implementation'],
  // Tokens.
  ...['bos_token_id', 'eos_token_id', 'pad_token_id', 'cls_token_id', 'sep_token_id'],
  ...['unk_token_id', 'mask_token_id', 'decoder_start_token_id', 'forced_bos_token_id'],
  ...['forced_eos_token_id', 'tokenizer_class', 'prefix', 'bad_words_ids'],
  ...['suppress_tokens', 'begin_suppress_tokens'],
  // Dropout, activations and the constants of norms.
  ...['dropout', 'attention_dropout', 'hidden_dropout', 'hidden_dropout_prob', 'hidden_act'],
  ...['attention_probs_dropout_prob', 'activation_dropout', 'activation_function', 'activation'],
  ...['classifier_dropout', 'classifier_dropout_prob', 'layerdrop', 'embd_pdrop', 'embd_dropout'],
  ...['attn_pdrop', 'resid_pdrop', 'layer_norm_eps', 'layer_norm_epsilon', 'rms_norm_eps'],
  ...['hidden_activation', 'dropout_rate'],
  // Positions that are not learned, and masks.
  ...['rope_theta', 'rope_scaling', 'rope_parameters', 'rotary_pct', 'rotary_emb_base'],
  ...['partial_rotary_factor', 'rotary_dim', 'sliding_window', 'use_sliding_window'],
  ...['max_window_layers', 'max_position_embeddings', 'original_max_position_embeddings'],
  // How it is run, and its outputs.
  ...['use_cache', 'output_attentions', 'output_hidden_states', 'return_dict', 'torchscript'],
  ...[
    'is_encoder_decoder',
    'is_decoder',
    'pretraining_tp',
    'chunk_size_feed_forward',
    'use_bfloat16',
  ],
  ...['output_past', 'use_return_dict', 'tf_legacy_loss', 'low_cpu_mem_usage'],
  // Task heads, and how text is generated.
  ...[
    'id2label',
    'label2id',
    'num_labels',
    'problem_type',
    'finetuning_task',
    'task_specific_params',
  ],
  ...['do_sample', 'temperature', 'top_k', 'top_p', 'typical_p', 'num_beams', 'num_beam_groups'],
  ...['max_length', 'min_length', 'length_penalty', 'repetition_penalty', 'no_repeat_ngram_size'],
  ...[
    'encoder_no_repeat_ngram_size',
    'early_stopping',
    'diversity_penalty',
    'num_return_sequences',
  ],
  ...['output_scores', 'return_dict_in_generate', 'remove_invalid_values'],
  ...['exponential_decay_length_penalty'],
  // Tokens of other kinds of input.
  ...['image_token_id', 'video_token_id', 'audio_token_id', 'image_token_index'],
  ...['vision_start_token_id', 'vision_end_token_id', 'vision_token_id'],
];

/** Keys of the parts of a model that read no tokens. */
export const OTHER_PARTS: readonly string[] = [
  ...['vision_config', 'image_config', 'video_config', 'audio_config', 'speech_config'],
];

/** Whether a value of a key shapes no weight, so that no warning is needed. */
export type Harmless = (value: unknown) => boolean;

/** Kinds of attention that have the same weights, so that blocks may differ in them. */
const ATTENTION_TYPES: readonly unknown[] = [
  'full_attention',
  'sliding_attention',
  'chunked_attention',
  'attention',
];

/**
 * Keys that shape a weight in a way that is not read, each with the values that do not; a warning
 * names any other value.
 */
export const WEIGHT_SHAPING_KEYS: Readonly<Record<string, Harmless>> = {
  add_cross_attention: isOff,
  cross_attention_hidden_size: isEmpty,
  position_embedding_type: (value) => value === 'absolute' || value === null,
  pruned_heads: isEmpty,
  quantization_config: isEmpty,
  compression_config: isEmpty,
  adapters: isEmpty,
  sparsity_config: isEmpty,
  tie_encoder_decoder: isOff,
  per_layer_config: isEmpty,
  layer_types: (value) =>
    value === null ||
    (Array.isArray(value) && value.every((type) => ATTENTION_TYPES.includes(type))),
  mlp_layer_types: isEmpty,
  // Code of the model's own, which may do anything.
  auto_map: isEmpty,
  // Scales the weights at initialization in some families.
  initializer_factor: (value) => value === 1 || value === null,
};

/** Whether a value is false, or null, which is the same. */
export function isOff(value: unknown): boolean {
  return value === false || value === null;
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

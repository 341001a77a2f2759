import { basename } from 'node:path';

/**
 * Names, without `.json`, of files that libraries save beside a model and that describe none: for
 * tokenizers, processors, training, quantization, adapters and sentence-transformers.
 */
const NAMES = [
  ...['added_tokens', 'special_tokens_map', 'tokenizer', 'tokenizer_config', 'vocab'],
  ...['chat_template', 'generation_config', 'preprocessor_config', 'processor_config'],
  ...['image_processor_config', 'video_preprocessor_config', 'feature_extractor_config'],
  ...['trainer_state', 'training_args', 'all_results', 'train_results', 'eval_results'],
  ...['test_results', 'predict_results', 'quantize_config', 'quant_config', 'adapter_config'],
  ...['modules', 'sentence_bert_config', 'config_sentence_transformers', 'model_index'],
];

/** The index of a checkpoint in another format than safetensors. */
const OTHER_INDEX = /\.(?:bin|h5|msgpack)\.index\.json$/i;

/** Keys that only such a file has, whatever its name. */
const KEYS = ['weight_map', 'log_history', 'peft_type', 'added_tokens_decoder', 'pooling_mode'];

/** The warning for such a file. */
export const BESIDE_MODEL = 'ignored: saved beside a model, and no spec';

/** Whether a file has the name of one that is saved beside a model and describes none. */
export function hasCompanionName(path: string): boolean {
  const name = basename(path).toLowerCase();
  return OTHER_INDEX.test(name) || NAMES.some((stem) => name === `${stem}.json`);
}

/** Whether a value has the keys of a file that is saved beside a model and describes none. */
export function hasCompanionKeys(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).some((key) => KEYS.some((known) => key.startsWith(known)));
}

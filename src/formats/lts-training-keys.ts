/**
 * Keys of LiteTransformerSearch configs that say how a model was trained, logged and evaluated, or
 * how it computes with the weights that it has: they shape none. Its files carry the arguments of
 * archai's training script, of one version or another.
 */
export const LTS_TRAINING_KEYS: readonly string[] = [
  // What is computed with the weights.
  ...['dropout', 'dropatt', 'clamp_len', 'same_length', 'sample_softmax', 'use_cache', 'dtype'],
  ...['mem_len', 'ext_len', 'primer_square', 'varlen', 'qat', 'mixed_qat', 'post_qat'],
  ...['dynamic_quantization', 'export_onnx'],
  // How they are initialized, which is asked of the command line but for the deviation.
  ...['init', 'emb_init', 'init_range', 'emb_init_range', 'proj_init_std'],
  ...['weight_init_type', 'weight_init_range'],
  // Where and how it ran.
  ...['work_dir', 'append_dataset', 'append_time', 'cuda', 'fp16', 'restart', 'pretrained_path'],
  ...['debug', 'log_all_ranks', 'dllog_file', 'txtlog_file', 'save_all', 'no_env', 'no_train'],
  ...['no_eval', 'refresh_cache', 'log_interval', 'target_throughput', 'target_perplexity'],
  ...['apex_amp_opt_level', 'amp', 'affinity', 'get_params', 'config', 'config_file', 'local_rank'],
  ...['multi_gpu', 'gpu0_bsz', 'swap_mem', 'seed', 'n_gpus', 'profile'],
  // Data.
  ...['data', 'dataroot', 'cache_dir', 'vocab', 'vocab_size'],
  // Optimization.
  ...['optim', 'lr', 'mom', 'scheduler', 'scheduler_qat', 'max_step_scheduler', 'warmup_step'],
  ...['decay_rate', 'lr_min', 'clip', 'weight_decay', 'clip_nonemb', 'patience', 'eta_min'],
  ...['max_step', 'batch_size', 'local_batch_size', 'batch_chunk', 'roll'],
  // Evaluation, and the checkpoints of FEAR.
  ...['eval_tgt_len', 'eval_batch_size', 'eval_max_steps', 'eval_interval'],
  ...['ppl_threshold', 'use_train', 'fear_terminate'],
];

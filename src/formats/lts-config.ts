import { z } from 'zod';
import { RECORD_KEYS } from './common-keys.ts';
import { listOf, numberBetween, wholeNumber } from './expectations.ts';
import { ignoring } from './ignored-keys.ts';
import { LIMITS } from './limits.ts';

/** Most clusters of tokens; published models have four. */
const MAX_CLUSTERS = 64;

/** A number for all layers, or a list of one for each. */
function perLayer(maximum: number): z.ZodType<number | number[]> {
  const error = `expected a whole number from 1 to ${maximum}, or a list of them, one for each layer`;
  const each = wholeNumber(1, maximum);
  return z.union([each, listOf(each, LIMITS.blocks, error)], { error });
}

/** A width, or -1 or null for the one that follows from the others. */
function widthOr(what: string): z.ZodType<number | null | undefined> {
  const error = `expected a whole number from 1 to ${LIMITS.hiddenSize}, or -1 or null for ${what}`;
  return z
    .union([z.literal(-1), z.null(), wholeNumber(1, LIMITS.hiddenSize)], { error })
    .optional();
}

const flag = (): z.ZodOptional<z.ZodBoolean> =>
  z.boolean({ error: 'expected true or false' }).optional();

const range = (): z.ZodOptional<z.ZodNumber> =>
  numberBetween(LIMITS.leastInitializerRange, LIMITS.initializerRange).optional();

const cutoffsExpectation = `expected a list of at most ${MAX_CLUSTERS} whole numbers`;
const tiesExpectation = `expected a list of at most ${MAX_CLUSTERS} of true and false`;

/**
 * Keys for training, logging and evaluation, or for computing with the weights, which shape none: the
 * files carry the arguments of several versions of archai's training script.
 */
const TRAINING_KEYS: readonly string[] = [
  // Computing with the weights.
  ...['dropout', 'dropatt', 'clamp_len', 'same_length', 'sample_softmax', 'use_cache', 'dtype'],
  ...['mem_len', 'ext_len', 'primer_square', 'varlen', 'qat', 'mixed_qat', 'post_qat'],
  ...['dynamic_quantization', 'export_onnx'],
  // Initialization, which the command line sets except for the deviation.
  ...['init', 'emb_init', 'init_range', 'emb_init_range', 'proj_init_std'],
  ...['weight_init_type', 'weight_init_range'],
  // The run.
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

/** The keys of a LiteTransformerSearch config. */
export const ltsConfig = ignoring(
  z.object({
    $schema: z.string().optional(),
    ...RECORD_KEYS,
    experiment_name: z.string().optional().describe('"nv_xformer_xl" means a Transformer-XL'),
    model_type: z
      .string()
      .optional()
      .describe('"hf_gpt2_flex" or "mem_transformer", a Transformer-XL'),
    n_token: wholeNumber(1, LIMITS.vocabSize).describe('Tokens in the vocabulary'),
    n_layer: wholeNumber(1, LIMITS.blocks),
    d_model: wholeNumber(1, LIMITS.hiddenSize).describe('Hidden size'),
    n_head: perLayer(LIMITS.hiddenSize).describe('Attention heads'),
    d_inner: perLayer(LIMITS.feedForwardWidth).describe('Width of the feed-forward layers'),
    d_head: widthOr('d_model / n_head').describe('Width of a head'),
    d_embed: widthOr('d_model').describe('Width of the vectors of the most frequent tokens'),
    div_val: wholeNumber(1, LIMITS.hiddenSize)
      .optional()
      .describe(
        'Factor by which the vectors of each cluster of tokens are narrower than those of the one before',
      ),
    adaptive: flag().describe('Whether the softmax is over clusters of tokens'),
    cutoffs: z
      .array(wholeNumber(1, LIMITS.vocabSize), { error: cutoffsExpectation })
      .max(MAX_CLUSTERS, { error: cutoffsExpectation })
      .nullable()
      .optional()
      .describe('Where the clusters of tokens end'),
    tie_projs: z
      .array(z.boolean({ error: 'expected true or false' }), { error: tiesExpectation })
      .max(MAX_CLUSTERS, { error: tiesExpectation })
      .nullable()
      .optional()
      .describe("Whether a cluster's output projection is that of the embedding"),
    tie_weight: flag().describe('Whether the output matrix is the embedding matrix'),
    tied: flag().describe('The same, as the training script calls it'),
    not_tied: flag().describe('The opposite'),
    dataset: z.string().optional().describe('Decides the cutoffs where there are none'),
    tgt_len: wholeNumber(1, LIMITS.positions).optional().describe('Positions of a GPT-2'),
    attn_type: wholeNumber(0, 3).optional().describe('0: relative positions as in Transformer-XL'),
    pre_lnorm: flag().describe('Whether the norms of a Transformer-XL come before its sub-modules'),
    primer_conv: z
      .literal(false, { error: 'expected false: the convolutions of Primer are not supported' })
      .optional(),
    weight_init_std: range().describe('Standard deviation of the weights at initialization'),
    init_std: range().describe('The same, as the training script calls it'),
  }),
  TRAINING_KEYS,
);

/** A LiteTransformerSearch config. */
export type LtsConfig = z.infer<typeof ltsConfig>;

/** A width; undefined where it follows from the others. */
export function given(width: number | null | undefined): number | undefined {
  return width === -1 || width === null ? undefined : width;
}

import { headSizeOf, keyValueHeadsOf } from '../architecture/operations/attention-sizes.ts';
import { nameOfActivation } from '../formats/hugging-face/activations.ts';
import {
  decoderBlocks,
  encoderBlocks,
  first,
  heads,
  ofAttention,
  ofExperts,
  ofHead,
  ofPositions,
  ofStack,
  width,
  windowOf,
  type ValueOf,
} from './value-of.ts';

/** What keys mean, whatever the family: the value that a config of the architecture has. */
interface Meaning {
  readonly keys: readonly string[];
  readonly of: ValueOf;
  /** Whether it is written even where it is the default of the family. */
  readonly always?: boolean;
}

/**
 * Positions that a model with rotary ones gets where its family takes a config without a number for a
 * model without them, as Baichuan, whose models of 7 B have so many.
 */
const ROTARY_POSITIONS = 4096;

/** The number of positions that a model has or is stretched from; null for none. */
const positionsOf: ValueOf = ({ embedding, positions }, fallback) => {
  if (embedding.maxPositionEmbeddings > 0) return embedding.maxPositionEmbeddings;
  if (positions.kind !== 'rotary') return undefined;
  return positions.scaling?.context ?? (fallback === null ? ROTARY_POSITIONS : undefined);
};

/**
 * The keys of configs that follow from an architecture, under all names that families give them, in
 * the order in which they are written. A key that is missing here is left at the default of its family,
 * or found by trying.
 */
export const MEANINGS: readonly Meaning[] = [
  {
    keys: ['hidden_size', 'dim', 'n_embd', 'd_model', 'emb_dim'],
    of: (own) => first(own).hiddenSize,
    always: true,
  },
  {
    keys: ['embedding_size', 'word_embed_proj_dim'],
    of: ({ embedding }) => embedding.embeddingSize,
    always: true,
  },
  {
    keys: ['num_hidden_layers', 'n_layers', 'n_layer'],
    of: ({ blocks }) => blocks.length,
    always: true,
  },
  { keys: ['num_layers', 'encoder_layers'], of: (own) => encoderBlocks(own).length, always: true },
  {
    keys: ['num_decoder_layers', 'decoder_layers'],
    of: (own) => decoderBlocks(own).length || undefined,
    always: true,
  },
  {
    keys: ['num_attention_heads', 'n_heads', 'n_head', 'num_heads', 'encoder_attention_heads'],
    of: (own) => first(own).numAttentionHeads,
    always: true,
  },
  { keys: ['decoder_attention_heads'], of: ofStack(decoderBlocks, heads), always: true },
  {
    keys: ['num_key_value_heads', 'num_kv_heads'],
    of: ofAttention((own, block) => keyValueHeadsOf(block, own)),
    always: true,
  },
  {
    keys: ['head_dim', 'd_kv', 'attention_head_size'],
    of: ofAttention((own, block) => headSizeOf(block, own)),
    always: true,
  },
  {
    keys: [
      'intermediate_size',
      'hidden_dim',
      'n_inner',
      'ffn_dim',
      'd_ff',
      'ffn_hidden_size',
      'encoder_ffn_dim',
    ],
    of: (own) => width(first(own)),
    always: true,
  },
  { keys: ['decoder_ffn_dim'], of: ofStack(decoderBlocks, width), always: true },
  {
    keys: ['vocab_size'],
    of: ({ embedding: { vocabSize, decoder } }) => vocabSize || (decoder?.vocabSize ?? undefined),
    always: true,
  },
  {
    keys: ['max_position_embeddings', 'n_positions', 'max_source_positions'],
    of: positionsOf,
    always: true,
  },
  { keys: ['type_vocab_size'], of: ({ embedding }) => embedding.typeVocabSize, always: true },
  {
    keys: ['num_experts', 'num_local_experts', 'n_routed_experts'],
    of: ofExperts(({ count }) => count),
    always: true,
  },
  { keys: ['num_experts_per_tok'], of: ofExperts(({ routed }) => routed), always: true },
  { keys: ['moe_intermediate_size'], of: ofExperts((_, block) => width(block)), always: true },
  {
    keys: ['shared_expert_intermediate_size'],
    of: ofExperts(({ sharedWidth }) => sharedWidth ?? undefined),
    always: true,
  },
  { keys: ['norm_topk_prob'], of: ofExperts(({ normalized }) => normalized) },
  { keys: ['n_group'], of: ofExperts(({ groups }) => groups?.count ?? 1) },
  { keys: ['topk_group'], of: ofExperts(({ groups }) => groups?.chosen ?? 1) },
  {
    keys: ['topk_method'],
    of: ofExperts(({ groups }) => (groups === null ? 'greedy' : 'group_limited_greedy')),
  },
  { keys: ['routed_scaling_factor'], of: ofExperts(({ scale }) => scale) },
  {
    keys: ['initializer_range', 'init_std'],
    of: ({ initializerRange }) => initializerRange,
    always: true,
  },
  { keys: ['tie_word_embeddings'], of: ({ head }) => head?.tied ?? true, always: true },
  {
    keys: ['hidden_act', 'activation_function', 'activation', 'hidden_activation'],
    of: (own) => nameOfActivation(first(own).activation),
  },
  {
    keys: ['layer_norm_eps', 'layer_norm_epsilon', 'rms_norm_eps', 'norm_eps', 'norm_epsilon'],
    of: ({ normEpsilon }) => normEpsilon,
  },
  { keys: ['is_decoder'], of: (own) => first(own).causal },
  { keys: ['do_layer_norm_before'], of: (own) => first(own).norm === 'pre' },
  { keys: ['attention_bias', 'bias'], of: ofAttention(({ outputBias }) => outputBias) },
  { keys: ['qkv_bias'], of: ofAttention(({ queryKeyValueBias }) => queryKeyValueBias) },
  { keys: ['mlp_bias', 'enable_bias', 'use_bias'], of: (own) => first(own).bias },
  { keys: ['alibi'], of: ({ positions }) => positions.kind === 'alibi' },
  {
    keys: ['multi_query'],
    of: ofAttention((own, block) => keyValueHeadsOf(block, own) === 1 && own.fusedRows === 'parts'),
  },
  {
    keys: ['new_decoder_architecture'],
    of: ofAttention(
      (own, block) =>
        block.parallel === 'separate-norms' ||
        (own.fusedRows === 'heads' && keyValueHeadsOf(block, own) !== block.numAttentionHeads),
    ),
  },
  { keys: ['parallel_attn'], of: (own) => first(own).parallel !== null },
  {
    keys: ['num_ln_in_parallel_attn'],
    of: (own) => (first(own).parallel === 'separate-norms' ? 2 : 1),
  },
  { keys: ['rope_theta'], of: ofPositions('rotary', ({ base }) => base) },
  {
    keys: ['partial_rotary_factor', 'rotary_pct'],
    of: ofPositions('rotary', ({ fraction }) => fraction),
  },
  {
    keys: ['rotary_dim'],
    of: (own) => {
      const { hiddenSize, numAttentionHeads } = first(own);
      const size = hiddenSize / numAttentionHeads;
      return ofPositions('rotary', ({ fraction }) =>
        fraction === 1 ? null : Math.round(fraction * size),
      )(own);
    },
  },
  {
    keys: ['rope_scaling'],
    of: ofPositions('rotary', ({ scaling }) =>
      scaling === null
        ? null
        : {
            rope_type: scaling.type,
            ...(scaling.factor !== null && { factor: scaling.factor }),
            ...scaling.settings,
          },
    ),
  },
  {
    keys: ['relative_attention_num_buckets'],
    of: ofPositions('bucketed-biases', ({ buckets }) => buckets),
  },
  {
    keys: ['relative_attention_max_distance'],
    of: ofPositions('bucketed-biases', ({ maxDistance }) => maxDistance),
  },
  {
    keys: ['feed_forward_proj'],
    of: (own) => {
      const { activation, gated } = first(own);
      // What the library calls by that name is the form by tanh.
      if (gated && activation === 'gelu-tanh') return 'gated-gelu';
      return `${gated ? 'gated-' : ''}${nameOfActivation(activation)}`;
    },
  },
  { keys: ['relative_attention'], of: ({ positions }) => positions.kind === 'disentangled' },
  {
    keys: ['position_buckets'],
    of: ofPositions('disentangled', ({ buckets }) => (buckets > 0 ? buckets : -1)),
  },
  { keys: ['max_relative_positions'], of: ofPositions('disentangled', (own) => own.maxDistance) },
  {
    keys: ['norm_rel_ebd'],
    of: ({ embedding }) => (embedding.distances?.norm === true ? 'layer_norm' : 'none'),
  },
  { keys: ['position_biased_input'], of: ({ embedding }) => embedding.maxPositionEmbeddings > 0 },
  {
    keys: ['pos_att_type'],
    of: ofAttention(({ positionKeys, positionQueries }) => {
      const types = [
        ...(positionKeys === null ? [] : ['c2p']),
        ...(positionQueries === null ? [] : ['p2c']),
      ];
      return types.length === 0 ? null : types;
    }),
  },
  {
    keys: ['conv_kernel_size'],
    of: (own) => {
      const { operation, convolution } = first(own);
      if (operation.kind === 'separable-convolution') return operation.kernelSize;
      return convolution?.kernelSize ?? 0;
    },
  },
  { keys: ['num_groups'], of: (own) => first(own).feedForwardGroups },
  { keys: ['conv_groups'], of: (own) => first(own).convolution?.groups ?? 1 },
  { keys: ['sliding_window'], of: windowOf },
  {
    keys: ['layer_types'],
    of: ({ blocks }) =>
      blocks.map(({ operation }) =>
        operation.kind === 'self-attention' && operation.window !== null
          ? 'sliding_attention'
          : 'full_attention',
      ),
  },
  { keys: ['attn_logit_softcapping'], of: ofAttention(({ softCap }) => softCap) },
  { keys: ['final_logit_softcapping'], of: ofHead(({ softCap }) => softCap) },
  { keys: ['logit_scale'], of: ofHead(({ scale }) => scale) },
  { keys: ['logits_scaling'], of: ofHead(({ scale }) => 1 / scale) },
  { keys: ['embedding_multiplier'], of: ({ embedding }) => embedding.scale },
  { keys: ['residual_multiplier'], of: (own) => first(own).residualScale },
  {
    keys: ['query_pre_attn_scalar'],
    of: ofAttention(({ scaling }, block) =>
      typeof scaling === 'number' ? scaling ** 2 : block.hiddenSize / block.numAttentionHeads,
    ),
  },
  {
    keys: ['attention_multiplier'],
    of: ofAttention(({ scaling }) => (typeof scaling === 'number' ? 1 / scaling : undefined)),
  },
  {
    keys: ['image_size'],
    of: ({ embedding: { input } }) => (input?.kind === 'patches' ? input.imageSize : undefined),
    always: true,
  },
  {
    keys: ['patch_size'],
    of: ({ embedding: { input } }) => (input?.kind === 'patches' ? input.patchSize : undefined),
    always: true,
  },
  {
    keys: ['num_channels'],
    of: ({ embedding: { input } }) => (input?.kind === 'patches' ? input.channels : undefined),
    always: true,
  },
  {
    keys: ['num_mel_bins'],
    of: ({ embedding: { input } }) => (input?.kind === 'spectrogram' ? input.bins : undefined),
    always: true,
  },
  {
    keys: ['max_target_positions'],
    of: ({ embedding: { decoder } }) => decoder?.maxPositionEmbeddings,
    always: true,
  },
];

/** The meaning of a key, where it is known. */
export const MEANING_OF: ReadonlyMap<string, Meaning> = new Map(
  MEANINGS.flatMap((meaning) => meaning.keys.map((key) => [key, meaning] as const)),
);

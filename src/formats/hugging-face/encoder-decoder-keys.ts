import type { z } from 'zod';
import type { Block } from '../../architecture/block.ts';
import { completeBlock, completeOperation } from '../../architecture/complete-architecture.ts';
import { LIMITS } from '../limits.ts';
import { ACTIVATION_NAMES, activationName, type ActivationName } from './activations.ts';
import type { Issue } from './family.ts';
import { checkHeads, deviation, feedForward, flag, heads, layers, tokens, width } from './keys.ts';

/** Sizes of an encoder and a decoder, of which each has its own depth, heads and feed-forward width. */
export interface StackSizes {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly layers: readonly [encoder: number, decoder: number];
  readonly heads: number;
  readonly feedForwardWidth: number;
  readonly activation: ActivationName;
  /** Whether the vectors of tokens are multiplied by the root of the hidden size. */
  readonly scaled: boolean;
}

/** The keys that all descendants of BART have, with the defaults of one of them. */
export const stackKeys = (own: StackSizes) => ({
  vocab_size: tokens(own.vocabSize),
  d_model: width(own.hiddenSize),
  encoder_layers: layers(own.layers[0]),
  decoder_layers: layers(own.layers[1]),
  encoder_attention_heads: heads(own.heads),
  decoder_attention_heads: heads(own.heads),
  encoder_ffn_dim: feedForward(own.feedForwardWidth),
  decoder_ffn_dim: feedForward(own.feedForwardWidth),
  activation_function: activationName(own.activation),
  init_std: deviation(),
  scale_embedding: flag(own.scaled),
  tie_word_embeddings: flag(true),
});

/** A config of one of them. */
export type StackConfig = z.infer<z.ZodObject<ReturnType<typeof stackKeys>>>;

/** Other names of these keys. */
export const STACK_ALIASES = {
  hidden_size: 'd_model',
  num_hidden_layers: 'encoder_layers',
  num_attention_heads: 'encoder_attention_heads',
} as const;

/** The same without a scale of tokens. */
type UnscaledConfig = Omit<StackConfig, 'scale_embedding'>;

/** Reports heads that do not divide the hidden size, and two stacks of too many layers together. */
export function checkStackConfig(config: UnscaledConfig, issue: Issue): void {
  const size = ['d_model', config.d_model] as const;
  for (const key of ['encoder_attention_heads', 'decoder_attention_heads'] as const) {
    checkHeads(size, [key, config[key]], issue);
  }
  const { encoder_layers, decoder_layers } = config;
  const most = LIMITS.blocks - encoder_layers;
  if (decoder_layers > most) {
    issue('decoder_layers', `${decoder_layers}: expected at most ${most} beside encoder_layers`);
  }
}

/** The blocks of both stacks, those of the encoder first. */
export function stackBlocks(
  config: UnscaledConfig,
  { norm, keyBias = true }: { readonly norm: Block['norm']; readonly keyBias?: boolean },
): Block[] {
  const operation = completeOperation({
    kind: 'self-attention',
    similarity: 'scaled-dot-product',
    keyBias,
  });
  return (['encoder', 'decoder'] as const).flatMap((stack) => {
    const block = completeBlock(
      {
        hiddenSize: config.d_model,
        operation,
        numAttentionHeads: config[`${stack}_attention_heads`],
        feedForwardWidths: [config[`${stack}_ffn_dim`]],
        activation: ACTIVATION_NAMES[config.activation_function],
        norm,
        stack,
        crossAttention: stack === 'decoder',
      },
      { family: 'encoder-decoder' },
    );
    return Array.from({ length: config[`${stack}_layers`] }, () => block);
  });
}

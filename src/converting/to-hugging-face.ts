import type {
  Architecture,
  AttentionScaling,
  Block,
  Naming,
} from '../architecture/architecture.ts';
import { nameOfActivation } from '../formats/hugging-face/activations.ts';
import { failure, success, type Result } from '../result.ts';
import { functionOf } from './function-of.ts';
import { notBertLike, plainBlocks } from './plain-blocks.ts';

/** What describes a BERT in its `config.json`. */
export interface BertConfig {
  readonly model_type: 'bert';
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
  readonly vocab_size: number;
  readonly max_position_embeddings: number;
  readonly type_vocab_size: number;
  readonly initializer_range: number;
  /** The usual activation, epsilon and mask are left out. */
  readonly hidden_act?: string;
  readonly layer_norm_eps?: number;
  readonly is_decoder?: boolean;
}

/** The same of an ELECTRA, whose embeddings have a width of their own. */
export interface ElectraConfig extends Omit<BertConfig, 'model_type'> {
  readonly model_type: 'electra';
  readonly embedding_size: number;
}

/** What describes a GPT-2 in its `config.json`. */
export interface Gpt2Config {
  readonly model_type: 'gpt2';
  readonly n_embd: number;
  readonly n_layer: number;
  readonly n_head: number;
  readonly n_inner: number;
  readonly vocab_size: number;
  readonly n_positions: number;
  readonly initializer_range: number;
  readonly tie_word_embeddings: boolean;
  /** The usual activation, epsilon and scaling are left out. */
  readonly activation_function?: string;
  readonly layer_norm_epsilon?: number;
  readonly scale_attn_weights?: boolean;
  readonly scale_attn_by_inverse_layer_idx?: boolean;
}

/** A config of one of the families that an architecture may be written as. */
export type HuggingFaceConfig = BertConfig | ElectraConfig | Gpt2Config;

/** A config, and what of the model that it describes was no part of the architecture. */
export interface HuggingFaceConversion {
  readonly config: HuggingFaceConfig;
  readonly warnings: readonly string[];
}

/**
 * An architecture as the fields of a Hugging Face `config.json` that shape weights, in the names
 * that transformers gives them; or the reason why no config can express it. Encoders with scaled
 * dot-product attention become a BERT, or, where the embeddings have a width of their own, an
 * ELECTRA; decoders with learned positions a GPT-2. Layers can't differ in any of them.
 *
 * A BERT has a pooler in the library that reads these configs, an ELECTRA has none; a GPT-2 without
 * a head of its own is one whose head is its token embedding.
 */
export function toHuggingFace(architecture: Architecture): Result<HuggingFaceConversion> {
  const { naming, family } = architecture;
  if (OTHER_FAMILIES.includes(naming)) {
    // Its naming is no name for it: Qwen's weights are called as Llama's are.
    return failure('configs are written of bert, electra and gpt2 alone, and it is none of these');
  }
  const converted = family === 'encoder' ? toEncoder(architecture) : toGpt2(architecture);
  if (!converted.ok || naming !== 'roberta') return converted;
  const { config, warnings } = converted.value;
  const warning = `it was a roberta and is written as a ${config.model_type}, which has the same shapes`;
  return success({ config, warnings: [warning, ...warnings] });
}

/** Families of the transformers library whose models are no other one's. */
const OTHER_FAMILIES: readonly Naming[] = [
  ...(['albert', 'deberta-v2', 'distilbert', 'gpt-neox', 'llama', 'mixtral', 'opt'] as const),
  ...(['phi', 't5'] as const),
];

function toEncoder(architecture: Architecture): Result<HuggingFaceConversion> {
  const reason = notBertLike(architecture);
  if (reason !== undefined) return failure(reason);
  const uniform = uniformBlocks(architecture);
  if (!uniform.ok) return uniform;
  const { hiddenSize, depth, heads, width } = uniform.value;
  const { embedding, initializerRange, normEpsilon, pooler } = architecture;
  const { activation, causal, scaling } = functionOf(architecture);
  if (embedding.maxPositionEmbeddings === 0) {
    return failure('it has no learned positions, which a BERT has');
  }
  const sizes = {
    hidden_size: hiddenSize,
    num_hidden_layers: depth,
    num_attention_heads: heads,
    intermediate_size: width,
    vocab_size: embedding.vocabSize,
    max_position_embeddings: embedding.maxPositionEmbeddings,
    type_vocab_size: embedding.typeVocabSize,
    initializer_range: initializerRange,
    ...(activation !== 'gelu' && { hidden_act: nameOfActivation(activation) }),
    ...(normEpsilon !== 1e-12 && { layer_norm_eps: normEpsilon }),
    ...(causal && { is_decoder: true }),
  };
  if (scaling !== 'head-size') return failure('its attention is not scaled by the head size');
  if (embedding.typeVocabSize === 0) {
    return failure('it has no token types, and a BERT has at least one');
  }
  return embedding.embeddingSize === hiddenSize
    ? success({
        config: { model_type: 'bert', ...sizes },
        warnings: pooler
          ? []
          : [
              'a BERT has a pooler by default, which is no part of the architecture and has parameters of its own',
            ],
      })
    : pooler
      ? failure('it has a pooler, which an ELECTRA has not')
      : success({
          config: { model_type: 'electra', embedding_size: embedding.embeddingSize, ...sizes },
          warnings: [],
        });
}

function toGpt2(architecture: Architecture): Result<HuggingFaceConversion> {
  const { embedding, head, finalNorm, initializerRange, normEpsilon } = architecture;
  const { activation, scaling } = functionOf(architecture);
  const uniform = uniformBlocks(architecture);
  if (!uniform.ok) return uniform;
  const { hiddenSize, depth, heads, width } = uniform.value;
  const reason =
    notGpt2Embedding(architecture, hiddenSize) ??
    (finalNorm ? undefined : 'no norm follows its last block, and one does in a GPT-2') ??
    (head === null || (head.kind === 'linear' && !head.bias && !head.projected)
      ? undefined
      : 'its softmax is adaptive or has biases, and that of a GPT-2 is its token embedding alone') ??
    firstReason(architecture.blocks, ({ norm, operation }) => {
      if (norm !== 'pre') return 'has its norms after the sub-modules, and a GPT-2 before';
      return operation.kind === 'self-attention' && !operation.fusedQueryKeyValue
        ? 'has three matrices for query, key and value, and a GPT-2 has one'
        : undefined;
    });
  if (reason !== undefined) return failure(reason);
  return success({
    config: {
      model_type: 'gpt2',
      n_embd: hiddenSize,
      n_layer: depth,
      n_head: heads,
      n_inner: width,
      vocab_size: embedding.vocabSize,
      n_positions: embedding.maxPositionEmbeddings,
      initializer_range: initializerRange,
      tie_word_embeddings: head?.tied ?? true,
      ...(activation !== 'gelu-tanh' && { activation_function: nameOfActivation(activation) }),
      ...(normEpsilon !== 1e-5 && { layer_norm_epsilon: normEpsilon }),
      ...(!isByHeadSize(scaling) && { scale_attn_weights: false }),
      ...(isByLayer(scaling) && { scale_attn_by_inverse_layer_idx: true }),
    },
    warnings: [],
  });
}

function isByHeadSize(scaling: AttentionScaling | number): boolean {
  return scaling === 'head-size' || scaling === 'head-size-and-layer';
}

function isByLayer(scaling: AttentionScaling | number): boolean {
  return scaling === 'layer' || scaling === 'head-size-and-layer';
}

function notGpt2Embedding({ embedding }: Architecture, hiddenSize: number): string | undefined {
  const { clusters, embeddingSize, maxPositionEmbeddings, typeVocabSize, norm } = embedding;
  // One cluster of full width is a plain embedding matrix.
  const plain =
    clusters === null || (clusters.length === 1 && clusters.every(({ projected }) => !projected));
  if (!plain) return 'its embedding is adaptive';
  if (embeddingSize !== hiddenSize) {
    return `its embeddings have width ${embeddingSize} and its blocks ${hiddenSize}: a GPT-2 has one for both`;
  }
  if (maxPositionEmbeddings === 0) return 'it has no learned positions, which a GPT-2 has';
  if (typeVocabSize > 0) return 'it has token types, which a GPT-2 has not';
  return !norm ? undefined : 'a norm follows its embedding, and none does in a GPT-2';
}

interface UniformBlocks {
  readonly hiddenSize: number;
  readonly depth: number;
  readonly heads: number;
  readonly width: number;
}

/** What all blocks have in common, where it is everything. */
function uniformBlocks(architecture: Architecture): Result<UniformBlocks> {
  const plain = plainBlocks(architecture);
  if (!plain.ok) return plain;
  const { hiddenSize, blocks } = plain.value;
  const [
    {
      numAttentionHeads: heads,
      feedForwardWidths: [width = 0],
      activation,
      causal,
    },
  ] = blocks;
  const reason = firstReason(blocks, (block) => {
    const { operation, numAttentionHeads, feedForwardWidths } = block;
    if (block.activation !== activation) {
      return `has the activation ${block.activation} and block 0 ${activation}: a config has one for all`;
    }
    if (block.causal !== causal) return 'is causal or not, unlike block 0';
    if (operation.kind !== 'self-attention' || operation.similarity !== 'scaled-dot-product') {
      const name = operation.kind === 'self-attention' ? operation.similarity : operation.kind;
      return `has the operation ${name}: a config knows scaled dot-product attention only`;
    }
    if (numAttentionHeads !== heads) {
      return `has ${numAttentionHeads} heads and block 0 ${heads}: a config has one number for all`;
    }
    if (feedForwardWidths.length > 1) {
      return `stacks ${feedForwardWidths.length} feed-forward layers: a config knows one`;
    }
    return feedForwardWidths[0] === width
      ? undefined
      : `has feed-forward width ${feedForwardWidths[0] ?? 0} and block 0 ${width}: a config has one for all`;
  });
  if (reason !== undefined) return failure(reason);
  if (hiddenSize % heads !== 0) {
    return failure(`${heads} heads are no divisor of hidden size ${hiddenSize}`);
  }
  return success({ hiddenSize, depth: blocks.length, heads, width });
}

/** The first reason that one of the blocks gives, with its number. */
function firstReason(
  blocks: readonly Block[],
  reasonOf: (block: Block) => string | undefined,
): string | undefined {
  for (const [index, block] of blocks.entries()) {
    const reason = reasonOf(block);
    if (reason !== undefined) return `block ${index} ${reason}`;
  }
  return undefined;
}

import type { Architecture } from '../architecture/architecture.ts';
import type { Operation } from '../architecture/operation.ts';
import { LIMITS } from '../formats/limits.ts';
import { failure, success, type Result } from '../result.ts';
import { notBertLike, plainBlocks } from './plain-blocks.ts';

/** A spec in the form of the FlexiBERT benchmark, with every key that shapes the model. */
export interface FullFlexibertSpec {
  readonly hidden_size: number;
  readonly vocab_size: number;
  readonly embedding_size: number;
  readonly max_position_embeddings: number;
  readonly type_vocab_size: number;
  readonly initializer_range: number;
  readonly nas_config: {
    readonly encoder_layers: readonly {
      readonly operation_type: 'SA' | 'LT' | 'DSC';
      readonly operation_parameter: string | number;
      readonly num_operation_heads: number;
      readonly feed_forward_dimension: number;
      readonly num_feed_forward: number;
    }[];
  };
}

/**
 * An architecture as a FlexiBERT spec, which read again describes the same model; or the reason why
 * it can't be said in that form.
 */
export function toFlexibert(architecture: Architecture): Result<FullFlexibertSpec> {
  const reason = notBertLike(architecture);
  if (reason !== undefined) return failure(reason);
  const plain = plainBlocks(architecture);
  if (!plain.ok) return plain;
  const { hiddenSize, blocks } = plain.value;
  const { embedding, initializerRange } = architecture;
  if (embedding.maxPositionEmbeddings === 0) {
    return failure('it has no learned positions, which the form always has');
  }
  const layers: FullFlexibertSpec['nas_config']['encoder_layers'][number][] = [];
  for (const [index, block] of blocks.entries()) {
    const { feedForwardWidths: widths, numAttentionHeads: heads } = block;
    const width = widths[0] ?? 0;
    if (widths.some((other) => other !== width)) {
      return failure(
        `block ${index} stacks feed-forward layers of the widths ${widths.join(', ')}: the form has one width for all of a block`,
      );
    }
    if (widths.length > LIMITS.feedForwardStack) {
      return failure(
        `block ${index} stacks ${widths.length} feed-forward layers: the form has at most ${LIMITS.feedForwardStack}`,
      );
    }
    if (hiddenSize % heads !== 0) {
      return failure(`block ${index} has ${heads} heads, no divisor of hidden size ${hiddenSize}`);
    }
    const operation = operationKeys(block.operation);
    if (operation === undefined) {
      return failure(
        `block ${index} has the operation ${block.operation.kind}, which the form lacks`,
      );
    }
    layers.push({
      ...operation,
      num_operation_heads: heads,
      feed_forward_dimension: width,
      num_feed_forward: widths.length,
    });
  }
  return success({
    hidden_size: hiddenSize,
    vocab_size: embedding.vocabSize,
    embedding_size: embedding.embeddingSize,
    max_position_embeddings: embedding.maxPositionEmbeddings,
    type_vocab_size: embedding.typeVocabSize,
    initializer_range: initializerRange,
    nas_config: { encoder_layers: layers },
  });
}

function operationKeys(
  operation: Operation,
):
  | Pick<
      FullFlexibertSpec['nas_config']['encoder_layers'][number],
      'operation_type' | 'operation_parameter'
    >
  | undefined {
  switch (operation.kind) {
    case 'self-attention':
      return {
        operation_type: 'SA',
        operation_parameter: operation.similarity === 'scaled-dot-product' ? 'SDP' : 'WMA',
      };
    case 'linear-transform':
      return {
        operation_type: 'LT',
        operation_parameter: operation.transform === 'discrete-fourier' ? 'DFT' : 'DCT',
      };
    case 'separable-convolution':
      return { operation_type: 'DSC', operation_parameter: operation.kernelSize };
    default:
      return undefined;
  }
}

import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import { attentionWidth } from '../architecture/operations/attention-sizes.ts';
import { stacksOf, type Stacks } from './stacks.ts';

/** Why the stacks of a model can't be run one after the other; null if they can. */
export function findStackProblem(architecture: Architecture): string | null {
  const { blocks } = architecture;
  const { encoder, decoder } = stacksOf(architecture);
  const hasPair = encoder.length > 0 && decoder.length > 0;
  const crossed = blocks.findIndex(({ crossAttention }) => crossAttention);
  if (!hasPair) {
    return crossed === -1
      ? null
      : `block ${crossed}: attention over the output of an encoder can't be run without one before it`;
  }
  if (encoder.some(({ block }) => block.crossAttention)) {
    return "an encoder that attends to another one can't be run";
  }
  if (encoder.some(({ index, place }) => index !== place)) {
    return "an encoder after its decoder can't be run";
  }
  const [first] = decoder;
  const { embedding } = architecture;
  const shares = (embedding.decoder?.vocabSize ?? null) === null;
  if (shares && first?.block.hiddenSize !== blocks[0].hiddenSize) {
    return "a decoder can't be run that shares the embedding matrix of an encoder of another width";
  }
  if (decoder.some(({ block }) => block.hiddenSize !== first?.block.hiddenSize)) {
    return "a decoder of several widths can't be run after an encoder";
  }
  for (const { block, index } of decoder) {
    const problem = block.crossAttention ? findCrossProblem(block, encoder) : null;
    if (problem !== null) return `block ${index}: ${problem}`;
  }
  return null;
}

/** Why the attention of a block over the output of an encoder can't be run. */
function findCrossProblem(block: Block, encoder: Stacks['encoder']): string | null {
  const { operation, crossSource, hiddenSize } = block;
  if (operation.kind !== 'self-attention' || operation.latent !== null) {
    return "attention over the output of an encoder can't be run beside latent attention or another operation";
  }
  const { width = hiddenSize, layers = 1 } = crossSource ?? {};
  if (layers > encoder.length) {
    return `attention over ${layers} layers of an encoder that has ${encoder.length} can't be run`;
  }
  const other = encoder.slice(-layers).find((own) => own.block.hiddenSize !== width);
  if (other !== undefined) {
    return `attention that reads vectors of ${width} channels can't be run over an encoder of ${other.block.hiddenSize}`;
  }
  if (crossSource === null) return null;
  const { queryKeyNorm, sinks, valueSize, similarity } = operation;
  if (queryKeyNorm !== null || sinks || valueSize !== null || similarity !== 'scaled-dot-product') {
    return "attention with a source of its own can't be run with norms of queries, sinks, or values of another size";
  }
  return attentionWidth(block, operation) % crossSource.numAttentionHeads === 0
    ? null
    : `${crossSource.numAttentionHeads} heads of an attention over an encoder do not divide its width`;
}

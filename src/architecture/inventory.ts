import type {
  InitializationContext,
  InitializationScheme,
} from '../initialization/initialization-scheme.ts';
import type { Architecture, Block } from './architecture.ts';
import { listEmbedding } from './embedding.ts';
import { listFeedForward } from './feed-forward.ts';
import { listLinearTransform } from './linear-transform.ts';
import { listSelfAttention } from './self-attention.ts';
import { listSeparableConvolution } from './separable-convolution.ts';
import { WeightList } from './weight-list.ts';
import type { SubModule, Weight } from './weight.ts';

/**
 * Every weight of an architecture, from the embeddings to the last block, with its path, shape,
 * sub-module, initialization and whether it counts for capacity. Task heads and poolers are not
 * part of an architecture.
 *
 * Two blocks of different hidden sizes are joined by a projection with bias, which belongs to no
 * sub-module.
 *
 * Sources: the models of Serianni and Kalita 2023 (ELECTRA-small with FlexiBERT's operations)
 * and of Tuli et al. 2022 ("FlexiBERT") for blocks of different sizes.
 */
export function inventory(architecture: Architecture, scheme: InitializationScheme): Weight[] {
  const { embedding, blocks, initializerRange } = architecture;
  const context: InitializationContext = {
    scheme,
    initializerRange,
    residualAdditions: 2 * blocks.length,
  };
  const lists: WeightList[] = [];
  const list = (subModule: SubModule | 'other', block: number | null): WeightList => {
    const next = new WeightList(subModule, block, context);
    lists.push(next);
    return next;
  };

  listEmbedding(
    embedding,
    blocks[0]?.hiddenSize ?? embedding.embeddingSize,
    list('embedding', null),
  );
  for (const [index, block] of blocks.entries()) {
    const path = `encoder.layer.${index}`;
    listOperation(block, `${path}.attention`, list('attention', index));
    listFeedForward(block, path, list('feedForward', index));
    const next = blocks[index + 1];
    if (next !== undefined && next.hiddenSize !== block.hiddenSize) {
      list('other', index).linear(`${path}.projection`, block.hiddenSize, next.hiddenSize);
    }
  }
  return lists.flatMap(({ weights }) => weights);
}

function listOperation(block: Block, path: string, list: WeightList): void {
  const { operation } = block;
  switch (operation.kind) {
    case 'self-attention':
      listSelfAttention(block, operation, path, list);
      return;
    case 'linear-transform':
      listLinearTransform(block, path, list);
      return;
    case 'separable-convolution':
      listSeparableConvolution(block, operation, path, list);
      return;
  }
}

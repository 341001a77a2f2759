import type {
  InitializationContext,
  InitializationScheme,
} from '../initialization/initialization-scheme.ts';
import type { Architecture, Block } from './architecture.ts';
import { listAdaptiveSoftmax } from './adaptive-softmax.ts';
import { listEmbedding } from './embedding.ts';
import { listFeedForward } from './feed-forward.ts';
import { listLinearTransform } from './linear-transform.ts';
import { listSelfAttention } from './self-attention.ts';
import { listSeparableConvolution } from './separable-convolution.ts';
import { WeightList } from './weight-list.ts';
import { WEIGHT_NAMES, type WeightNames } from './weight-names.ts';
import type { SubModule, Weight } from './weight.ts';

/**
 * Every weight of an architecture, from the embeddings to the head, with its path, shape,
 * sub-module, initialization and whether it counts for capacity. Task heads, poolers and heads that
 * share the embedding's table are not part of an architecture.
 *
 * A norm after a sub-module of an encoder belongs to it. Norms of decoders and norms before a
 * sub-module, which act on the residual stream, belong to none, as in the published parameter
 * tables of decoders; nor do the norm behind the last block, the head, and the projection with
 * bias that joins two blocks of different hidden sizes.
 *
 * Sources: the models of Serianni and Kalita 2023 (ELECTRA-small with FlexiBERT's operations),
 * of Tuli et al. 2022 ("FlexiBERT") for blocks of different sizes, and of Javaheripi et al. 2022
 * ("LiteTransformerSearch") for decoders.
 */
export function inventory(architecture: Architecture, scheme: InitializationScheme): Weight[] {
  const { family, embedding, blocks, initializerRange, head, naming = 'bert' } = architecture;
  const names = WEIGHT_NAMES[naming];
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
    names,
    list('embedding', null),
  );
  for (const [index, block] of blocks.entries()) {
    const { hiddenSize, norm = 'post' } = block;
    const path = `${names.blocks}.${index}`;
    const parts = [
      {
        subModule: 'attention',
        norm: block.operation.kind === 'linear-transform' ? null : names.operationNorm,
        fill: (own: WeightList) => {
          listOperation(block, `${path}.${names.operation}`, names, own);
        },
      },
      {
        subModule: 'feedForward',
        norm: names.feedForwardNorm,
        fill: (own: WeightList) => {
          listFeedForward(block, path, names, own);
        },
      },
    ] as const;
    for (const part of parts) {
      const listNorm = (own: WeightList): void => {
        if (part.norm !== null) own.layerNorm(`${path}.${part.norm}`, hiddenSize);
      };
      if (norm === 'pre') listNorm(list('other', index));
      part.fill(list(part.subModule, index));
      if (norm === 'post') listNorm(list(family === 'encoder' ? part.subModule : 'other', index));
    }
    const next = blocks[index + 1];
    if (next !== undefined && next.hiddenSize !== hiddenSize) {
      list('other', index).linear(`${path}.projection`, hiddenSize, next.hiddenSize);
    }
  }
  const last = blocks.at(-1)?.hiddenSize ?? embedding.embeddingSize;
  if (architecture.finalNorm === true) list('other', null).layerNorm(names.finalNorm, last);
  if (head !== undefined) listAdaptiveSoftmax(head, last, names.head, list('other', null));
  return lists.flatMap(({ weights }) => weights);
}

function listOperation(block: Block, path: string, names: WeightNames, list: WeightList): void {
  const { operation } = block;
  switch (operation.kind) {
    case 'self-attention':
      listSelfAttention(block, operation, path, names, list);
      return;
    case 'linear-transform':
      listLinearTransform(block, path, list);
      return;
    case 'separable-convolution':
      listSeparableConvolution(block, operation, path, list);
      return;
  }
}

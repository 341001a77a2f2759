import type {
  InitializationContext,
  InitializationScheme,
} from '../initialization/initialization-scheme.ts';
import type { Architecture } from './architecture.ts';
import { residualAdditions, walkWeights } from './walk-weights.ts';
import { WeightList } from './weight-list.ts';
import type { Weight } from './weight.ts';

/**
 * Every weight of an architecture, from the embeddings to the head and the pooler, with its path,
 * shape, sub-module, initialization and whether it counts for capacity. Task heads, and the matrix
 * of a head that is the token embedding, are not part of an architecture; weights that blocks
 * share are listed once, with the first of them.
 *
 * A norm after a sub-module of an encoder belongs to it. Norms of decoders and norms before a
 * sub-module, which act on the residual stream, belong to none, as in the published parameter
 * tables of decoders; nor do the norm after the last block, the head, the pooler, and the
 * projection with bias that joins two blocks of different hidden sizes.
 *
 * Sources: the models of Serianni and Kalita 2023 (ELECTRA-small with FlexiBERT's operations),
 * of Tuli et al. 2022 ("FlexiBERT") for blocks of different sizes, of Javaheripi et al. 2022
 * ("LiteTransformerSearch") for decoders, and of the transformers library for its families.
 */
export function inventory(architecture: Architecture, scheme: InitializationScheme): Weight[] {
  const { blocks, initializerRange, normKind } = architecture;
  const context: InitializationContext = {
    scheme,
    initializerRange,
    residualAdditions: residualAdditions(blocks),
  };
  const lists: WeightList[] = [];
  walkWeights(architecture, (subModule, block) => {
    const list = new WeightList(subModule, block, context, normKind);
    lists.push(list);
    return list;
  });
  return lists.flatMap(({ weights }) => weights);
}

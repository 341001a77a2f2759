import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { Embedding } from '../architecture/embedding.ts';
import type { Operation } from '../architecture/operation.ts';
import type { WeightNames } from '../architecture/weight-names.ts';

/** Names of layers in the file of Python, each with its path in the checkpoint. */
export type LayerNames = ReadonlyMap<string, string>;

/** The layers of a block, with paths from that of the block on. */
export function blockLayers(
  { operation, feedForwardWidths }: Block,
  names: WeightNames,
): LayerNames {
  const mixing = mixingLayers(operation, names).map(
    ([own, path]) => [`mixing.${own}`, `${names.operation}.${path}`] as const,
  );
  const hidden = [...feedForwardWidths.keys()].map((index) => {
    const path = index === 0 ? names.feedForwardIn : `${names.feedForwardStack}.${index}.dense`;
    return [`feed_forward.hidden.${index}`, path] as const;
  });
  return new Map([
    ...mixing,
    ...(operation.kind === 'linear-transform'
      ? []
      : [['mixing_norm', names.operationNorm] as const]),
    ...hidden,
    ['feed_forward.output', names.feedForwardOut],
    ['feed_forward_norm', names.feedForwardNorm],
  ]);
}

function mixingLayers(
  operation: Operation,
  names: WeightNames,
): readonly (readonly [string, string])[] {
  switch (operation.kind) {
    case 'self-attention':
      return [
        ...(operation.fusedQueryKeyValue
          ? ([['query_key_value', names.queryKeyValue]] as const)
          : ([
              ['query', names.query],
              ['key', names.key],
              ['value', names.value],
            ] as const)),
        ...(operation.similarity === 'weighted-multiplicative'
          ? ([['similarity', 'self.similarity']] as const)
          : []),
        ['output', names.output],
      ];
    case 'linear-transform':
      return [['input', 'self.input']];
    case 'separable-convolution':
      return [
        ...['query', 'key', 'value'].map((name) => [name, `self.${name}`] as const),
        ['depthwise', names.depthwise],
        ['pointwise', names.pointwise],
        ['kernels', names.convolutionKernel],
        ['convolved', names.convolutionOutput],
        ['output', 'output.dense'],
      ];
    default:
      return [];
  }
}

/** The layers outside of blocks that a model may have. */
export function modelLayers({ embedding, head }: Architecture, names: WeightNames): LayerNames {
  return new Map([
    ...tokenLayers(embedding, names),
    ['position_embedding', names.positions],
    ['token_type_embedding', names.tokenTypes],
    ['embedding_norm', names.embeddingNorm],
    ['embedding_projection', names.embeddingProjection],
    ['final_norm', names.finalNorm],
    ...(head === null ? [] : [['head', names.head] as const]),
  ]);
}

function tokenLayers(
  { clusters }: Embedding,
  { tokenEmbedding }: WeightNames,
): readonly (readonly [string, string])[] {
  if (clusters === null) return [['token_embedding', tokenEmbedding]];
  return [
    ...[...clusters.keys()].map(
      (index) =>
        [`token_embedding.tables.${index}`, `${tokenEmbedding}.emb_layers.${index}`] as const,
    ),
    ['token_embedding.projections', `${tokenEmbedding}.emb_projs`],
  ];
}

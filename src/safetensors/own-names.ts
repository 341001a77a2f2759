import type { Naming } from '../architecture/architecture.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import type { WeightNames } from '../architecture/weight-names.ts';
import type { BlockNames, NameTable } from './name-table.ts';

/**
 * The table of the names that our own inventory gives, so that a model written by `zerolm init` is
 * read back: made from the names that the inventory is made from.
 */
export function ownNames(
  naming: Naming,
  rest: Pick<NameTable, 'name' | 'family' | 'prefixes'> & Partial<NameTable>,
): NameTable {
  const names = WEIGHT_NAMES[naming];
  const without = (path: string): string =>
    rest.prefixes.reduce((name, prefix) => {
      return prefix !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name;
    }, path);
  const { embedding = [], stacks = {}, other = [], heads = [], ...others } = rest;
  return {
    ...others,
    embedding: [
      names.tokenEmbedding,
      `${names.tokenEmbedding}.emb_layers.#`,
      `${names.tokenEmbedding}.emb_projs.#`,
      names.positions,
      names.tokenTypes,
      names.embeddingNorm,
      names.embeddingProjection,
    ]
      .map(without)
      .concat(embedding),
    stacks: { [without(names.blocks)]: blockNames(names, rest.family), ...stacks },
    other: [
      names.finalNorm,
      ...['cluster_weight', 'cluster_bias', 'out_projs.#']
        .concat(['out_layers_weights.#', 'out_layers_biases.#'])
        .map((part) => `${names.head}.${part}`),
    ]
      .map(without)
      .concat(other),
    heads,
  };
}

function blockNames(names: WeightNames, family: NameTable['family']): BlockNames {
  const inOperation = (parts: readonly string[]): string[] =>
    parts.map((part) => `${names.operation}.${part}`);
  const output = inOperation([names.output, 'output.dense', 'self.input']);
  const norms = [names.operationNorm, names.feedForwardNorm] as const;
  const own = family === 'encoder';
  return {
    attention: [
      ...inOperation([names.queryKeyValue, 'self.query', 'self.key', 'self.value']),
      ...inOperation(['self.similarity', 'r_net', 'r_w_bias', 'r_r_bias']),
      ...inOperation(['self.depthwise', 'self.pointwise', 'self.conv_kernel', 'self.conv_out']),
      ...output,
      ...(own ? [norms[0]] : []),
    ],
    feedForward: [
      names.feedForwardIn,
      `${names.feedForwardStack}.#.dense`,
      names.feedForwardOut,
      ...(own ? [norms[1]] : []),
    ],
    other: [...(own ? [] : norms), 'projection'],
    residual: [...output, names.feedForwardOut],
  };
}

import type { Naming } from '../architecture/naming-tables.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import type { WeightNames } from '../architecture/weight-names.ts';
import type { BlockNames, NameTable } from './name-table.ts';

/**
 * The table of the names that our own inventory gives, so that a model written by `zerolm init` is
 * read back: made from the names that the inventory is made from.
 */
export function ownNames(
  naming: Naming,
  rest: Pick<NameTable, 'name' | 'family' | 'prefixes'> &
    Partial<NameTable> & {
      /** Whether norms are those of sub-modules, as of encoders after them; if absent, in encoders. */
      readonly ownNorms?: boolean;
    },
): NameTable {
  const names = WEIGHT_NAMES[naming];
  const without = (path: string): string =>
    rest.prefixes.reduce((name, prefix) => {
      return prefix !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name;
    }, path);
  const { embedding = [], stacks = {}, other = [], heads = [], ownNorms, ...others } = rest;
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
      names.distances,
      names.distanceNorm,
    ]
      .map(without)
      .concat(embedding),
    stacks: {
      [without(names.blocks)]: blockNames(names, ownNorms ?? rest.family === 'encoder'),
      ...stacks,
    },
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

/** The parts of attention that a family may have besides those of BERT, as `WeightNames` calls them. */
const OPERATION_PARTS = [
  ...['queryKeyValue', 'query', 'key', 'value', 'queryBias', 'keyBias', 'valueBias'],
  ...['positionKey', 'positionQuery'],
] as const satisfies readonly (keyof WeightNames)[];

/** The same of feed-forward layers; what is not listed in a family has no name there. */
const FEED_FORWARD_PARTS = [
  ...['feedForwardGate', 'feedForwardIn', 'feedForwardInGated', 'feedForwardInFused'],
] as const satisfies readonly (keyof WeightNames)[];

function blockNames(names: WeightNames, own: boolean): BlockNames {
  const inOperation = (parts: readonly string[]): string[] =>
    parts.map((part) => `${names.operation}.${part}`);
  const output = inOperation([names.output, 'output.dense', 'self.input']);
  const norms = [names.operationNorm, names.feedForwardNorm] as const;
  // Scales of each head apart are in a table as biases of distances are.
  const plain = inOperation([names.distanceBiases, names.queryNorm, names.keyNorm]);
  const headNorms = inOperation([names.queryNorm, names.keyNorm]).map((norm) => `${norm}.norms.#`);
  const repeated = (parts: readonly string[]): string[] =>
    parts.map((part) => `${names.feedForwards}.#.${part}`);
  const bottleneck = (parts: readonly string[]): string[] =>
    parts.flatMap((part) => [`${part}.dense`, `${part}.LayerNorm`]);
  return {
    attention: [
      ...inOperation(OPERATION_PARTS.map((part) => names[part])),
      ...bottleneck([names.bottleneckIn, names.bottleneckQueries]),
      ...inOperation(['self.query', 'self.key', 'self.value']),
      ...inOperation(['self.similarity', 'r_net', 'r_w_bias', 'r_r_bias']),
      ...inOperation(['self.depthwise', 'self.pointwise', 'self.conv_kernel', 'self.conv_out']),
      ...output,
      ...plain,
      ...headNorms,
      ...(own ? [norms[0]] : []),
    ],
    feedForward: [
      ...repeated([names.feedForwardIn, names.feedForwardOut, names.feedForwardNorm]),
      ...FEED_FORWARD_PARTS.flatMap((part) => names[part] ?? []),
      `${names.feedForwardStack}.#.dense`,
      names.feedForwardOut,
      ...(own ? [norms[1]] : []),
      ...bottleneck([names.bottleneckOut]),
    ],
    other: [...(own ? [] : norms), 'projection'],
    residual: [
      ...[...output, names.feedForwardOut, ...repeated([names.feedForwardOut])],
      `${names.bottleneckOut}.dense`,
    ],
    plain,
  };
}

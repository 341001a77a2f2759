import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { Operation, SelfAttention } from '../architecture/operation.ts';
import { WEIGHT_NAMES } from '../architecture/naming-tables.ts';
import { ACTIVATION_MODULES } from './block-expression.ts';

/** What a file of Python has no module for, and whether a model has it. */
type Check<Part> = readonly [what: string, has: (part: Part) => boolean];

const OF_MODEL: readonly Check<Architecture>[] = [
  [
    'names of weights as XLM has them',
    ({ naming }) => WEIGHT_NAMES[naming].indexAfterPart === true,
  ],
  [
    'the bias of a convolution outside of its layer',
    ({ naming }) => WEIGHT_NAMES[naming].pointwiseBias !== undefined,
  ],
  ['norms of another kind than a layer norm', ({ normKind }) => normKind !== 'layer-norm'],
  ['a decoder after an encoder', ({ blocks }) => blocks.some(({ stack }) => stack === 'decoder')],
  ['an input that is no tokens', ({ embedding }) => embedding.input !== null],
  ['positions of that kind', ({ positions: { kind } }) => kind !== 'learned' && kind !== 'none'],
  ['vectors of tokens that are multiplied', ({ embedding }) => embedding.scale !== 1],
  [
    'a projection of another input than the norm of the embeddings',
    ({ embedding }) => embedding.projected !== 'norm',
  ],
  [
    'a head that projects, multiplies or caps',
    ({ head }) =>
      head?.kind === 'linear' && (head.projected || head.scale !== 1 || head.softCap !== null),
  ],
];

/** The operations that have a module. */
const WRITTEN_OPERATIONS: readonly Operation['kind'][] = [
  'self-attention',
  'linear-transform',
  'separable-convolution',
];

const OF_BLOCK: readonly Check<Block>[] = [
  ['that operation', ({ operation }) => !WRITTEN_OPERATIONS.includes(operation.kind)],
  ['norms of that place', ({ norm }) => norm !== 'pre' && norm !== 'post'],
  ['a mixture of experts', ({ experts }) => experts !== null],
  ['a bottleneck', ({ bottleneck }) => bottleneck !== null],
  ['several feed-forward networks in a row', (block) => block.feedForwardRepeats > 1],
  ['feed-forward layers in groups', (block) => block.feedForwardGroups > 1],
  ['a convolution beside it', ({ convolution }) => convolution !== null],
  ['a low-rank adapter', ({ adapter }) => adapter !== null],
  ['a gated feed-forward network', ({ gated }) => gated],
  ['feed-forward layers beside attention', ({ parallel }) => parallel !== null],
  ['a scale of the outputs', (block) => block.layerScale || block.residualScale !== 1],
  ['that activation function', ({ activation }) => ACTIVATION_MODULES[activation] === undefined],
];

const OF_ATTENTION: readonly Check<SelfAttention & { readonly heads: number }>[] = [
  [
    'keys and values that heads share',
    ({ numKeyValueHeads, heads }) => (numKeyValueHeads ?? heads) !== heads,
  ],
  [
    'query, key and value in one matrix head by head',
    ({ fusedRows, fusedQueryKeyValue }) => fusedRows !== 'parts' && fusedQueryKeyValue,
  ],
  ['keys without a bias', (own) => own.keyBias !== own.queryKeyValueBias],
  ['latent attention', ({ latent }) => latent !== null],
  ['values of a size of their own', ({ valueSize }) => valueSize !== null],
  ['norms of queries and keys', ({ queryKeyNorm }) => queryKeyNorm !== null],
  ['a window of attention', ({ window }) => window !== null],
  ['capped scores or sinks', ({ softCap, sinks }) => softCap !== null || sinks],
  ['positions of its own', ({ positions }) => positions !== null],
];

/** Why a model that can be run can't be written as a file of Python; null if it can. */
export function findModuleProblem(architecture: Architecture): string | null {
  const ofModel = firstOf(OF_MODEL, architecture);
  if (ofModel !== null) return ofModel;
  for (const [index, block] of architecture.blocks.entries()) {
    const { operation, numAttentionHeads: heads } = block;
    const problem =
      firstOf(OF_BLOCK, block) ??
      (operation.kind === 'self-attention' ? firstOf(OF_ATTENTION, { ...operation, heads }) : null);
    if (problem !== null) return `block ${index}: ${problem}`;
  }
  return null;
}

function firstOf<Part>(checks: readonly Check<Part>[], part: Part): string | null {
  const found = checks.find(([, has]) => has(part));
  return found === undefined ? null : `${found[0]} can't be written as a PyTorch module`;
}

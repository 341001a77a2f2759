import { z } from 'zod';
import { adapterMatrices } from '../architecture/adapted-blocks.ts';
import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import type { Embedding } from '../architecture/embedding.ts';
import { feedForwardPaperMatrices } from '../architecture/feed-forward-sizes.ts';
import { bottleneckMatrices, innerBlock } from '../architecture/inner-block.ts';
import {
  crossAttentionOf,
  crossPaperMatrices,
} from '../architecture/operations/cross-attention.ts';
import { formOf } from '../architecture/operations/operations.ts';
import { wholeMatrix, type ShapeMatrix } from '../architecture/operations/shape-matrix.ts';
import { residualAdditions } from '../architecture/walk-weights.ts';
import { expectedLogDeterminant } from '../capacity/log-determinant.ts';
import { varianceOf } from '../initialization/distribution.ts';
import {
  distributionOf,
  type InitializationContext,
} from '../initialization/initialization-scheme.ts';
import { blockMatrices, matricesByHead, repeatedMatrices } from '../proxy-parts/block-matrices.ts';
import type { DirectProxy } from '../proxy-parts/proxy.ts';
import { proxySetting, type OwnSettings } from '../proxy-parts/proxy-setting.ts';
import {
  spectralInitialization,
  spectralSchemeOf,
} from '../proxy-parts/spectral-initialization.ts';
import { plainSum } from '../scoring/score-terms.ts';
import { scoreEach } from '../proxy-parts/score-each.ts';

/** Shapes and variances that are remembered; beyond them it starts anew. */
const MAX_KNOWN = 2 ** 14;

/**
 * The shapes of the matrices: those of the model; those that the authors count; or each head as a
 * matrix of its own, in the output too, as they count models with adapters.
 */
const nscShapes = proxySetting({
  name: 'nscShapes',
  description: 'shapes that nsc is taken over: true, of its paper, or each head by itself',
  schema: z.enum(['true', 'paper', 'heads']),
  initial: 'true',
});

/**
 * The Neural Spectral Capacity: the sum over the matrices of all blocks of `ln det(I + W W^T)`,
 * expected under the Marchenko-Pastur law (see {@link expectedLogDeterminant}).
 *
 * Over the shapes that a model has, or over those that its authors count (`paper`); with the
 * initialization of the settings, or theirs: Xavier's for encoders, a given deviation for decoders.
 *
 * Source: Zhu, Zhao and Lu, "Neural Spectral Capacity", 2026, arXiv 2609.23087.
 */
export const nsc: DirectProxy = {
  name: 'nsc',
  description: 'expected ln det(I + W W^T)',
  direction: 'higher-is-better',
  paper: 'Zhu, Zhao and Lu 2026, arXiv 2609.23087',
  needs: 'shapes',
  settings: [nscShapes, spectralInitialization],
  score: scoreEach(({ own }) => spectralCapacity(own)),
  terms: ({ own }) => {
    const known = new KnownExpectations();
    return (architecture) => {
      let patches = 0;
      const sums = architecture.blocks.map(() => 0);
      addCapacities(architecture, own, known, (block, value) => {
        if (block === null) patches += value;
        else sums[block] = (sums[block] ?? 0) + value;
      });
      const blocks = sums.map((value, block) => ({ part: 'block', block, value }) as const);
      if (patches === 0) return plainSum(blocks);
      return plainSum([{ part: 'embedding', block: null, value: patches }, ...blocks]);
    };
  },
};

/** The Neural Spectral Capacity of one architecture after another, which share what they know. */
export function spectralCapacity(own: OwnSettings): (architecture: Architecture) => number {
  const known = new KnownExpectations();
  return (architecture) => {
    let sum = 0;
    addCapacities(architecture, own, known, (_, value) => {
      sum += value;
    });
    return sum;
  };
}

/**
 * Calls `add` with the block and the capacity of each matrix: of shared weights in the first block,
 * of the matrix that reads patches in none.
 */
function addCapacities(
  architecture: Architecture,
  own: OwnSettings,
  known: KnownExpectations,
  add: (block: number | null, capacity: number) => void,
): void {
  const { blocks, family, initializerRange, embedding } = architecture;
  const shapes = nscShapes.read(own);
  const adapters = adapterMatrices(architecture);
  const context: InitializationContext = {
    scheme: spectralSchemeOf(own, family),
    initializerRange,
    residualAdditions: residualAdditions(blocks),
  };
  const addMatrix = (index: number | null, matrix: ShapeMatrix): void => {
    const { rows, cols, count, weight } = matrix;
    add(index, count * known.of(rows, cols, varianceOf(distributionOf(weight, context))));
  };
  if (shapes === 'paper') for (const matrix of patchMatrices(embedding)) addMatrix(null, matrix);
  const shared = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    const { sharedAs } = block;
    if (sharedAs !== null) {
      // Weights that exist once.
      if (shared.has(sharedAs)) continue;
      shared.add(sharedAs);
    }
    for (const matrix of MATRICES[shapes](block)) addMatrix(index, matrix);
    for (const matrix of adapters[index] ?? []) addMatrix(index, matrix);
  }
}

/** What reads the patches of an image, as the authors count it in AutoFormer: size x channels p p. */
function patchMatrices({ input, embeddingSize }: Embedding): ShapeMatrix[] {
  if (input?.kind !== 'patches') return [];
  return [wholeMatrix(embeddingSize, input.channels * input.patchSize ** 2)];
}

/**
 * The matrices of a block as the authors count them, whatever the operations really
 * have: query, key and value as one matrix 3h x h and the output; a linear transform as two of h x h,
 * a convolution as one; s stacked feed-forward layers of width f as s pairs h -> f // s -> h.
 *
 * They do not define what their spaces lack: keys that heads share have the rows that they have, a gate
 * is one h -> f // s more, experts count each, and cross-attention counts as self-attention.
 */
function paperMatrices(block: Block): ShapeMatrix[] {
  const inner = innerBlock(block);
  const { operation } = inner;
  const cross = crossAttentionOf(block);
  return [
    ...formOf(operation).paperMatrices(inner, operation),
    ...(cross === null ? [] : crossPaperMatrices(block, cross)),
    ...bottleneckMatrices(block),
    ...repeatedMatrices(feedForwardPaperMatrices(inner), block),
  ];
}

/** The matrices of a block by the setting. */
const MATRICES = { true: blockMatrices, paper: paperMatrices, heads: matricesByHead } as const;

/** Expected log-determinants by shape and variance. */
class KnownExpectations {
  /** By rows, columns and variance: a text of them for each matrix would take most of the time. */
  readonly #byRows = new Map<number, Map<number, Map<number, number>>>();
  #size = 0;

  of(rows: number, cols: number, variance: number): number {
    const known = this.#byRows.get(rows)?.get(cols)?.get(variance);
    if (known !== undefined) return known;
    if (this.#size >= MAX_KNOWN) {
      this.#byRows.clear();
      this.#size = 0;
    }
    const value = expectedLogDeterminant(rows, cols, variance);
    const byCols = this.#byRows.get(rows) ?? new Map<number, Map<number, number>>();
    const byVariance = byCols.get(cols) ?? new Map<number, number>();
    this.#byRows.set(rows, byCols.set(cols, byVariance.set(variance, value)));
    this.#size += 1;
    return value;
  }
}

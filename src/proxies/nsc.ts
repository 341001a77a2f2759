import type { Architecture } from '../architecture/architecture.ts';
import { residualAdditions } from '../architecture/walk-weights.ts';
import { expectedLogDeterminant } from '../capacity/log-determinant.ts';
import { varianceOf } from '../initialization/distribution.ts';
import {
  distributionOf,
  type InitializationContext,
} from '../initialization/initialization-scheme.ts';
import { nscPaperShapes } from './nsc-paper-shapes.ts';
import { nscTrueShapes } from './nsc-true-shapes.ts';
import { SPECTRAL_INITIALIZATIONS, type DirectProxy, type ProxySettings } from './proxy.ts';
import { always, scoreEach } from './score-each.ts';

/** Shapes and variances that are remembered; beyond them it starts anew. */
const MAX_KNOWN = 2 ** 14;

/**
 * The Neural Spectral Capacity: the sum over the matrices of all blocks of `ln det(I + W W^T)`,
 * expected under the Marchenko-Pastur law (see {@link expectedLogDeterminant}).
 *
 * Over the shapes that a model has, with the initialization of the settings; or over those of its
 * authors (`paper`), to which Xavier's standard deviation `sqrt(2 / (m + n))` belongs.
 *
 * Source: Zhu, Zhao and Lu, "Neural Spectral Capacity", 2026, arXiv 2609.23087.
 */
export const nsc: DirectProxy = {
  name: 'nsc',
  description: 'expected ln det(I + W W^T)',
  direction: 'higher-is-better',
  paper: 'Zhu, Zhao and Lu 2026, arXiv 2609.23087',
  needs: 'shapes',
  score: (architectures, settings, onProgress) => {
    const known = new KnownExpectations();
    return scoreEach(
      architectures,
      always((architecture) => capacityOf(architecture, settings, known)),
      onProgress,
    );
  },
};

function capacityOf(
  { blocks, family, initializerRange }: Architecture,
  { nscShapes, spectralInitialization }: ProxySettings,
  known: KnownExpectations,
): number {
  const asPublished = nscShapes === 'paper';
  const context: InitializationContext = {
    scheme: asPublished
      ? 'xavier-normal'
      : (spectralInitialization ?? SPECTRAL_INITIALIZATIONS[family]),
    initializerRange,
    residualAdditions: residualAdditions(blocks),
  };
  let sum = 0;
  const shared = new Set<string>();
  for (const block of blocks) {
    const { sharedAs } = block;
    if (sharedAs !== null) {
      // Weights that exist once.
      if (shared.has(sharedAs)) continue;
      shared.add(sharedAs);
    }
    for (const matrix of asPublished ? nscPaperShapes(block) : nscTrueShapes(block)) {
      const { rows, cols, count, weight } = matrix;
      sum += count * known.of(rows, cols, varianceOf(distributionOf(weight, context)));
    }
  }
  return sum;
}

/** Expected log-determinants by shape and variance. */
class KnownExpectations {
  /** By variance, then by shape. */
  readonly #byVariance = new Map<number, Map<string, number>>();
  #size = 0;

  of(rows: number, cols: number, variance: number): number {
    if (this.#size >= MAX_KNOWN) {
      this.#byVariance.clear();
      this.#size = 0;
    }
    let byShape = this.#byVariance.get(variance);
    if (byShape === undefined) {
      byShape = new Map();
      this.#byVariance.set(variance, byShape);
    }
    const key = `${rows}x${cols}`;
    let value = byShape.get(key);
    if (value === undefined) {
      value = expectedLogDeterminant(rows, cols, variance);
      byShape.set(key, value);
      this.#size += 1;
    }
    return value;
  }
}

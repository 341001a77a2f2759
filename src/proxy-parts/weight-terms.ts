import type { Architecture } from '../architecture/architecture.ts';
import { inventory } from '../architecture/inventory.ts';
import { sizeOf, type Weight } from '../architecture/weight.ts';
import { plainSum, type ScoreTerms } from '../scoring/score-terms.ts';

interface SizedPart {
  readonly part: Weight['subModule'];
  readonly block: number | null;
  readonly value: number;
}

/** The entries of the weights that count, by sub-module and block. */
export function weightTerms(
  counts: (weight: Weight) => boolean,
): () => (architecture: Architecture) => ScoreTerms {
  return () => (architecture) => {
    const sizes = new Map<string, SizedPart>();
    // How weights are drawn changes none of their sizes.
    for (const weight of inventory(architecture, 'normal')) {
      if (!counts(weight)) continue;
      const { subModule: part, block } = weight;
      const key = `${part} ${block ?? ''}`;
      const before = sizes.get(key)?.value ?? 0;
      sizes.set(key, { part, block, value: before + sizeOf(weight) });
    }
    return plainSum([...sizes.values()]);
  };
}

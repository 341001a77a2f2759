import { readFileSync } from 'node:fs';

interface Reference {
  readonly gains: readonly {
    readonly scores: readonly number[];
    readonly quality: readonly number[];
    readonly k: number;
    readonly value: number;
  }[];
  readonly friedman: readonly {
    readonly rows: readonly (readonly number[])[];
    readonly statistic: number;
    readonly p: number;
    readonly f: {
      readonly statistic: number;
      readonly degreesOfFreedom: readonly number[];
      readonly p: number;
    };
  }[];
  readonly chiSquare: readonly { readonly x: number; readonly df: number; readonly p: number }[];
  readonly fDistribution: readonly {
    readonly f: number;
    readonly m: number;
    readonly n: number;
    readonly p: number;
  }[];
  readonly studentizedRange: {
    readonly quantiles: readonly {
      readonly k: number;
      readonly alpha: number;
      readonly q: number;
    }[];
    readonly tail: readonly { readonly k: number; readonly q: number; readonly p: number }[];
  };
}

const file = new URL('../reference/rankings.json', import.meta.url);

/** What scikit-learn and SciPy computed, as scripts/make-ranking-reference.py stored it. */
export const rankingReference = JSON.parse(readFileSync(file, 'utf8')) as Reference;

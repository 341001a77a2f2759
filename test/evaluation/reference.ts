import { readFileSync } from 'node:fs';
import { generateItems, type Generator } from './generate-items.ts';

interface Lists {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface Expected {
  readonly name: string;
  readonly kendall: {
    readonly value: number;
    readonly p: number;
    readonly pMethod: 'exact' | 'asymptotic';
  } | null;
  readonly spearman: { readonly value: number; readonly p: number } | null;
}

type StoredCase = Expected & (Lists | { readonly generator: Generator; readonly first: Lists });

interface Reference {
  readonly cases: readonly StoredCase[];
  readonly normalTail: readonly { readonly z: number; readonly tail: number }[];
  readonly studentTTail: readonly {
    readonly t: number;
    readonly degreesOfFreedom: number;
    readonly tail: number;
  }[];
}

const file = new URL('../reference/correlations.json', import.meta.url);

/** What SciPy computed, as scripts/make-correlation-reference.py stored it. */
export const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference;

/** Lists to correlate, and SciPy's correlations; null where SciPy says NaN. */
export type ReferenceCase = Expected & Lists;

/** SciPy's correlations, with the lists of thousands of items generated. */
export const referenceCases: readonly ReferenceCase[] = reference.cases.map((stored) => {
  if ('x' in stored) return stored;
  const lists = generateItems(stored.generator);
  const n = stored.first.x.length;
  const { x, y } = stored.first;
  if (String([lists.x.slice(0, n), lists.y.slice(0, n)]) !== String([x, y])) {
    throw new Error(`${stored.name}: the items are not those that SciPy was given`);
  }
  return { ...stored, ...lists };
});

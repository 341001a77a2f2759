import { join } from 'node:path';
import { expect, it } from 'vitest';
import { expectedLogDeterminant } from '../src/capacity/log-determinant.ts';
import { sizeMatchedTau } from '../src/evaluation/size-matched-tau.ts';
import {
  evaluate,
  formatProblem,
  inventory,
  readCandidates,
  type Candidate,
} from '../src/index.ts';
import { roundForTies } from '../src/scoring/round-for-ties.ts';
import { embeddedTruth } from '../src/truth/truth.ts';
import { BENCHMARKS, describeWithBenchmarks } from './benchmarks.ts';
import { valueOf } from './evaluation/value-of.ts';

/** Entries of the weight matrices: what counts for capacity, embeddings included. */
function weightEntries({ architecture }: Candidate): number {
  return inventory(architecture, 'normal')
    .filter(({ counts }) => counts === 'capacity')
    .reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0);
}

/** Neural Spectral Capacity with its authors' shapes of the FlexiBERT operations. */
function paperCapacity({ architecture }: Candidate): number {
  const of = (rows: number, cols: number): number =>
    expectedLogDeterminant(rows, cols, 2 / (rows + cols));
  return architecture.blocks.reduce((sum, { hiddenSize: h, operation, feedForwardWidths }) => {
    const operations: Readonly<Record<string, () => number>> = {
      'self-attention': () => of(3 * h, h) + of(h, h),
      'linear-transform': () => 2 * of(h, h),
      'separable-convolution': () => of(h, h),
    };
    const pairs = feedForwardWidths.length;
    const width = Math.floor(feedForwardWidths[0]! / pairs);
    return sum + (operations[operation.kind]?.() ?? NaN) + pairs * (of(width, h) + of(h, width));
  }, 0);
}

describeWithBenchmarks('tau on FlexiBERT pairs of like sizes, declared build', () => {
  it.each([
    { score: 'weight entries', of: weightEntries, value: 0.082, pairs: 26_508 },
    { score: 'nsc with its authors shapes', of: paperCapacity, value: 0.506, pairs: 26_380 },
  ])('$score: $value over $pairs pairs; catches another size or pair rule', async (example) => {
    const file = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
    const { candidates } = await readCandidates([file], { build: 'declared' });
    const { values } = valueOf(embeddedTruth(candidates, 'glue'));
    const matched = valueOf(
      sizeMatchedTau(
        candidates.map((candidate) => roundForTies(example.of(candidate))),
        candidates.map(({ id }) => values.get(id) ?? NaN),
        candidates.map(weightEntries),
      ),
    );
    expect(matched.pairs).toBe(example.pairs);
    expect(Math.abs(matched.value - example.value)).toBeLessThan(0.0005);
  });
});

describeWithBenchmarks('pairs of like size on openlm-grid, 65 of 130 shapes', () => {
  it('turn the sign of depth by what size is: catches blocks taken for all parameters', async () => {
    const folder = join(BENCHMARKS, 'openlm-grid');
    const outcome = await evaluate({
      inputs: [join(folder, 'candidates.ndjson')],
      truth: join(folder, 'shapes.csv'),
      truthColumn: 'loss',
      proxy: 'zerolm,depth',
      resamples: 100,
      within: 'tokens:10%',
    });
    if (!outcome.ok) throw new Error(outcome.problems.map(formatProblem).join('\n'));
    const { settings, proxies } = outcome.value.document;
    expect(settings.within).toBe('tokens:10%');
    const near = (value: number): number => expect.closeTo(value, 3) as number;
    const row = (proxy: string) => proxies.find((one) => one.proxy === proxy);
    // Each was trained on 20 tokens per parameter.
    expect(row('zerolm')).toMatchObject({
      matched: {
        total: { value: near(0.664), pairs: 107 },
        nonEmbedding: { value: near(-0.419), pairs: 62 },
      },
      within: { value: near(0.664), pairs: 107 },
    });
    expect(row('depth')).toMatchObject({
      matched: {
        total: { value: near(0.657), pairs: 105 },
        nonEmbedding: { value: near(-0.467), pairs: 60 },
      },
    });
  });
});

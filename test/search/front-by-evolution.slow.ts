import { expect, it } from 'vitest';
import { hypervolume, type FrontPoint } from '../../src/search/hypervolume.ts';
import type { SearchDocument } from '../../src/report/documents/search-document.ts';
import { search } from '../../src/workflows/search.ts';
import { valueOf } from '../workflows/outcomes.ts';

const SEEDS = 20;
const EVALUATIONS = 5000;

function pointsOf({ ranking }: SearchDocument): FrontPoint[] {
  return ranking.map(({ score, cost }) => ({ score, cost: cost?.value ?? NaN }));
}

it.each([
  ['fixtures/spaces/flexibert.json', 0.99, {}],
  ['fixtures/spaces/small-bert.yaml', 0.99, {}],
  // A front of 446 points, over four times the population.
  ['fixtures/spaces/hw-gpt.yaml', 0.97, { proxy: 'bottleneck', constraint: ['params <= 60M'] }],
] as const)(
  'NSGA-II fills the exact front of %s to a share of %d of its hypervolume',
  async (space, share, settings) => {
    const request = { space, front: 'params', ...settings } as const;
    const exact = pointsOf(valueOf(await search(request)).document);
    // One reference for all seeds: the worst of the exact front in both.
    const reference = {
      score: Math.min(...exact.map(({ score }) => score)),
      cost: Math.max(...exact.map(({ cost }) => cost)),
    };
    const whole = hypervolume(exact, reference);
    const shares: number[] = [];
    let above = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const outcome = await search({
        ...request,
        method: 'evolution',
        evaluations: EVALUATIONS,
        seed,
      });
      const { document } = valueOf(outcome);
      const { value, random } = document.heuristic ?? { value: NaN };
      expect(random?.evaluations).toBe(EVALUATIONS);
      shares.push(hypervolume(pointsOf(document), reference) / whole);
      if (value > (random?.value ?? Infinity)) above += 1;
    }
    shares.sort((a, b) => a - b);
    const [least = NaN] = shares;
    console.log(
      `${space}: ${exact.length} points; share of the hypervolume least ${least.toFixed(5)}, median ${shares[SEEDS / 2]?.toFixed(5) ?? ''}; above random search in ${above} of ${SEEDS} seeds`,
    );
    expect(least).toBeGreaterThanOrEqual(share);
    expect(above).toBe(SEEDS);
  },
);

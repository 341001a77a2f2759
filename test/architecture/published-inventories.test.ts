import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { FIXTURES } from '../fixtures.ts';

describe('inventory of the BERT family', () => {
  // Without pooler: embeddings and their norm; per layer four h x h projections, the pair
  // h -> 4h -> h, all with biases, and two norms.
  const formula = (layers: number, h: number): number =>
    (30522 + 512 + 2) * h +
    2 * h +
    layers * (4 * (h * h + h) + 2 * h + (h * 4 * h + 4 * h) + (4 * h * h + h) + 2 * h);

  test.each([
    ['bert-tiny', 2, 128, '4.37'],
    ['bert-mini', 4, 256, '11.10'],
    ['bert-small', 4, 512, '28.50'],
    ['bert-medium', 8, 512, '41.11'],
    ['bert-base', 12, 768, '108.89'],
    ['bert-large', 24, 1024, '334.09'],
  ])('%s: %i layers of %i have %s million parameters', async (name, layers, h, millions) => {
    const { candidates, problems } = await readCandidates([
      join(FIXTURES, 'bert-family', `${name}.json`),
    ]);
    expect(problems).toEqual([]);
    const { total } = countParameters(inventory(candidates[0]!.architecture, 'normal'));
    expect(total).toBe(formula(layers, h));
    expect((total / 1e6).toFixed(2)).toBe(millions);
  });
});

describeWithBenchmarks('inventory of the FlexiBERT benchmark', () => {
  const rowSchema = z.object({ ID: z.string(), 'Number of Parameters': z.coerce.number() });

  test('the released build of all 500 has the published number of parameters', async () => {
    const folder = join(BENCHMARKS, 'flexibert');
    const csv = readFileSync(join(folder, 'BERT_results_activation.csv'), 'utf8');
    const rows = z.array(rowSchema).parse(parse(csv, { columns: true }));
    const published = rows.map((row) => [row.ID, row['Number of Parameters']]);
    expect(published).toHaveLength(500);
    const { candidates, problems } = await readCandidates([join(folder, 'BERT_benchmark.json')], {
      build: 'released',
    });
    expect(problems).toEqual([]);
    const counted = candidates.map(({ id, architecture }) => [
      id,
      countParameters(inventory(architecture, 'normal')).total,
    ]);
    expect(counted).toEqual(published);
  });
});

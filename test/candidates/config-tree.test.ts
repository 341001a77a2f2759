import { describe, expect, test } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { formatProblem } from '../../src/problem.ts';
import { temporaryFiles } from '../temporary-files.ts';

describe('readCandidates of a LiteTransformerSearch tree', () => {
  const CONFIG =
    'n_head: 2\nd_model: 8\nd_inner: 16\nn_layer: 1\nn_token: 20\nweight_init_type: normal\n';
  const tree = (summary: string): string =>
    temporaryFiles({
      'config_0/j0/model_config.yaml': CONFIG,
      'config_0/j1/model_config.yaml': `scores: {q: 1}\n${CONFIG}`,
      'config_0/j2/model_config.yaml': CONFIG,
      'ppl_summary.yaml': summary,
    });

  test('qualities beside the configs are theirs, by id, unless a record has its own', async () => {
    const folder = tree('config_0_j0: {valid_ppl: 30}\nconfig_0_j1: {valid_ppl: 20}\n');
    const { candidates, problems, warnings } = await readCandidates([folder]);
    expect([problems, warnings]).toEqual([[], []]);
    expect(candidates.map(({ id, scores }) => [id, scores])).toEqual([
      ['config_0_j0', { valid_ppl: 30 }],
      ['config_0_j1', { q: 1 }],
      ['config_0_j2', {}],
    ]);
  });

  test('broken qualities that nobody asked for are a warning, and the configs are read', async () => {
    const folder = tree('config_0_j0: {valid_ppl: .nan, q: 2}\n');
    const { candidates, warnings } = await readCandidates([folder]);
    expect(candidates.map(({ scores }) => scores)).toEqual([{ q: 2 }, { q: 1 }, {}]);
    expect(warnings.map(formatProblem)).toEqual([
      `${folder}/ppl_summary.yaml: config_0_j0.valid_ppl: NaN: ignored, expected a finite number`,
    ]);
    const broken = await readCandidates([tree('a: 1\na: 2\n')]);
    expect(broken.candidates).toHaveLength(3);
    expect(broken.warnings[0]?.message).toMatch(/occurs twice/);
  });
});

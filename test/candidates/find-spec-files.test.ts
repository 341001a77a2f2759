import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findSpecFiles } from '../../src/candidates/find-spec-files.ts';
import { formatProblem } from '../../src/problem.ts';
import { temporaryFiles } from '../temporary-files.ts';

describe('findSpecFiles', () => {
  test('a folder is searched to the bottom, in an order that does not depend on the disk', async () => {
    const folder = temporaryFiles({
      'b.json': '',
      'a.ndjson': '',
      'c.JSONL': '',
      'sub/deep/d.v2.json': '',
      'B.json': '',
    });
    const { files, problems, warnings } = await findSpecFiles(folder);
    expect(files.map(({ path, defaultId }) => [relative(folder, path), defaultId])).toEqual([
      ['B.json', 'B'],
      ['a.ndjson', 'a'],
      ['b.json', 'b'],
      ['c.JSONL', 'c'],
      [join('sub', 'deep', 'd.v2.json'), 'sub/deep/d.v2'],
    ]);
    expect([problems, warnings]).toEqual([[], []]);
  });

  test('what is passed over in a folder is named', async () => {
    const folder = temporaryFiles({
      ...{ 'a.json': '', 'truth.csv': '', '.json': '', 'pytorch_model.bin': '' },
    });
    const { files, warnings } = await findSpecFiles(folder);
    expect(files).toHaveLength(1);
    expect(warnings.map(formatProblem)).toEqual([
      `${folder}/.json: ignored: hidden`,
      `${folder}/pytorch_model.bin: ignored: a PyTorch pickle: convert it to safetensors`,
      `${folder}/truth.csv: ignored: not a .json, .ndjson, .jsonl, .yaml, .yml or .safetensors file`,
    ]);
  });

  test('a folder with nothing to read in it, empty or not, is refused', async () => {
    const folder = temporaryFiles({ 'notes/readme.md': '' });
    mkdirSync(join(folder, 'empty'));
    for (const path of [folder, join(folder, 'empty')]) {
      const { files, problems } = await findSpecFiles(path);
      expect(files).toEqual([]);
      expect(problems.map(formatProblem)).toEqual([
        `${path}: empty: expected .json, .ndjson, .jsonl, .yaml, .yml or .safetensors files in the directory`,
      ]);
    }
  });

  test('a file that is named is read whatever its ending', async () => {
    const folder = temporaryFiles({ 'spec.txt': '', noending: '' });
    expect((await findSpecFiles(`${folder}/spec.txt`)).files).toEqual([
      { path: `${folder}/spec.txt`, defaultId: 'spec' },
    ]);
    expect((await findSpecFiles(`${folder}/noending`)).files).toMatchObject([
      { defaultId: 'noending' },
    ]);
  });

  test('a missing path is refused by name, and so is one without a name', async () => {
    const missing = await findSpecFiles('/nowhere/at/all');
    expect(missing.problems.map(formatProblem)).toEqual([
      '/nowhere/at/all: no such file or directory',
    ]);
    const unnamed = await findSpecFiles('');
    expect(unnamed.problems.map(formatProblem)).toEqual(['"": no such file or directory']);
  });

  const tree = {
    'ppl_summary.yaml': '',
    'params_summary.yaml': '',
    'config_0/j1/model_config.yaml': '',
    'config_12/j0/model_config.yml': '',
    'other/model_config.yaml': '',
    'reference-scores/snip_cost.yaml': '',
    'reference-scores/snip_scores_seed_1111.yaml': '',
  };

  test('a LiteTransformerSearch tree: ids by config and job, qualities at hand, the rest in two warnings', async () => {
    const folder = temporaryFiles(tree);
    const { files, problems, warnings } = await findSpecFiles(folder);
    const qualities = join(folder, 'ppl_summary.yaml');
    expect(files.map((file) => [file.defaultId, file.qualities])).toEqual([
      ['config_0_j1', qualities],
      ['config_12_j0', qualities],
      ['other/model_config', qualities],
    ]);
    expect(problems).toEqual([]);
    expect(warnings.map(formatProblem)).toEqual([
      `${folder}: ignored "params_summary.yaml": numbers by id, no specs`,
      `${folder}/reference-scores: ignored "snip_cost.yaml", "snip_scores_seed_1111.yaml": numbers by id, no specs`,
    ]);
  });

  test('a part of a tree, or one config of it, has the same ids but no qualities', async () => {
    const folder = temporaryFiles(tree);
    for (const input of ['config_0', 'config_0/j1', 'config_0/j1/model_config.yaml']) {
      const { files } = await findSpecFiles(join(folder, input));
      const path = join(folder, 'config_0', 'j1', 'model_config.yaml');
      expect(files).toMatchObject([{ path, defaultId: 'config_0_j1' }]);
      expect(files[0]).not.toHaveProperty('qualities');
    }
  });

  test('a config.json has the name of its folder, and what lies beside it is named and left: catches a vocabulary taken for a spec', async () => {
    const folder = temporaryFiles({
      'a/config.json': '',
      'a/tokenizer.json': '',
      'a/generation_config.json': '',
      'b/tokenizer.json': '',
    });
    const { files, warnings } = await findSpecFiles(folder);
    expect(files.map(({ defaultId }) => defaultId)).toEqual(['a', 'b/tokenizer']);
    expect(warnings.map(formatProblem)).toEqual([
      `${folder}/a/generation_config.json: ignored: saved beside a model, and no spec`,
      `${folder}/a/tokenizer.json: ignored: saved beside a model, and no spec`,
    ]);
    for (const input of ['a', 'a/config.json']) {
      const named = await findSpecFiles(join(folder, input));
      expect(named.files.map(({ defaultId }) => defaultId)).toEqual(['a']);
    }
  });

  test('a model.safetensors has the name of its folder too, other checkpoints their own: catches two that are both called model', async () => {
    const folder = temporaryFiles({
      'a/model.safetensors': '',
      'b/model.safetensors.index.json': '',
      'b/model-00001-of-00002.safetensors': '',
      'b/model-00002-of-00002.safetensors': '',
      'c/tiny.safetensors': '',
    });
    const { files, warnings } = await findSpecFiles(folder);
    expect(files.map(({ defaultId }) => defaultId)).toEqual(['a', 'b', 'c/tiny']);
    expect(warnings).toEqual([]);
    for (const [path, id] of [
      ['a/model.safetensors', 'a'],
      ['b/model.safetensors.index.json', 'b'],
      ['c/tiny.safetensors', 'tiny'],
      ['a', 'a'],
    ] as const) {
      const named = await findSpecFiles(join(folder, path));
      expect(named.files.map(({ defaultId }) => defaultId)).toEqual([id]);
    }
  });

  test('a folder with a config and a checkpoint is one model: catches one that is ranked twice', async () => {
    const folder = temporaryFiles({
      'a/config.json': '',
      'a/model.safetensors': '',
      'a/other.safetensors': '',
      'b/config.json': '',
    });
    const found = await findSpecFiles(folder);
    expect(found.files.map(({ path }) => relative(folder, path))).toEqual([
      join('a', 'config.json'),
      join('a', 'other.safetensors'),
      join('b', 'config.json'),
    ]);
    expect(found.warnings.map(formatProblem)).toEqual([
      `${folder}/a/model.safetensors: ignored: config.json beside it describes the same model; --mode weights reads this one`,
    ]);
    const weights = await findSpecFiles(folder, 'checkpoint');
    expect(weights.files.map(({ path }) => relative(folder, path))).toEqual([
      join('a', 'model.safetensors'),
      join('a', 'other.safetensors'),
      join('b', 'config.json'),
    ]);
    expect(weights.warnings.map(formatProblem)).toEqual([
      `${folder}/a/config.json: ignored: the checkpoint beside it holds the weights`,
    ]);
  });

  test('qualities are those of the nearest directory', async () => {
    const folder = temporaryFiles({
      'ppl_summary.yaml': '',
      'a/ppl_summary.yml': '',
      'a/b/spec.json': '',
      'spec.json': '',
    });
    const { files } = await findSpecFiles(folder);
    expect(files.map(({ qualities = '' }) => relative(folder, qualities))).toEqual([
      join('a', 'ppl_summary.yml'),
      'ppl_summary.yaml',
    ]);
  });
});

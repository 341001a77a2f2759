import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { formatProblem } from '../../src/problem.ts';
import { huggingFace, spec } from '../formats/specs.ts';
import { temporaryFiles } from '../temporary-files.ts';

async function read(
  ...inputs: string[]
): Promise<Record<'ids' | 'problems' | 'warnings', string[]>> {
  const { candidates, problems, warnings } = await readCandidates(inputs);
  return {
    ids: candidates.map(({ id }) => id),
    problems: problems.map(formatProblem),
    warnings: warnings.map(formatProblem),
  };
}

const MODEL = JSON.stringify(huggingFace());

describe('a folder with a model', () => {
  test('gives the model, whatever libraries save beside it, in one warning', async () => {
    const folder = temporaryFiles({
      'm/config.json': MODEL,
      'm/trainer_state.json': '{"log_history": []}',
      'm/training_args.json': '{"arch": "llama", "seed": 1}',
      'm/all_results.json': '{"loss": 1}',
      'm/quantize_config.json': '{"bits": 4}',
      'm/processor_config.json': '{}',
      'm/adapter_config.json': '{"peft_type": "LORA"}',
      'm/pytorch_model.bin.index.json': '{"weight_map": {}}',
      'm/config_sentence_transformers.json': '{"model_type": "SentenceTransformer"}',
      'm/tokenizer.json': 'not read at all',
      'm/1_Pooling/config.json': '{"word_embedding_dimension": 8}',
      'm/2_Dense/config.json': '{"in_features": 8, "bias": true}',
    });
    expect(await read(folder)).toEqual({
      ids: ['m'],
      problems: [],
      warnings: [
        `${folder}/m/adapter_config.json: ignored: saved beside a model, and no spec (and in 10 more files)`,
      ],
    });
  });

  test('passes over hidden files and folders, each once', async () => {
    const folder = temporaryFiles({
      'config.json': MODEL,
      '.github/ci.yml': 'on: push',
      '.github/more/release.yml': 'on: push',
      '.hidden.json': '{}',
    });
    expect((await read(folder)).warnings).toEqual([
      `${folder}/.github: ignored: hidden (and in 1 more file)`,
    ]);
  });
});

describe('a file that was found in a folder', () => {
  test('is told by its content: a spec with the name of a companion is one, and a companion is none', async () => {
    const folder = temporaryFiles({
      'modules.json': JSON.stringify(spec()),
      'other/modules.json': '[{"idx": 0, "name": "0"}]',
      'other/any-name.json': '{"log_history": [], "epoch": 1}',
    });
    expect(await read(folder)).toEqual({
      ids: ['modules'],
      problems: [],
      warnings: [
        `${folder}/other/any-name.json: ignored: saved beside a model, and no spec (and in 1 more file)`,
      ],
    });
  });

  test('is refused all the same where neither its name nor its keys explain it', async () => {
    const folder = temporaryFiles({ 'config.json': MODEL, 'spec.json': '{"hiden_size": 1}' });
    expect((await read(folder)).problems).toEqual([
      expect.stringMatching(/spec\.json: an object with "hiden_size" is no spec/),
    ]);
  });

  test('is refused where it was named itself', async () => {
    const folder = temporaryFiles({ 'config.json': MODEL, 'modules.json': '[{"idx": 0}]' });
    expect((await read(`${folder}/modules.json`)).problems).toEqual([
      expect.stringMatching(/modules\.json\[0\]: an object with "idx" is no spec/),
    ]);
  });

  test('is regular, or a link to one: catches a pipe that is waited for without end', async () => {
    const folder = temporaryFiles({ 'a.json': JSON.stringify(spec()), 'sub/b.json': MODEL });
    execFileSync('mkfifo', [`${folder}/pipe.json`]);
    symlinkSync(`${folder}/a.json`, `${folder}/sub/link.json`);
    symlinkSync(`${folder}/sub`, `${folder}/folder.json`);
    symlinkSync(`${folder}/pipe.json`, `${folder}/pipe-link.json`);
    symlinkSync('/dev/zero', `${folder}/zeros.json`);
    symlinkSync(`${folder}/pipe.json`, `${folder}/weights.safetensors`);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(`${folder}/socket.json`, resolve));
    symlinkSync(`${folder}/socket.json`, `${folder}/socket-link.json`);
    expect(await read(folder)).toEqual({
      ids: ['a', 'sub/b', 'sub/link'],
      problems: [],
      warnings: [`${folder}/folder.json: ignored: no regular file (and in 6 more files)`],
    });
    server.close();
  });
});

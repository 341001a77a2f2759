import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryFiles } from '../temporary-files.ts';
import { ROOT, zerolm } from './run.ts';

const QWEN = {
  id: 'my-qwen',
  scores: { loss: 2.5 },
  model_type: 'qwen2',
  ...{ vocab_size: 40, hidden_size: 24, num_hidden_layers: 2, num_attention_heads: 4 },
  ...{ num_key_value_heads: 2, intermediate_size: 20, tie_word_embeddings: true },
  rope_theta: 1_000_000,
  torch_dtype: 'bfloat16',
  my_own_key: { a: [1] },
};
const GPT2 = {
  model_type: 'gpt2',
  n_embd: 24,
  n_layer: 2,
  n_head: 4,
  n_positions: 8,
  vocab_size: 30,
};

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

function folder(): string {
  return temporaryFiles({ 'qwen.json': JSON.stringify(QWEN), 'gpt2.json': JSON.stringify(GPT2) });
}

describe('zerolm convert --to hugging-face', () => {
  it('gives a config back with all of its keys and none of ours, and names unknown ones once', () => {
    const path = folder();
    const { status, stderr } = zerolm([
      ...['convert', join(path, 'qwen.json'), '--to', 'hugging-face', '--out', `${path}/out/`],
    ]);
    expect(status).toBe(0);
    expect(stderr).toBe(
      `warning: ${join(path, 'qwen.json')}: my_own_key: unknown key, kept as it is\n`,
    );
    const { id: _, scores: __, ...config } = QWEN;
    const written: unknown = JSON.parse(
      readFileSync(join(path, 'out', 'my-qwen', 'config.json'), 'utf8'),
    );
    expect(written).toEqual({ architectures: ['Qwen2ForCausalLM'], ...config });
    expect(existsSync(join(path, 'out', 'my-qwen', 'model.safetensors'))).toBe(false);
  });

  it('--weights writes a folder of both, which is read with the same counts, by config and by weights', () => {
    const path = folder();
    const out = temporaryFiles({});
    const { stdout } = zerolm([
      ...['convert', path, '--to', 'hugging-face', '--out', `${out}/`, '--weights', '--seed', '3'],
    ]);
    const total = (more: string[]): string[] =>
      zerolm(['rank', ...more, '--format', 'csv'])
        .stdout.trim()
        .split('\n')
        .slice(1)
        .map((row) => row.split(',')[6] ?? '')
        .sort();
    expect(stdout).toMatch(/: 2 hugging-face specs, [\d,]+ parameters in single precision\n$/);
    const all = total([path]);
    expect(total([out])).toEqual(all);
    expect(total([out, '--mode', 'weights', '--alpha', '1'])).toEqual(all);
    const lastLine = (...mode: string[]): string | undefined =>
      zerolm(['score', join(out, 'gpt2'), ...mode])
        .stdout.split('\n')
        .at(-2);
    expect(lastLine('--mode', 'weights')).toContain('15,408');
    expect(lastLine('--mode', 'weights')).toBe(lastLine('--mode', 'sampled', '--seed', '3'));
  });

  it.skipIf(!hasNumpy)(
    `--weights stores a GPT-2 with its inputs first, as numpy reads it${hasNumpy ? '' : ' (skipped: no python3 with numpy)'}`,
    () => {
      const path = folder();
      zerolm([
        ...['convert', join(path, 'gpt2.json'), '--to', 'hugging-face'],
        ...['--out', path, '--weights'],
      ]);
      const script = join(ROOT, 'scripts', 'read-checkpoint.py');
      const model = join(path, 'gpt2', 'model.safetensors');
      const { tensors } = z
        .object({ tensors: z.record(z.string(), z.object({ shape: z.array(z.int()) })) })
        .parse(JSON.parse(execFileSync('python3', [script, model], { encoding: 'utf8' })));
      expect(tensors['transformer.h.0.attn.c_attn.weight']?.shape).toEqual([24, 72]);
      expect(tensors['transformer.wte.weight']?.shape).toEqual([30, 24]);
    },
  );

  it('refuses --weights without a folder of configs, and a seed without --weights', () => {
    const path = folder();
    const qwen = join(path, 'qwen.json');
    for (const [to, ...more] of [
      ['hugging-face'],
      ['hugging-face', '--out', join(path, 'one.json')],
      ['flexibert', '--out', `${path}/out/`],
      ['pytorch'],
    ]) {
      const { status, stderr } = zerolm(['convert', qwen, '--to', to ?? '', '--weights', ...more]);
      expect([status, stderr]).toEqual([
        2,
        expect.stringContaining('--weights: expected --to hugging-face'),
      ]);
    }
    const seeded = zerolm(['convert', qwen, '--to', 'hugging-face', '--seed', '1']);
    expect(seeded.stderr).toContain('--seed: expected --weights too');
  });
});

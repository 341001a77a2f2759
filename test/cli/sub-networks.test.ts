import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFiles } from '../temporary-files.ts';
import { zerolm } from './run.ts';

const CONFIG = {
  model_type: 'gpt2',
  vocab_size: 50,
  n_embd: 16,
  n_layer: 3,
  n_head: 4,
  n_inner: 32,
  n_positions: 8,
};

/** A folder with a model, its weights, and a space of its sub-networks. */
function model(choices: object): string {
  const folder = temporaryFiles({
    'gpt2/config.json': JSON.stringify(CONFIG),
    'space.json': JSON.stringify({ checkpoint: 'gpt2', ...choices }),
  });
  const out = join('gpt2', 'model.safetensors');
  const made = zerolm(['init', join('gpt2', 'config.json'), '--out', out], { cwd: folder });
  expect(made.stderr).toBe('');
  return folder;
}

describe('zerolm search --mode weights', () => {
  const layers = { choices: { feed_forward_width: [8, 32], num_attention_heads: [1, 4] } };
  const args = ['search', 'space.json', '--mode', 'weights', '--constraint', 'params <= 5k'];

  it('writes the best as a checkpoint that scores as found', () => {
    const cwd = model({ layers });
    const found = zerolm([...args, '--extract', 'out', '--format', 'json'], { cwd });
    expect(found.stderr).toBe('');
    const { ranking, extracted } = JSON.parse(found.stdout) as {
      ranking: { id: string; score: number }[];
      extracted: object;
    };
    expect(extracted).toMatchObject({
      id: ranking[0]?.id,
      folder: 'out',
      spec: 'sub-network.json',
      whyNoConfig: 'its layers differ in their sizes',
    });
    const file = join('out', 'model.safetensors');
    const scored = zerolm(['score', file, '--mode', 'weights', '--format', 'json'], { cwd });
    const own = JSON.parse(scored.stdout) as { score: number };
    expect(own.score / (ranking[0]?.score ?? NaN)).toBeCloseTo(1, 12);
  });

  it('says where it wrote to, and refuses to write there again', () => {
    const cwd = model({ choices: { feed_forward_width: [8] } });
    const own = ['search', 'space.json', '--mode', 'weights', '--extract', 'out'];
    const { stdout, status } = zerolm(own, { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/wrote e0 to out: 40 tensors, [\d,]+ bytes, and config\.json/);
    expect(readdirSync(join(cwd, 'out')).sort()).toEqual(['config.json', 'model.safetensors']);
    const again = zerolm(own, { cwd });
    expect(again.status).toBe(2);
    expect(again.stderr).toContain('out: --extract: the folder is not empty; name a new one');
  });

  it('refuses a space whose sizes the checkpoint does not have, with exit code 2', () => {
    const cwd = model({ layers });
    const space = { checkpoint: 'gpt2', choices: { feed_forward_width: [33] } };
    writeFileSync(join(cwd, 'space.json'), JSON.stringify(space));
    const { status, stderr } = zerolm(args, { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain(
      'space.json: choices.feed_forward_width[0]: 33: expected at most 32, the width that the layer has',
    );
  });
});

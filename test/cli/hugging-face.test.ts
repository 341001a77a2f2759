import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inspectDocument } from '../../src/report/documents/inspect-document.ts';
import { rankDocument } from '../../src/report/documents/rank-document.ts';
import { scoreDocument } from '../../src/report/documents/score-document.ts';
import { CONFIGS } from '../formats/hugging-face/configs.ts';
import { huggingFace } from '../formats/specs.ts';
import { outputOf, zerolm } from './run.ts';

/** A folder with files of JSON by their names. */
function folderOf(files: Readonly<Record<string, object>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-hugging-face-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify(content));
  }
  return folder;
}

describe('zerolm of Hugging Face configs', () => {
  it('ranks folders of models by their names, each of its own family', () => {
    const folder = folderOf({
      'bert/config.json': CONFIGS['bert-base-uncased'],
      'gpt2/config.json': CONFIGS.gpt2,
      'llama/config.json': CONFIGS['Llama-2-7b'],
      't5/config.json': CONFIGS['t5-small'],
    });
    const { stdout, stderr } = zerolm(['rank', folder, '--format', 'json']);
    expect(stderr).toBe(
      'warning: decoders, encoders, and encoder-decoders together: scores of different families have no common scale\n',
    );
    const { ranking, settings } = rankDocument.parse(JSON.parse(stdout));
    expect(Object.fromEntries(ranking.map((one) => [one.id, one.parameters.total]))).toEqual({
      llama: 6_738_415_616,
      gpt2: 124_439_808,
      bert: 109_482_240,
      t5: 60_506_624,
    });
    expect(Object.keys('default' in settings.balance ? settings.balance.default : {})).toEqual([
      'encoder',
      'decoder',
      'encoder-decoder',
    ]);
  });

  it('--experts routed leaves the others out of the capacity and in the parameters, and says so', () => {
    const folder = folderOf({ 'a.json': huggingFace({ model_type: 'mixtral' }) });
    const scoreOf = (...args: string[]) =>
      scoreDocument.parse(
        JSON.parse(outputOf(['score', join(folder, 'a.json'), '--format', 'json', ...args])),
      );
    const [all, routed] = [scoreOf(), scoreOf('--experts', 'routed')];
    expect(routed.parameters).toEqual(all.parameters);
    expect(routed.capacity.attention).toBe(all.capacity.attention);
    expect(routed.capacity.feedForward).toBeLessThan(all.capacity.feedForward / 2);
    expect([all.settings.experts, routed.settings.experts]).toEqual([undefined, 'routed']);
  });

  it('inspects every weight by its name in the checkpoint', () => {
    const folder = folderOf({ 'a.json': CONFIGS['t5-small'] });
    const { parameters, weights } = inspectDocument.parse(
      JSON.parse(outputOf(['inspect', join(folder, 'a.json'), '--format', 'json'])),
    );
    expect(parameters.total).toBe(60_506_624);
    expect(weights.map(({ path }) => path)).toContain(
      'decoder.block.5.layer.1.EncDecAttention.q.weight',
    );
  });

  it('samples the weights of shared blocks once: catches a matrix that is drawn for each', () => {
    const albert = {
      model_type: 'albert',
      vocab_size: 50,
      num_hidden_layers: 2,
      embedding_size: 8,
      hidden_size: 16,
      num_attention_heads: 2,
      intermediate_size: 32,
    };
    const folder = folderOf({ 'a.json': albert, 'b.json': { ...albert, num_hidden_layers: 3 } });
    const { ranking } = rankDocument.parse(
      JSON.parse(outputOf(['rank', folder, '--mode', 'sampled', '--format', 'json'])),
    );
    expect(new Set(ranking.map(({ score }) => score)).size).toBe(1);
  });

  it('compares, and evaluates proxies of, models of several families', () => {
    const folder = folderOf({
      'a/config.json': CONFIGS['Qwen2-0.5B'],
      'b/config.json': CONFIGS['Qwen3-0.6B'],
      'c/config.json': CONFIGS['gemma-2b'],
      'd/config.json': CONFIGS['Qwen1.5-MoE-A2.7B'],
    });
    expect(outputOf(['explain', folder, '--id', 'a', '--id', 'b'])).toContain('b outranks a');
    const truth = join(folder, 'truth.csv');
    writeFileSync(truth, 'id,quality\na,1\nb,2\nc,3\nd,4\n');
    const models = ['a', 'b', 'c', 'd'].map((name) => join(folder, name));
    // Four candidates are few, and it says so.
    const { status, stdout } = zerolm([
      'evaluate',
      ...models,
      '--truth',
      truth,
      '--within',
      'norm_kind',
    ]);
    expect([status, stdout.includes('flops')]).toEqual([0, true]);
  });

  it('refuses an unknown family with the nearest, and an unknown choice of experts', () => {
    const folder = folderOf({ 'a.json': huggingFace({ model_type: 'mistrall' }) });
    const { status, stdout, stderr } = zerolm(['score', join(folder, 'a.json')]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('a.json: model_type: "mistrall": expected one of the');
    expect(stderr).toContain('did you mean mistral?');
    expect(zerolm(['score', 'x', '--experts', 'none']).stderr).toContain(
      'Allowed choices are all, routed',
    );
  });
});

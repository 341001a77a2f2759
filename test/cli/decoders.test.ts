import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RankDocument } from '../../src/index.ts';
import { explainDocument } from '../../src/report/documents/explain-document.ts';
import { rankDocument } from '../../src/report/documents/rank-document.ts';
import { scoreDocument } from '../../src/report/documents/score-document.ts';
import { outputOf, zerolm } from './run.ts';

const TREE = 'fixtures/lts-gpt2';
const RECORDS = 'fixtures/hw-gpt.ndjson';
const XL = 'fixtures/transformer-xl.yaml';

function ranked(...args: string[]): RankDocument {
  return rankDocument.parse(JSON.parse(outputOf(['rank', ...args, '--format', 'json'])));
}

/** What a refused run says. */
function refusal(...args: string[]): string {
  const { status, stdout, stderr } = zerolm(args);
  expect([status, stdout]).toEqual([2, '']);
  return stderr;
}

function temporary(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-decoders-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('zerolm rank of decoders', () => {
  it('takes the qualities beside a tree, lower is better by their name: catches a praised inversion', () => {
    const { evaluation, ranking, settings } = ranked(TREE);
    expect(settings.truth?.column).toBe('valid_ppl');
    expect(evaluation).toMatchObject({ n: 6, direction: 'lower-is-better', missingTruth: [] });
    expect(evaluation?.kendallTauB.value).toBeGreaterThan(0.8);
    expect(ranking[0]).toMatchObject({ id: 'config_1_j2', truth: 38.25 });
  });

  it('takes the same from a YAML file that is named, of another column', () => {
    const truth = [`--truth`, `${TREE}/ppl_summary.yaml`];
    const named = ranked(TREE, ...truth);
    const beside = ranked(TREE);
    expect(named.ranking).toEqual(beside.ranking);
    expect(named.evaluation).toEqual(beside.evaluation);
    const other = ranked(TREE, ...truth, '--truth-column', 'test_ppl');
    expect(other.settings.truth?.column).toBe('test_ppl');
    expect(other.evaluation?.direction).toBe('lower-is-better');
  });

  it('takes perplexity from HW-GPT-Bench records, and accuracy if asked', () => {
    expect(ranked(RECORDS, '--no-scores').evaluation).toBeUndefined();
    const { stdout } = zerolm(['rank', RECORDS, '--format', 'json']);
    const byPerplexity = rankDocument.parse(JSON.parse(stdout));
    expect(byPerplexity.evaluation?.direction).toBe('lower-is-better');
    const asked = zerolm(['rank', RECORDS, '--truth-column', 'accuracy', '--format', 'json']);
    const byAccuracy = rankDocument.parse(JSON.parse(asked.stdout));
    expect(byAccuracy.evaluation?.direction).toBe('higher-is-better');
    // Accuracy falls as perplexity rises in the fixture, but for nothing.
    expect(byAccuracy.evaluation?.kendallTauB.value).toBeCloseTo(
      byPerplexity.evaluation?.kendallTauB.value ?? NaN,
    );
  });

  it('builds HW-GPT-Bench records as trained, with heads of 64, unless asked otherwise', () => {
    const attentionOf = (...args: string[]): number | undefined =>
      ranked(RECORDS, '--no-scores', ...args).ranking.find(({ id }) => id === 'gpt-4')?.parameters
        .attention;
    // 16 heads of 64 in three layers, each with 3 * 64 biases, and three outputs.
    const trained = 16 * 64 * (4 * 288 + 3) + 3 * 288;
    expect(attentionOf()).toBe(trained);
    expect(attentionOf('--build', 'trained')).toBe(trained);
    expect(attentionOf('--build', 'declared')).toBe(3 * 4 * (288 * 288 + 288));
  });

  it('--higher-is-better turns the sign of an agreement, and of the order by truth', () => {
    const lower = ranked(TREE, '--sort', 'truth');
    const higher = ranked(TREE, '--sort', 'truth', '--higher-is-better');
    expect(higher.evaluation?.direction).toBe('higher-is-better');
    expect(higher.evaluation?.kendallTauB.value).toBeCloseTo(
      -(lower.evaluation?.kendallTauB.value ?? NaN),
    );
    expect(higher.ranking.map(({ id }) => id)).toEqual(lower.ranking.map(({ id }) => id).reverse());
    expect(refusal('rank', TREE, '--higher-is-better', '--lower-is-better')).toContain(
      "'--higher-is-better' cannot be used with option '--lower-is-better'",
    );
  });

  it('refuses qualities that are not one, with what to do', () => {
    const glue = temporary(
      'glue.json',
      '{"hidden_size":64,"scores":{"glue":70},"nas_config":{"encoder_layers":[{"operation_type":"SA","operation_parameter":"SDP","num_operation_heads":2,"feed_forward_dimension":9,"num_feed_forward":1}]}}',
    );
    const message = refusal('rank', glue, RECORDS);
    expect(message).toContain(
      'hw-gpt.ndjson:1: scores: "perplexity", "accuracy": expected "glue", as other candidates carry; choose one with --truth-column, or give the two kinds to a run each',
    );
    const { status, stdout } = zerolm(['rank', glue, RECORDS, '--no-scores', '--format', 'csv']);
    expect([status, stdout.trim().split('\n').length]).toEqual([0, 7]);
  });

  it('gives the settings that repeat the result: the family that was asked for', () => {
    expect(ranked(TREE, '--family', 'transformer-xl').settings.family).toBe('transformer-xl');
    expect(ranked(TREE).settings.family).toBeUndefined();
  });

  it('names a broken place of YAML by line and column', () => {
    const broken = temporary('a.yaml', 'n_layer: 1\nn_head: {\n');
    expect(refusal('rank', broken)).toMatch(/a\.yaml:3:1: not YAML: /);
    const empty = temporary('b.yaml', '');
    expect(refusal('rank', empty)).toContain('b.yaml: empty: expected at least one spec');
  });
});

describe('zerolm score and inspect of a Transformer-XL', () => {
  it('has 20,608 parameters of attention in a block of 64', () => {
    const { blocks } = scoreDocument.parse(JSON.parse(outputOf(['score', XL, '--format', 'json'])));
    expect(blocks.map(({ parameters }) => parameters.attention)).toEqual([20_608, 20_608, 20_608]);
  });

  it('lists its weights by the names of its checkpoint', () => {
    const text = outputOf(['inspect', XL]);
    for (const name of [
      'word_emb.emb_layers.0.weight',
      'layers.0.dec_attn.r_w_bias',
      'crit.cluster_weight',
    ]) {
      expect(text).toContain(name);
    }
  });

  it('sampled capacities are near the expected ones: catches a matrix that is drawn otherwise', () => {
    const scoreOf = (...args: string[]): number =>
      scoreDocument.parse(JSON.parse(outputOf(['score', XL, '--format', 'json', ...args]))).score;
    expect(scoreOf('--mode', 'sampled') / scoreOf()).toBeCloseTo(1, 1);
  });

  it('is refused where --family contradicts it', () => {
    expect(refusal('score', XL, '--family', 'gpt2')).toContain(
      'experiment_name: names transformer-xl, but --family is gpt2',
    );
    expect(refusal('score', XL, '--family', 'llama')).toContain('Allowed choices are gpt2');
  });
});

describe('zerolm explain of decoders', () => {
  it('reads both as --family says: catches an option that is printed and not used', () => {
    const config = 'n_layer: 2\nn_head: 2\nd_model: 64\nd_inner: 100\nn_token: 1000\n';
    const files = [temporary('a.yaml', config), temporary('b.yaml', `${config}id: b\n`)];
    const args = ['explain', ...files, '--family', 'transformer-xl', '--format', 'json'];
    const { a, b, settings } = explainDocument.parse(JSON.parse(outputOf(args)));
    expect(settings.family).toBe('transformer-xl');
    // Two blocks of 64: the relative positions are 64 x 64 and 2 x 64 of them.
    expect([a, b].map(({ parameters }) => parameters.attention)).toEqual([41_216, 41_216]);
  });
});

describe('zerolm tune of decoders', () => {
  it('writes the family down, and --settings reads by it: catches a balance of other models', () => {
    const out = temporary('settings.json', '');
    const args = ['tune', TREE, '--strategy', 'label-free', '--family', 'transformer-xl'];
    outputOf([...args, '--out', out]);
    const { ranking, settings } = ranked(TREE, '--settings', out);
    expect(settings.family).toBe('transformer-xl');
    const asked = ranked(TREE, '--family', 'transformer-xl').ranking;
    const sizesOf = (entries: RankDocument['ranking']): number[] =>
      entries.map(({ parameters }) => parameters.total).sort();
    expect(sizesOf(ranking)).toEqual(sizesOf(asked));
    expect(sizesOf(ranking)).not.toEqual(sizesOf(ranked(TREE).ranking));
  });
});

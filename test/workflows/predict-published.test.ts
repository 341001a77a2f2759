import { readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import type { PredictDocument } from '../../src/report/documents/predict-document.ts';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';
import { readTruth } from '../../src/truth/truth.ts';
import { predict, type PredictRequest } from '../../src/workflows/predict.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { valueOf } from '../evaluation/value-of.ts';

describeWithBenchmarks('predict on published benchmarks', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'zerolm-predict-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const file = (name: string): string => join(folder, name);

  async function documentOf(request: PredictRequest): Promise<PredictDocument> {
    const run = await predict(request);
    if (!run.ok) throw new Error(JSON.stringify(run.problems));
    return run.value.document;
  }

  /** Tau-b of the predictions with the qualities, higher is better, that were not given as labels. */
  async function heldOutTau(
    input: string,
    known: ReadonlyMap<string, number>,
    count: number,
    options: Partial<PredictRequest>,
  ): Promise<number> {
    const inputs = [input];
    const ids = [...known.keys()].join(',');
    const pool = { inputs, scores: false, ids, ...options };
    const { suggestions = [] } = await documentOf({ ...pool, suggest: count });
    const chosen = new Set(suggestions.map(({ id }) => id));
    const rows = [...chosen].map((id) => `${id},${known.get(id) ?? NaN}`);
    writeFileSync(file('chosen.csv'), ['id,quality', ...rows].join('\n'));
    const { ranking } = await documentOf({ ...pool, scores: true, truth: file('chosen.csv') });
    const held = ranking.filter(({ id }) => !chosen.has(id));
    const tau = kendallTauB(
      held.map(({ mean }) => roundForTies(mean)),
      held.map(({ id }) => known.get(id) ?? NaN),
    );
    return valueOf(tau).value;
  }

  const at = (...path: readonly string[]): string => join(BENCHMARKS, ...path);

  it.each([
    [5, 0.744],
    [10, 0.752],
    [20, 0.755],
    [50, 0.758],
  ])(
    '%d labels of FlexiBERT, trained build, give the tau-b %d of the notes',
    async (count, tau) => {
      const input = at('flexibert', 'BERT_benchmark.json');
      const { candidates } = await readCandidates([input], {});
      const known = new Map(candidates.map(({ id, scores }) => [id, scores.glue ?? NaN]));
      const found = await heldOutTau(input, known, count, { build: 'trained' });
      expect(Math.abs(found - tau)).toBeLessThanOrEqual(0.002);
    },
  );

  it.each([
    [5, 0.92],
    [10, 0.927],
    [20, 0.922],
    [50, 0.935],
  ])('%d labels of gpt2-wt103 give the tau-b %d of the notes', async (count, tau) => {
    const truth = await readTruth(at('gpt2-wt103', 'ppl_summary.yaml'), 'valid_ppl', 'refuse');
    if (!truth.ok) throw new Error('no truth');
    const known = new Map([...truth.value.values].map(([id, value]) => [id, -value]));
    const found = await heldOutTau(at('gpt2-wt103'), known, count, {});
    expect(Math.abs(found - tau)).toBeLessThanOrEqual(0.002);
  });

  it.each([
    [5, 0.714],
    [10, 0.771],
    [20, 0.847],
  ])('%d labels of nmt-hpo, ja-en, give the tau-b %d of the notes', async (count, tau) => {
    const found = await heldOutTau(tableOf('ja-en'), await bleuOf('ja-en'), count, {});
    expect(Math.abs(found - tau)).toBeLessThanOrEqual(0.002);
  });

  it.each([
    [5, 0.1184],
    [10, 0.2018],
    [20, 0.4588],
    [50, 0.5301],
  ])('%d labels of nmt-hpo, sw-en, give the tau-b %d of the notes', async (count, tau) => {
    const found = await heldOutTau(tableOf('sw-en'), await bleuOf('sw-en'), count, {});
    expect(Math.abs(found - tau)).toBeLessThanOrEqual(0.0003);
  });

  /** The table of shapes of a pair: Sockeye has two embeddings and an output matrix. */
  function tableOf(pair: string): string {
    const lines = readFileSync(at('nmt-hpo', 'architectures.csv'), 'utf8').split('\n');
    const rows = lines.filter((line) => line.startsWith('id,') || line.startsWith(pair));
    const columns = [
      '# model_type=marian vocab_size=bpe d_model=embed encoder_layers=layers',
      '# decoder_layers=layers encoder_ffn_dim=ffn decoder_ffn_dim=ffn',
      '# encoder_attention_heads=heads decoder_attention_heads=heads',
      '# share_encoder_decoder_embeddings=false tie_word_embeddings=false',
    ];
    writeFileSync(file('pair.csv'), [...columns, ...rows].join('\n'));
    return file('pair.csv');
  }

  async function bleuOf(pair: string): Promise<ReadonlyMap<string, number>> {
    const truth = await readTruth(at('nmt-hpo', 'architectures.csv'), 'bleu_best', 'refuse');
    if (!truth.ok) throw new Error('no truth');
    return new Map([...truth.value.values].filter(([id]) => id.startsWith(pair)));
  }
});

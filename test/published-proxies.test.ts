import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Architecture } from '../src/architecture/architecture.ts';
import { completeArchitecture } from '../src/architecture/complete-architecture.ts';
import { kendallTauB } from '../src/evaluation/kendall-tau-b.ts';
import { spearmanRho } from '../src/evaluation/spearman-rho.ts';
import type { Build } from '../src/formats/candidate-format.ts';
import { readCandidates } from '../src/candidates/read-candidates.ts';
import { DEFAULT_PROXY_SETTINGS, type ProxySettings } from '../src/proxy-parts/proxy.ts';
import { PROXIES } from '../src/proxies/registry.ts';
import { roundForTies } from '../src/scoring/round-for-ties.ts';
import { BENCHMARKS, describeWithBenchmarks } from './benchmarks.ts';
import { scoresOf } from './proxies/scores-of.ts';
import { valueOf } from './evaluation/value-of.ts';

interface Labelled {
  readonly architectures: readonly Architecture[];
  /** Higher is better. */
  readonly truth: readonly number[];
}

async function readFlexibert(build: Build): Promise<Labelled> {
  const path = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
  const { candidates } = await readCandidates([path], { build });
  expect(candidates).toHaveLength(500);
  return {
    architectures: candidates.map(({ architecture }) => architecture),
    truth: candidates.map(({ scores }) => scores.glue ?? NaN),
  };
}

/** The numbers of a key of a flat YAML file: one, or a list. */
function numbersOf(yaml: string, key: string): number[] {
  const found = new RegExp(`^${key}:( .+|(?:\\n- .+)+)$`, 'm').exec(yaml)?.[1] ?? '';
  return found.split(/[\n-]/).flatMap((text) => (text.trim() === '' ? [] : [Number(text)]));
}

function readGpt2(): Labelled {
  const folder = join(BENCHMARKS, 'gpt2-wt103');
  const qualities = readFileSync(join(folder, 'ppl_summary.yaml'), 'utf8');
  const rows = [
    ...qualities.matchAll(/^(config_\d+)_(j\d+):\n(?: {2}.+\n)*? {2}valid_ppl: (.+)$/gm),
  ];
  expect(rows).toHaveLength(200);
  return {
    architectures: rows.map(([, config = '', job = '']) => {
      const yaml = readFileSync(join(folder, config, job, 'model_config.yaml'), 'utf8');
      const one = (key: string): number => numbersOf(yaml, key)[0] ?? NaN;
      const [heads, widths] = [numbersOf(yaml, 'n_head'), numbersOf(yaml, 'd_inner')];
      return completeArchitecture({
        family: 'decoder',
        embedding: {
          vocabSize: one('n_token'),
          embeddingSize: one('d_embed'),
          maxPositionEmbeddings: one('tgt_len'),
          typeVocabSize: 0,
        },
        blocks: Array.from({ length: one('n_layer') }, (_, index) => ({
          hiddenSize: one('d_model'),
          operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
          numAttentionHeads: heads[index] ?? heads[0] ?? NaN,
          feedForwardWidths: [widths[index] ?? widths[0] ?? NaN],
        })),
        initializerRange: one('weight_init_std'),
      });
    }),
    truth: rows.map(([, , , perplexity]) => -Number(perplexity)),
  };
}

async function expectCorrelations(
  name: string,
  { architectures, truth }: Labelled,
  [tau, rho]: readonly [number, number],
  settings: Partial<ProxySettings> = {},
): Promise<void> {
  const proxy = PROXIES.get(name);
  if (proxy === undefined) throw new Error(`no proxy ${name}`);
  const all = { ...DEFAULT_PROXY_SETTINGS, ...settings };
  const rounded = (await scoresOf(proxy, architectures, all)).map(roundForTies);
  expect(Math.abs(valueOf(kendallTauB(rounded, truth)).value - tau)).toBeLessThanOrEqual(0.001);
  expect(Math.abs(valueOf(spearmanRho(rounded, truth)).value - rho)).toBeLessThanOrEqual(0.001);
}

describeWithBenchmarks('the published correlations of the proxies, without an option', () => {
  it.each([
    { proxy: 'zerolm', build: 'declared', correlations: [0.642, 0.841] },
    { proxy: 'params', build: 'declared', correlations: [0.484, 0.676] },
    { proxy: 'params', build: 'released', correlations: [0.454, 0.652] },
    { proxy: 'params-no-embedding', build: 'trained', correlations: [0.572, 0.765] },
    { proxy: 'depth-width', build: 'declared', correlations: [0.801, 0.925] },
    { proxy: 'nsc', build: 'declared', correlations: [0.635, 0.835] },
  ] as const)(
    '$proxy on FlexiBERT, $build build, is $correlations: catches another count or build',
    async ({ proxy, build, correlations }) => {
      await expectCorrelations(proxy, await readFlexibert(build), correlations);
    },
  );

  it('nsc on gpt2-wt103 is 0.849, 0.968: catches a standard deviation of another family', async () => {
    await expectCorrelations('nsc', readGpt2(), [0.849, 0.968]);
  });

  it('nsc on FlexiBERT in the shapes of its paper is 0.695, 0.884: catches shapes that it has', async () => {
    await expectCorrelations('nsc', await readFlexibert('declared'), [0.695, 0.884], {
      own: { nscShapes: 'paper' },
    });
  });

  it('log-determinant, measured, ranks nearly as nsc does: catches a twin that measures other weights', async () => {
    const flexibert = await readFlexibert('declared');
    const few = {
      architectures: flexibert.architectures.slice(0, 60),
      truth: flexibert.truth.slice(0, 60),
    };
    const [nsc, measured] = ['nsc', 'log-determinant'].map((name) => PROXIES.get(name));
    if (nsc === undefined || measured === undefined) throw new Error('no such proxies');
    const expected = (await scoresOf(nsc, few.architectures)).map(roundForTies);
    const found = (await scoresOf(measured, few.architectures)).map(roundForTies);
    expect(valueOf(kendallTauB(found, expected)).value).toBeGreaterThan(0.95);
    const tau = (scores: readonly number[]): number =>
      valueOf(kendallTauB(scores, few.truth)).value;
    expect(Math.abs(tau(found) - tau(expected))).toBeLessThan(0.02);
  });
});

import { describe, expect, test } from 'vitest';
import { completeArchitecture } from '../../src/architecture/complete-architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { candidateOf, hwGpt, problemsOf, readSpec } from './specs.ts';

describe('an HW-GPT-Bench record', () => {
  test('has the layers of the supernet that its indices name, and its qualities by name', () => {
    const { id, architecture, scores } = candidateOf(hwGpt());
    expect([id, scores]).toEqual(['7', { perplexity: 30.5, accuracy: 0.4 }]);
    const operation = {
      kind: 'self-attention',
      similarity: 'scaled-dot-product',
      fusedQueryKeyValue: true,
      fusedRows: 'heads',
    } as const;
    const common = { hiddenSize: 12, operation, bias: true, norm: 'pre' } as const;
    expect(architecture).toEqual(
      completeArchitecture({
        family: 'decoder',
        naming: 'litgpt',
        embedding: {
          vocabSize: 50_254,
          embeddingSize: 12,
          maxPositionEmbeddings: 0,
          typeVocabSize: 0,
          norm: false,
        },
        blocks: [
          { ...common, numAttentionHeads: 2, feedForwardWidths: [24] },
          { ...common, numAttentionHeads: 3, feedForwardWidths: [48] },
        ],
        finalNorm: true,
        positions: { kind: 'rotary', base: 10_000, fraction: 0.25, scaling: null },
        initializerRange: 0.02,
      }),
    );
  });

  test('declared, its attention is as wide as the model: a count by hand', () => {
    const { architecture } = candidateOf(hwGpt());
    const counts = countParameters(inventory(architecture, 'normal'));
    const linear = (from: number, to: number): number => from * to + to;
    expect(counts).toMatchObject({
      attention: 2 * (linear(12, 36) + linear(12, 12)),
      feedForward: linear(12, 24) + linear(24, 12) + linear(12, 48) + linear(48, 12),
      embedding: 50_254 * 12,
      other: 5 * 24,
    });
  });

  test('trained, a head has a width of 64 whatever the hidden size', () => {
    const { architecture } = candidateOf(hwGpt({ sample_bias: false }), 'trained');
    const { attention } = countParameters(inventory(architecture, 'normal'));
    expect(attention).toBe((2 + 3) * 64 * 12 * 4);
  });

  test('is trained where no build is asked for: catches records whose heads do not divide the width', () => {
    const odd = hwGpt({ sample_n_head: [5, 5, 7] });
    expect(problemsOf(odd)).toHaveLength(2);
    expect(candidateOf(odd, 'default').architecture).toEqual(
      candidateOf(odd, 'trained').architecture,
    );
  });

  test('without qualities it is a candidate like others, and may carry scores of other names', () => {
    const bare = hwGpt({}, { perplexity: undefined, accuracy: undefined, scores: { q: 2 } });
    expect(candidateOf(JSON.parse(JSON.stringify(bare))).scores).toEqual({ q: 2 });
    expect(candidateOf({ ...hwGpt(), scores: { q: 2 } }).scores).toEqual({
      perplexity: 30.5,
      accuracy: 0.4,
      q: 2,
    });
  });

  test('unknown keys are named, in the record and in its architecture', () => {
    const { warnings } = readSpec(hwGpt({ sample_nhead: [1] }, { latency: 3 }));
    expect(warnings.map(({ path, message }) => [path, message])).toEqual([
      ['latency', 'unknown key, ignored'],
      ['arch.sample_nhead', 'unknown key, ignored; did you mean sample_n_head?'],
    ]);
  });

  test.each<[object, object, string]>([
    [
      { sample_embed_dim: 0 },
      {},
      'arch.sample_embed_dim: 0: expected a whole number from 1 to 65536',
    ],
    [
      { sample_n_layer: 3 },
      {},
      'arch.sample_layer_indices: a list of 2: expected 3 items, as many as sample_n_layer says',
    ],
    [
      { sample_layer_indices: [0, 3] },
      {},
      'arch.sample_layer_indices[1]: 3: expected a number below 3, the items of sample_n_head',
    ],
    [
      { sample_layer_indices: [1, 1] },
      {},
      'arch.sample_layer_indices[1]: 1: expected each layer once',
    ],
    [
      { sample_layer_indices: [0, -1] },
      {},
      'arch.sample_layer_indices[1]: -1: expected a whole number from 0 to 4095',
    ],
    [
      { sample_n_head: [5, 1, 1] },
      {},
      'arch.sample_n_head[0]: 5: expected a divisor of sample_embed_dim 12; the trained build, which is the default, has heads of 64 instead',
    ],
    [
      { sample_n_head: [] },
      {},
      'arch.sample_n_head: a list of 0: expected a list of 1 to 4096 items, one for each layer of the supernet',
    ],
    [
      { sample_mlp_ratio: [2.5, 1, 1] },
      {},
      'arch.sample_mlp_ratio[0]: 2.5: expected a whole number from 1 to 64',
    ],
    [
      { sample_embed_dim: 65_536, sample_mlp_ratio: [8, 1, 1] },
      {},
      'arch.sample_mlp_ratio[0]: 8: expected a feed-forward width of at most 262144, not 524288',
    ],
    [{ sample_bias: 'yes' }, {}, 'arch.sample_bias: "yes": expected true or false'],
    [{}, { perplexity: 'low' }, 'perplexity: "low": expected a finite number'],
    [
      {},
      { scores: { perplexity: 99 } },
      'scores.perplexity: 99: expected no other perplexity than that of the record; keep one',
    ],
    [{}, { arch: 7 }, 'arch: 7: expected an object with sample_embed_dim and the like'],
    [{}, { arch: null }, 'arch: null: expected an object with sample_embed_dim and the like'],
  ])('%o and %o are refused', (changes, record, expected) => {
    expect(problemsOf(hwGpt(changes, record))).toContain(`spec.json: ${expected}`);
  });

  test('a layer that the model leaves out may have any heads', () => {
    expect(problemsOf(hwGpt({ sample_n_head: [2, 5, 3] }))).toEqual([]);
  });

  test('it has no released build', () => {
    expect(problemsOf(hwGpt(), 'released')).toEqual([
      'spec.json: there is no released build of an HW-GPT-Bench record, only the trained and declared builds',
    ]);
  });
});

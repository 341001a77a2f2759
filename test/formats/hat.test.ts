import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { multiplyAdds } from '../../src/proxies/flops.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { candidateOf, hat, problemsOf, readSpec } from './specs.ts';

/** Weights of a linear layer with bias. */
const linear = (inputs: number, outputs: number): number => inputs * outputs + outputs;

/** The blocks of a record, after the modules of its authors: all heads together are 512 wide. */
function blocksOf(record: Readonly<Record<string, unknown>>): number {
  const list = (key: string): number[] => (record[key] as unknown[]).map(Number);
  const [e, d, a] = [Number(record['encoder-embed-dim']), Number(record['decoder-embed-dim']), 512];
  let total = 0;
  for (const f of list('encoder-ffn-embed-dim')) {
    total += 3 * linear(e, a) + linear(a, e) + linear(e, f) + linear(f, e) + 2 * 2 * e;
  }
  for (const f of list('decoder-ffn-embed-dim')) {
    total += 3 * linear(d, a) + linear(a, d);
    total += linear(d, a) + 2 * linear(e, a) + linear(a, d);
    total += linear(d, f) + linear(f, d) + 3 * 2 * d;
  }
  return total;
}

describe('a HAT record', () => {
  test('has two stacks of different widths, and attention over one of another width', () => {
    const record = hat();
    const { architecture, scores } = candidateOf(record);
    const counts = countParameters(inventory(architecture, 'normal'));
    expect(counts.embedding).toBe(32_768 * (24 + 48));
    expect(counts.total - counts.embedding).toBe(blocksOf(record));
    expect(scores).toEqual({ scratch_test_bleu: 25.5 });
    expect(architecture.blocks.map(({ crossSource }) => crossSource)).toEqual([
      null,
      null,
      { width: 24, layers: 2, numAttentionHeads: 8 },
    ]);
  });

  test('of one width has one embedding', () => {
    const { architecture } = candidateOf(hat({ 'decoder-embed-dim': 24, vocab_size: 10 }));
    expect(countParameters(inventory(architecture, 'normal')).embedding).toBe(240);
  });

  test('attends to as many more positions as layers: catches keys of the last layer alone', () => {
    const ofLast = candidateOf(hat({ 'decoder-arbitrary-ende-attn': [-1] })).architecture;
    const ofTwo = candidateOf(hat()).architecture;
    // Keys and values of one more layer, and the products with them.
    expect(multiplyAdds(ofTwo, 10) - multiplyAdds(ofLast, 10)).toBe(2 * 24 * 512 + 2 * 10 * 512);
  });

  test('may have the names of the keys that its authors publish', () => {
    const published = Object.fromEntries(
      Object.entries(hat()).map(([key, value]) => [
        Array.isArray(value)
          ? `${key}-all-subtransformer`
          : /^(en|de)coder/.test(key)
            ? `${key}-subtransformer`
            : key,
        value,
      ]),
    );
    const { candidate, warnings } = readSpec(published);
    expect(warnings).toEqual([]);
    expect(candidate?.architecture).toEqual(candidateOf(hat()).architecture);
    expect(problemsOf({ ...published, 'encoder-layer-num': 3 })).toEqual([
      'spec.json: encoder-layer-num-subtransformer: 2: expected 3, the value of encoder-layer-num: both are names of the same key; keep one',
      'spec.json: encoder-ffn-embed-dim-all-subtransformer: a list of 2: expected 3 items, as many as encoder-layer-num says',
      'spec.json: encoder-self-attention-heads-all-subtransformer: a list of 2: expected 3 items, as many as encoder-layer-num says',
    ]);
  });

  test.each<[object, string]>([
    [
      { 'encoder-ffn-embed-dim': [20] },
      'encoder-ffn-embed-dim: a list of 1: expected 2 items, as many as encoder-layer-num says',
    ],
    [
      { 'decoder-self-attention-heads': [3] },
      'decoder-self-attention-heads[0]: 3: expected a divisor of qkv-dim 512',
    ],
    [
      { 'decoder-arbitrary-ende-attn': [0] },
      'decoder-arbitrary-ende-attn[0]: 0: expected -1 (reads the last encoder layer), 1 (the last two) or 2 (the last three)',
    ],
    [
      { 'decoder-arbitrary-ende-attn': [2] },
      'decoder-arbitrary-ende-attn[0]: 2: expected at least 3 encoder layers to read, not 2',
    ],
    [
      { 'decoder-embed-dim': undefined },
      'decoder-embed-dim: missing: expected a whole number from 1 to 65536',
    ],
    [
      { scores: { scratch_test_bleu: 3 } },
      'scores.scratch_test_bleu: 3: expected no other scratch_test_bleu than that of the record; keep one',
    ],
  ])('%o is refused', (changes, expected) => {
    expect(problemsOf(JSON.parse(JSON.stringify(hat(changes))))).toEqual([
      `spec.json: ${expected}`,
    ]);
  });

  test('unknown keys are named', () => {
    const { warnings } = readSpec(hat({ 'encoder-ffn-dim': 3 }));
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('unknown key, ignored'),
    ]);
  });
});

describeWithBenchmarks('the published records of HAT', () => {
  const lines = (): string[] =>
    readFileSync(join(BENCHMARKS, 'hat', 'wmt14ende.ndjson'), 'utf8')
      .trim()
      .split('\n');

  test('have as many parameters as they say, outside the embedding and in that of the decoder', () => {
    expect(lines()).toHaveLength(30);
    for (const line of lines()) {
      const record = z.record(z.string(), z.unknown()).parse(JSON.parse(line));
      const { architecture } = candidateOf(record);
      const counts = countParameters(inventory(architecture, 'normal'));
      expect(counts.total - counts.embedding).toBe(record.params_no_embedding);
      const { decoder } = architecture.embedding;
      const width = decoder === null ? 'encoder-embed-dim' : 'decoder-embed-dim';
      expect(32_768 * Number(record[width])).toBe(record.params_embedding);
      expect(readSpec(record).warnings).toEqual([]);
    }
  });
});

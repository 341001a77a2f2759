import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import type { Block } from '../../src/architecture/block.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { sizeOf } from '../../src/architecture/weight.ts';
import { readCandidates } from '../../src/candidates/read-candidates.ts';
import { kendallTauB } from '../../src/evaluation/kendall-tau-b.ts';
import { bottleneck } from '../../src/proxies/bottleneck.ts';
import { roundForTies } from '../../src/scoring/round-for-ties.ts';
import { architectures } from '../architecture/architectures.ts';
import { publishedArchitectures } from '../architecture/published-architectures.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { valueOf } from '../evaluation/value-of.ts';
import { block, model } from './models.ts';
import { scoresOf } from './scores-of.ts';

/** The definition, from the weights that the inventory lists, with `Math`. */
function slowly(architecture: Architecture): number {
  const { blocks, embedding, family } = architecture;
  const entries = blocks.map(() => 0);
  for (const weight of inventory(architecture, 'normal')) {
    if (weight.counts !== 'capacity' || weight.block === null) continue;
    entries[weight.block] = (entries[weight.block] ?? 0) + sizeOf(weight);
  }
  let resistance = embedding.vocabSize > 0 ? 16 / embedding.embeddingSize : 0;
  for (const stack of new Set(blocks.map((own) => own.stack))) {
    const places = blocks.flatMap((own, index) => (own.stack === stack ? [index] : []));
    const widths = places.map((index) => blocks[index]?.hiddenSize ?? NaN);
    const depths = places.map((index, place) =>
      Math.pow((entries[index] ?? NaN) / (12 * (widths[place] ?? NaN) ** 2), 0.1),
    );
    const depth = depths.reduce((sum, own) => sum + own, 0);
    const product = widths.reduce((all, own) => all * own ** (1 / widths.length), 1);
    resistance += 1 / depth + 56 / product;
  }
  const isDecoderOnly = family === 'decoder' && blocks.every(({ stack }) => stack === 'single');
  const all = entries.reduce((sum, own) => sum + own, 0);
  return -Math.log(resistance) + (isDecoderOnly ? Math.log(all) / 2 : 0);
}

/** A model of which every expert counts, as the inventory lists them. */
function countingAllExperts(own: Architecture): Architecture {
  const counting = (block: Block): Block =>
    block.experts === null ? block : { ...block, experts: { ...block.experts, counted: 'all' } };
  const [first, ...others] = own.blocks;
  return { ...own, blocks: [counting(first), ...others.map(counting)] };
}

describe('bottleneck', () => {
  it('is its definition: catches a stack, a matrix or an exponent that is another one', async () => {
    const kinds = fc
      .oneof(architectures, publishedArchitectures)
      .filter(({ blocks }) => blocks.every(({ sharedAs }) => sharedAs === null))
      .map(countingAllExperts);
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { minLength: 1, maxLength: 5 }), async (models) => {
        const scores = await scoresOf(bottleneck, models);
        for (const [index, architecture] of models.entries()) {
          expect(scores[index]).toBeCloseTo(slowly(architecture), 10);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is 0 for an encoder of four plain blocks of 96: catches a constant', async () => {
    // 1 / 4 + 56 / 96 + 16 / 96 = 1, and each block has 12 d^2 weights: no rounding.
    const blocks = Array.from({ length: 4 }, () =>
      block({ hiddenSize: 96, numAttentionHeads: 4, feedForwardWidths: [384] }),
    );
    expect(await scoresOf(bottleneck, [model(blocks)])).toEqual([0]);
  });

  it('counts a block that shares its weights as one that has its own: catches a depth of 1', async () => {
    const shared = Array.from({ length: 3 }, () => block({ sharedAs: 'all' }));
    const [own, same] = await scoresOf(bottleneck, [
      model([block(), block(), block()]),
      model(shared),
    ]);
    expect(same).toBe(own);
  });

  it('counts the experts that a token reaches, if told so', async () => {
    const mixture = (counted: 'all' | 'routed'): Architecture =>
      model([block({ experts: { count: 8, routed: 2, counted } })]);
    const [all = NaN, reached = NaN] = await scoresOf(bottleneck, [
      mixture('all'),
      mixture('routed'),
    ]);
    // Attention of 4 x 8 x 8 entries, a router of 8 x 8, experts of 2 x 8 x 12.
    const depth = (experts: number): number => Math.pow((320 + experts * 192) / (12 * 64), 0.1);
    expect(Math.exp(-all) - Math.exp(-reached)).toBeCloseTo(1 / depth(8) - 1 / depth(2), 10);
  });

  it('has no term of an embedding where nothing is embedded', async () => {
    const blocks = [block({ hiddenSize: 8, feedForwardWidths: [32] })];
    const embedding = {
      vocabSize: 0,
      embeddingSize: 8,
      maxPositionEmbeddings: 4,
      typeVocabSize: 0,
    };
    const [score = NaN] = await scoresOf(bottleneck, [model(blocks, { embedding })]);
    expect(score).toBeCloseTo(-Math.log(1 + 56 / 8), 12);
  });
});

describeWithBenchmarks('bottleneck on published benchmarks', () => {
  const folder = (name: string): string => join(BENCHMARKS, name);
  /** A column of a CSV file by id; none of these has quotes. */
  function column(file: string, name: string): Map<string, number> {
    const [header = '', ...lines] = readFileSync(folder(file), 'utf8').trim().split('\n');
    const place = header.split(',').indexOf(name);
    return new Map(
      lines.map((line) => {
        const fields = line.split(',');
        return [fields[0] ?? '', Number(fields[place])];
      }),
    );
  }

  const openlm = ['openlm-grid/candidates.ndjson', 'openlm-grid/shapes.csv', 'loss', -1] as const;
  const nmt = ['nmt-hpo/candidates.ndjson', 'nmt-hpo/architectures.csv', 'bleu_best', 1] as const;
  it.each([
    ['openlm-grid', ...openlm, '', 0.908],
    ['nmt ja-en', ...nmt, 'ja-en', 0.763],
    ['nmt sw-en', ...nmt, 'sw-en', -0.202],
  ])('has the tau-b of the notes on %s', async (_, input, truth, name, sign, prefix, tau) => {
    const { candidates } = await readCandidates([folder(input)], {});
    const chosen = candidates.filter(({ id }) => id.startsWith(prefix));
    const qualities = column(truth, name);
    const scores = await scoresOf(
      bottleneck,
      chosen.map(({ architecture }) => architecture),
    );
    const known = chosen.map(({ id }) => sign * (qualities.get(id) ?? NaN));
    const found = valueOf(kendallTauB(scores.map(roundForTies), known)).value;
    expect(Math.abs(found - tau)).toBeLessThanOrEqual(0.002);
  });
});

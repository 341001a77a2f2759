import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Architecture, Block } from '../../src/architecture/architecture.ts';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { readCandidates } from '../../src/formats/read-candidates.ts';
import { INITIALIZATION_SCHEMES } from '../../src/initialization/initialization-scheme.ts';
import { BENCHMARKS, describeWithBenchmarks } from '../benchmarks.ts';
import { FIXTURES } from '../fixtures.ts';
import { architectures } from './architectures.ts';

/** Weights and biases of a linear layer. */
function linear(inputs: number, outputs: number): number {
  return inputs * outputs + outputs;
}

/** The parameters of an operation as the notes on the benchmark give them, not as it is listed. */
function operationParameters({ hiddenSize: h, operation, numAttentionHeads: n }: Block): number {
  const norm = 2 * h;
  switch (operation.kind) {
    case 'self-attention':
      return (
        4 * linear(h, h) + norm + (operation.similarity === 'weighted-multiplicative' ? h * h : 0)
      );
    case 'linear-transform':
      return linear(h, h);
    case 'separable-convolution': {
      const { kernelSize: k } = operation;
      const heads = n < 2 ? 1 : (n - (n % 2)) / 2;
      const a = heads * (h / n);
      const separable = h * k + h * a + a;
      return 4 * linear(h, a) + separable + linear(a, heads * k) + linear(h, h) + norm;
    }
  }
}

function feedForwardParameters({ hiddenSize: h, feedForwardWidths: widths }: Block): number {
  const sizes = [h, ...widths, h];
  let sum = 2 * h;
  for (let index = 1; index < sizes.length; index++) {
    sum += linear(sizes[index - 1]!, sizes[index]!);
  }
  return sum;
}

function embeddingParameters({ embedding, blocks }: Architecture): number {
  const { vocabSize, embeddingSize: e, maxPositionEmbeddings, typeVocabSize } = embedding;
  const h = blocks[0]!.hiddenSize;
  return (
    (vocabSize + maxPositionEmbeddings + typeVocabSize) * e + 2 * e + (e === h ? 0 : linear(e, h))
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('inventory', () => {
  test('every part of a random architecture has the parameters of a formula of its own', () => {
    fc.assert(
      fc.property(architectures, (architecture) => {
        const { blocks } = architecture;
        const attention = sum(blocks.map(operationParameters));
        const feedForward = sum(blocks.map(feedForwardParameters));
        const embedding = embeddingParameters(architecture);
        const other = sum(
          blocks
            .slice(1)
            .map(({ hiddenSize: to }, index) => [blocks[index]!.hiddenSize, to] as const)
            .map(([from, to]) => (from === to ? 0 : linear(from, to))),
        );
        expect(countParameters(inventory(architecture, 'normal'))).toEqual({
          attention,
          feedForward,
          embedding,
          other,
          total: attention + feedForward + embedding + other,
        });
      }),
    );
  });

  test('two weights of one path would draw the same random numbers', () => {
    fc.assert(
      fc.property(architectures, (architecture) => {
        const paths = inventory(architecture, 'normal').map(({ path }) => path);
        expect(new Set(paths).size).toBe(paths.length);
      }),
    );
  });

  test('what is in a block carries its index, what is outside carries none', () => {
    fc.assert(
      fc.property(architectures, (architecture) => {
        for (const { path, block, subModule } of inventory(architecture, 'normal')) {
          const index = /^encoder\.layer\.(\d+)\./.exec(path)?.[1];
          expect(block).toBe(index === undefined ? null : Number(index));
          expect(subModule === 'embedding').toBe(index === undefined);
        }
      }),
    );
  });

  test('a scheme changes how weights are drawn, never which there are', () => {
    fc.assert(
      fc.property(
        architectures,
        fc.constantFrom(...INITIALIZATION_SCHEMES),
        (architecture, scheme) => {
          const bare = (weights: ReturnType<typeof inventory>): object[] =>
            weights.map(({ path, shape, subModule, counts }) => ({
              path,
              shape,
              subModule,
              counts,
            }));
          expect(bare(inventory(architecture, scheme))).toEqual(
            bare(inventory(architecture, 'normal')),
          );
        },
      ),
    );
  });

  test('the norm of an operation counts with it: the path alone would not tell the two apart', () => {
    const architecture = tiny(block({ hiddenSize: 8 }));
    const partOf = new Map(
      inventory(architecture, 'normal').map(({ path, subModule }) => [path, subModule]),
    );
    expect(partOf.get('encoder.layer.0.attention.output.LayerNorm.weight')).toBe('attention');
    expect(partOf.get('encoder.layer.0.attention.output.dense.weight')).toBe('attention');
    expect(partOf.get('encoder.layer.0.output.LayerNorm.weight')).toBe('feedForward');
    expect(partOf.get('encoder.layer.0.output.dense.weight')).toBe('feedForward');
    expect(partOf.get('embeddings.LayerNorm.weight')).toBe('embedding');
    expect(partOf.get('embeddings_project.weight')).toBe('embedding');
  });

  test('blocks of different sizes are joined by a projection that is no capacity', () => {
    const architecture = tiny(
      block({ hiddenSize: 8 }),
      block({ hiddenSize: 8 }),
      block({ hiddenSize: 6 }),
    );
    const joints = inventory(architecture, 'normal').filter(
      ({ subModule }) => subModule === 'other',
    );
    expect(joints.map(({ path, shape, counts }) => [path, shape, counts])).toEqual([
      ['encoder.layer.1.projection.weight', [6, 8], 'parameters'],
      ['encoder.layer.1.projection.bias', [6], 'parameters'],
    ]);
  });

  test("GPT-2's scheme divides by the root of two additions for each block", () => {
    const weights = inventory(tiny(block({}), block({})), 'gpt2');
    const out = weights.find(({ path }) => path === 'encoder.layer.0.output.dense.weight');
    expect(out?.distribution).toEqual({ kind: 'normal', standardDeviation: 0.02 / Math.sqrt(4) });
  });
});

function block(changes: Partial<Block>): Block {
  return {
    hiddenSize: 8,
    operation: { kind: 'self-attention', similarity: 'scaled-dot-product' },
    numAttentionHeads: 2,
    feedForwardWidths: [16],
    ...changes,
  };
}

function tiny(...blocks: Block[]): Architecture {
  return {
    family: 'encoder',
    embedding: { vocabSize: 10, embeddingSize: 4, maxPositionEmbeddings: 5, typeVocabSize: 2 },
    blocks,
    initializerRange: 0.02,
  };
}

describe('inventory of the BERT family', () => {
  // Without pooler: embeddings and their norm; per layer four h x h projections, the pair
  // h -> 4h -> h, all with biases, and two norms.
  const formula = (layers: number, h: number): number =>
    (30522 + 512 + 2) * h +
    2 * h +
    layers * (4 * (h * h + h) + 2 * h + (h * 4 * h + 4 * h) + (4 * h * h + h) + 2 * h);

  test.each([
    ['bert-tiny', 2, 128, '4.37'],
    ['bert-mini', 4, 256, '11.10'],
    ['bert-small', 4, 512, '28.50'],
    ['bert-medium', 8, 512, '41.11'],
    ['bert-base', 12, 768, '108.89'],
    ['bert-large', 24, 1024, '334.09'],
  ])('%s: %i layers of %i have %s million parameters', async (name, layers, h, millions) => {
    const { candidates, problems } = await readCandidates([
      join(FIXTURES, 'bert-family', `${name}.json`),
    ]);
    expect(problems).toEqual([]);
    const { total } = countParameters(inventory(candidates[0]!.architecture, 'normal'));
    expect(total).toBe(formula(layers, h));
    expect((total / 1e6).toFixed(2)).toBe(millions);
  });
});

describeWithBenchmarks('inventory of the FlexiBERT benchmark', () => {
  const rowSchema = z.object({ ID: z.string(), 'Number of Parameters': z.coerce.number() });

  test('the released build of all 500 has the published number of parameters', async () => {
    const folder = join(BENCHMARKS, 'flexibert');
    const csv = readFileSync(join(folder, 'BERT_results_activation.csv'), 'utf8');
    const rows = z.array(rowSchema).parse(parse(csv, { columns: true }));
    const published = rows.map((row) => [row.ID, row['Number of Parameters']]);
    expect(published).toHaveLength(500);
    const { candidates, problems } = await readCandidates([join(folder, 'BERT_benchmark.json')], {
      build: 'released',
    });
    expect(problems).toEqual([]);
    const counted = candidates.map(({ id, architecture }) => [
      id,
      countParameters(inventory(architecture, 'normal')).total,
    ]);
    expect(counted).toEqual(published);
  });
});

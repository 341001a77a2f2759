import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { countParameters } from '../../src/architecture/parameter-counts.ts';
import { matricesOf } from '../../src/architecture/weight.ts';
import { attentionParams } from '../../src/proxies/attention-params.ts';
import { depth } from '../../src/proxies/depth.ts';
import { paramsNoEmbedding } from '../../src/proxies/params-no-embedding.ts';
import { params } from '../../src/proxies/params.ts';
import { architectures } from '../architecture/architectures.ts';
import { publishedArchitectures } from '../architecture/published-architectures.ts';
import { block, model } from './models.ts';
import { scoresOf } from './scores-of.ts';

const kinds = fc.oneof(architectures, publishedArchitectures);

describe('the counts', () => {
  test('are those of the inventory: catches a part that is counted elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { maxLength: 5 }), async (models) => {
        const counts = models.map((architecture) =>
          countParameters(inventory(architecture, 'normal')),
        );
        expect(await scoresOf(params, models)).toEqual(counts.map(({ total }) => total));
        expect(await scoresOf(paramsNoEmbedding, models)).toEqual(
          models.map((architecture) =>
            inventory(architecture, 'normal')
              .filter((weight) => weight.counts === 'capacity')
              .filter(({ subModule }) => subModule !== 'embedding')
              .flatMap(matricesOf)
              .reduce((sum, { rows, cols }) => sum + rows * cols, 0),
          ),
        );
        expect(await scoresOf(attentionParams, models)).toEqual(
          counts.map(({ attention }) => attention),
        );
        expect(await scoresOf(depth, models)).toEqual(models.map(({ blocks }) => blocks.length));
      }),
      { numRuns: 50 },
    );
  });

  test('hold at an initialization whose capacities overflow: catches a count that needs them', async () => {
    const architecture = model([block()], { initializerRange: 1e200 });
    // 50 and 10 vectors and a norm; query to output and a norm; two layers and a norm.
    const [embedding, attention, feedForward] = [62 * 8, 4 * 72 + 16, 12 * 9 + 8 * 13 + 16];
    expect(await scoresOf(params, [architecture])).toEqual([embedding + attention + feedForward]);
  });
});

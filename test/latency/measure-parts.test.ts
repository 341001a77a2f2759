import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Architecture } from '../../src/architecture/architecture.ts';
import { tabled } from '../../src/latency/latency-table.ts';
import { measureParts } from '../../src/latency/measure-parts.ts';
import { candidateOf, layer, spec, specOf } from '../formats/specs.ts';
import { emptyTable, fakeMachine, fakeMicroseconds, fakeTable } from './fake-times.ts';

const own = (record: object): Architecture => candidateOf(record).architecture;

const models = fc
  .record({
    hidden: fc.constantFrom(64, 128),
    layers: fc.array(
      fc.record({
        num_operation_heads: fc.constantFrom(2, 4),
        feed_forward_dimension: fc.constantFrom(128, 256, 512),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ hidden, layers }) =>
    own(spec({ hidden_size: hidden, nas_config: { encoder_layers: layers.map(layer) } })),
  );

describe('measureParts', () => {
  it('makes a table whose sums are the times of whole models: catches what is counted twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(models, { minLength: 1, maxLength: 4 }), async (list) => {
        const table = await fakeTable(list);
        for (const model of list) {
          expect(table.predict(model)).toEqual({ ok: true, value: 1000 * fakeMicroseconds(model) });
        }
      }),
      { numRuns: 50 },
    );
  });

  it('measures each part once, and only what is missing', async () => {
    const narrow = own(specOf({}, { feed_forward_dimension: 256 }, {}));
    const table = emptyTable();
    const { measure, asked } = fakeMachine();
    const grown: number[] = [];
    const extend = async (...list: Architecture[]): Promise<void> => {
      asked.length = 0;
      const missing = table.missing(list);
      await measureParts(table, missing, 7, measure, () => grown.push(table.times.length));
    };
    await extend(narrow);
    expect(asked.map(([first, ...others]) => [first, others.length])).toEqual([
      ['block of 128, self-attention with 4 heads, feed-forward 512, 128 tokens', 1],
      ['block of 128, self-attention with 4 heads, feed-forward 256, 128 tokens', 1],
      ['embedding, norms and call around blocks of 128', 1],
    ]);
    expect(grown).toEqual([1, 2, 3]);
    await extend(narrow, own(specOf({}, {})));
    expect(asked).toEqual([]);
    await extend(own(specOf({ num_operation_heads: 2 })));
    expect(asked).toHaveLength(1);
    expect(table.times.map(({ repeats }) => repeats)).toEqual([7, 7, 7, 7]);
  });

  it('knows no model of which it lacks a part, and says which: catches a sum of some', async () => {
    const table = await fakeTable([own(specOf({}))]);
    expect(table.predict(own(specOf({}, { num_feed_forward: 2 })))).toMatchObject({
      ok: false,
      reason: {
        reason:
          'the table has no time of block of 128, self-attention with 4 heads, feed-forward 512 + 512, 128 tokens',
      },
    });
    // The vocabulary, but for the rows that a batch needs, and the id of a block change no time.
    expect(table.predict(own(specOf({}))).ok).toBe(true);
    expect(table.predict(own({ ...specOf({}), vocab_size: 5000 })).ok).toBe(true);
    expect(table.predict(own({ ...specOf({}), vocab_size: 100 })).ok).toBe(false);
  });

  it('knows no model that cannot be run, and says why', async () => {
    const odd = { operation_type: 'DSC', operation_parameter: 5, num_operation_heads: 3 };
    const table = await fakeTable([own(specOf({}))]);
    const predicted = table.predict(
      own({ hidden_size: 24, nas_config: { encoder_layers: [layer(odd)] } }),
    );
    expect(predicted).toMatchObject({
      ok: false,
      reason: { part: null, reason: expect.stringContaining('odd') as string },
    });
  });
});

describe('tabled', () => {
  it.each([
    [1.234567, 1_230_000],
    [0.0999951, 100_000],
    [0.000_000_4, 0],
    [-0.2, 0],
    [1234.5, 1_230_000_000],
  ])('of %d ms is %d ns: catches digits that no measurement knows', (milliseconds, expected) => {
    expect(tabled(milliseconds)).toBe(expected);
  });
});

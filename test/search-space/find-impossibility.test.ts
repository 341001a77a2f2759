import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileFormula } from '../../src/formula/compile-formula.ts';
import { loadLineReader } from '../../src/search-space/candidate-check.ts';
import { FLEXIBERT_SPACE } from '../../src/search-space/flexibert-space.ts';
import { findImpossibility } from '../../src/search-space/find-impossibility.ts';
import { QUANTITY_NAMES, quantitiesOf } from '../../src/search-space/quantities.ts';
import { spaceOf, walked } from './spaces.ts';

const layer = {
  operation_type: 'SA',
  operation_parameter: 'SDP',
  num_operation_heads: 2,
  feed_forward_dimension: 512,
  num_feed_forward: 1,
};
const base = { hidden_size: 128, nas_config: { encoder_layers: [layer] } };
const list = 'nas_config.encoder_layers';

async function impossibility(file: object): Promise<string | undefined> {
  return (await findImpossibility(await spaceOf(file)))?.message;
}

const HOLDS = {
  '<=': (a: number, b: number) => a <= b,
  '>=': (a: number, b: number) => a >= b,
  '<': (a: number, b: number) => a < b,
  '>': (a: number, b: number) => a > b,
};

/** What a formula gives every candidate of a space. */
async function valuesOf(file: object, text: string): Promise<number[]> {
  const formula = compileFormula(text, QUANTITY_NAMES);
  if (!formula.ok) throw new Error(formula.reason);
  const read = await loadLineReader();
  return (await walked(await spaceOf(file))).map(({ line }) => {
    const { candidate, reason } = read(line);
    if (candidate === undefined) throw new Error(reason);
    return formula.value.evaluate(quantitiesOf(candidate.architecture, formula.value.variables));
  });
}

describe('findImpossibility', () => {
  test('proves nothing by memory, which equal layers do not bound: catches a space that is refused wrongly', async () => {
    const narrow = { ...layer, feed_forward_dimension: 8 };
    const space = (constraint: string): object => ({
      base: { ...base, nas_config: { encoder_layers: [narrow] } },
      layers: { number: [2], list, choices: { feed_forward_dimension: [8, 16] } },
      constraints: [constraint],
    });
    expect(await impossibility(space('memory >= 100G'))).toBeUndefined();
    expect(await impossibility(space('params >= 100G'))).toMatch(/no candidate fulfils/);
  });

  const deep = {
    base,
    layers: { number: [4, 8, 12], list, choices: { feed_forward_dimension: [256, 512, 1024] } },
  };

  test.each<[string, object, RegExp]>([
    [
      'a base without a key',
      { base: { nas_config: base.nas_config }, choices: { vocab_size: [10, 20] } },
      /^no candidate is a valid spec; the first is not for: hidden_size: missing/,
    ],
    [
      'heads that divide no width',
      {
        ...deep,
        base: { ...base, hidden_size: 128 },
        layers: { ...deep.layers, choices: { num_operation_heads: [3, 5, 7] } },
      },
      /num_operation_heads: 3: expected a divisor of hidden_size 128/,
    ],
    [
      'a budget below the least',
      { ...deep, constraints: ['params <= 1M'] },
      /"params <= 1M": the nearest has params [\d,]+; loosen/,
    ],
    [
      'a demand above the most',
      { ...deep, constraints: ['depth > 4', 'params >= 1B'] },
      /"params >= 1B"/,
    ],
    [
      'a demand that is strict',
      { ...deep, constraints: ['depth > 12.5'] },
      /"depth > 12\.5": the nearest has depth 12/,
    ],
    [
      'a number that no candidate has',
      { ...deep, constraints: ['hidden_size == 256'] },
      /"hidden_size == 256": the nearest has hidden_size 128/,
    ],
    [
      'a width that no layer has',
      { ...deep, constraints: ['feed_forward_width < 256'] },
      /feed_forward_width 256/,
    ],
    [
      'a linear condition over several',
      { ...deep, constraints: ['feed_forward_params <= 0.5 * attention_params'] },
      /the nearest has attention_params [\d,]+, feed_forward_params/,
    ],
    [
      'a product of quantities',
      { ...deep, constraints: ['depth * params <= 1'] },
      /^no candidate fulfils "depth \* params <= 1": its left side is from [\d,]+ to [\d,]+, its right side is 1 over the whole space; loosen it, or extend the space$/,
    ],
    [
      'a ratio of quantities',
      { ...deep, constraints: ['feed_forward_params / attention_params > 50'] },
      /its left side is from [\d.]+ to [\d.]+, its right side is 50/,
    ],
    [
      'maxima of two layers',
      { ...deep, constraints: ['feed_forward_width + num_attention_heads <= 1'] },
      /its left side is from 258 to 1,026/,
    ],
    [
      'a function of a quantity',
      { ...deep, constraints: ['log2(params) <= 20'] },
      /its left side is from 22\.[\d]+ to/,
    ],
    [
      'two that contradict each other',
      { ...deep, constraints: ['params <= 5M', 'depth >= 4', 'params >= 6M'] },
      /^no candidate fulfils both "params <= 5M" and "params >= 6M"/,
    ],
    [
      'no layer at all that fits',
      { ...FLEXIBERT_SPACE, constraints: ['params > 1B'] },
      /"params > 1B"/,
    ],
  ])('proves that %s leaves none', async (_, file, message) => {
    expect(await impossibility(file)).toMatch(message);
  });

  test.each<[string, object]>([
    ['the first candidate', deep],
    [
      'the last of those with equal layers',
      { ...deep, constraints: ['depth >= 12', 'feed_forward_width >= 1024'] },
    ],
    [
      'only candidates whose layers differ',
      { ...deep, constraints: ['abs(feed_forward_params - 657408) <= 1000'] },
    ],
    [
      'those between two bounds that equal layers miss',
      { ...deep, constraints: ['feed_forward_params >= 600k', 'feed_forward_params <= 700k'] },
    ],
    [
      'a ratio that no equal layers have',
      { ...deep, constraints: ['abs(feed_forward_params / attention_params - 1.55) <= 0.01'] },
    ],
    ['a division by what may be 0', { ...deep, constraints: ['1 / (depth - 8) > 1e9'] }],
    ['no number', { ...deep, constraints: ['log(depth - 4) <= 1'] }],
  ])('claims nothing where a search has to show it: %s', async (_, file) => {
    expect(await impossibility(file)).toBeUndefined();
  });

  test('never denies a candidate that a walk finds: catches a proof that is none', async () => {
    const quantity = fc.constantFrom(
      'params',
      'attention_params',
      'feed_forward_params',
      'depth',
      'feed_forward_width',
      'flops',
    );
    const sign = fc.constantFrom('<=', '>=', '<', '>', '==');
    const constraint = fc.tuple(quantity, sign, fc.double({ min: 0, max: 1, noNaN: true }));
    const file = {
      base,
      choices: { hidden_size: [64, 128] },
      layers: {
        number: [1, 2, 3],
        list,
        choices: { feed_forward_dimension: [64, 256], num_operation_heads: [2, 3] },
      },
    };
    const most = {
      params: 6e6,
      attention_params: 2e5,
      feed_forward_params: 3e5,
      depth: 4,
      feed_forward_width: 300,
      flops: 5e5,
    };
    await fc.assert(
      fc.asyncProperty(fc.array(constraint, { minLength: 1, maxLength: 2 }), async (parts) => {
        const constraints = parts.map(
          ([name, comparison, share]) => `${name} ${comparison} ${Math.round(share * most[name])}`,
        );
        const space = await spaceOf({ ...file, constraints });
        const found = await walked(space);
        if (found.length > 0) expect(await findImpossibility(space)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  const mixed = {
    base: { vocab_size: 100, embedding_size: 8, max_position_embeddings: 8 },
    layers: {
      number: [1, 3],
      number_key: 'l',
      choices: { h: [8, 16, 32], n: [2], f: [[8], [64]] },
      together: [[{ o: 'sa', p: 'sdp' }]],
    },
  };

  test.each([
    ['params > 1B', /its left side is from [\d,]+ to [\d,]+, its right side is 1,000,000,000/],
    ['params <= 100', /"params <= 100": its left side is from/],
    ['attention_params > 1M', /its right side is 1,000,000/],
    ['hidden_size / depth < 2', /its left side is from 2\.66667 to 32/],
  ])('proves %s of layers of several widths', async (constraint, message) => {
    expect(await impossibility({ ...mixed, constraints: [constraint] })).toMatch(message);
  });

  test('leaves what is between layers of several widths to the draws', async () => {
    // Three layers of 32 have fewer: the projections between 32 and 16 belong to none of them.
    for (const constraint of ['params > 30k', 'flops > 1B']) {
      expect(await impossibility({ ...mixed, constraints: [constraint] })).toBeUndefined();
    }
  });

  test('never denies a candidate that a walk finds, of any formula: catches bounds too narrow', async () => {
    const quantity = fc.constantFrom(
      'params',
      'params_no_embedding',
      'attention_params',
      'feed_forward_params',
      'embedding_params',
      'flops',
      'depth',
      'hidden_size',
      'feed_forward_width',
    );
    const operator = fc.constantFrom('+', '-', '*', '/');
    const wrap = fc.constantFrom('(', 'sqrt(', 'abs(', '-(', 'log(1 + ', 'max(7, ');
    const left = fc.tuple(wrap, quantity, operator, quantity).map((parts) => `${parts.join(' ')})`);
    const sign = fc.constantFrom('<=', '>=', '<', '>');
    let proven = 0;
    await fc.assert(
      fc.asyncProperty(
        left,
        sign,
        fc.double({ min: -1, max: 1, noNaN: true }),
        async (...parts) => {
          const [formula, comparison, place] = parts;
          const values = await valuesOf(mixed, formula);
          const [least, most] = [Math.min(...values), Math.max(...values)];
          fc.pre(Number.isFinite(least) && Number.isFinite(most));
          // Around what the space reaches, on both sides.
          const bound = Number(((least + most) / 2 + place * (most - least + 1)).toPrecision(8));
          const text = `${formula} ${comparison} ${bound}`;
          const message = await impossibility({ ...mixed, constraints: [text] });
          const isMet = values.some((value) => HOLDS[comparison](value, bound));
          if (isMet) expect(message, text).toBeUndefined();
          if (message !== undefined) proven += 1;
        },
      ),
      { numRuns: 80 },
    );
    expect(proven).toBeGreaterThan(0);
  });

  test('gives up on spaces with too much to look at: catches a search without end', async () => {
    const values = Array.from({ length: 40_000 }, (_, index) => index + 1);
    const file = {
      base,
      choices: { vocab_size: values, max_position_embeddings: values },
      constraints: ['params < 1'],
    };
    expect(await impossibility(file)).toBeUndefined();
  });
});

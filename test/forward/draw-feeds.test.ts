import { describe, expect, it } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { initializedCheckpoint } from '../../src/checkpoints/initialized-checkpoint.ts';
import { batchRows } from '../../src/forward/batch-rows.ts';
import { buildForward } from '../../src/forward/build-forward.ts';
import { drawEntries, drawRows } from '../../src/forward/draw-entries.ts';
import { drawFeeds } from '../../src/forward/draw-feeds.ts';
import type { ForwardPass } from '../../src/forward/forward-pass.ts';
import { INITIALIZATION_SCHEMES } from '../../src/initialization/initialization-scheme.ts';
import { caseNamed, shapeOf, type ForwardCase } from './cases.ts';

function passOf(known: ForwardCase, type: 'float32' | 'float64' = 'float32'): ForwardPass {
  const built = buildForward(known.architecture, { ...shapeOf(known), type });
  if (!built.ok) throw new Error(built.reason);
  return built.value;
}

describe('drawRows', () => {
  it.each(INITIALIZATION_SCHEMES)(
    'gives the rows of the whole table under %s, bit for bit: catches a draw that starts elsewhere',
    (scheme) => {
      for (const id of ['bert', 'weighted-multiplicative', 'adaptive-embedding']) {
        const [table] = inventory(caseNamed(id).architecture, scheme);
        if (table === undefined) throw new Error('no table');
        const [rows = 0, width = 0] = table.shape;
        const whole = drawEntries(table, 5, 'float32');
        const wanted = [0, 1, 7, rows - 1, 3];
        const out = new Float32Array(wanted.length * width);
        drawRows(table, 5, wanted, out);
        for (const [place, row] of wanted.entries()) {
          const found = out.subarray(place * width, (place + 1) * width);
          expect(found).toEqual(whole.subarray(row * width, (row + 1) * width));
        }
      }
    },
  );
});

describe('drawEntries', () => {
  it('gives what a checkpoint holds: catches weights that differ from those of init', () => {
    const weights = inventory(caseNamed('gpt2').architecture, 'gpt2');
    const pieces: Float32Array[] = [];
    for (const piece of initializedCheckpoint(weights, 3)) {
      pieces.push(new Float32Array(Uint8Array.from(piece).buffer));
    }
    for (const [index, weight] of weights.entries()) {
      const drawn = drawEntries(weight, 3, 'float32');
      // The first piece is the header.
      expect(pieces[index + 1]).toEqual(drawn);
      expect(Float32Array.from(drawEntries(weight, 3, 'float64'))).toEqual(drawn);
    }
  });
});

describe('batchRows', () => {
  it('gives words the first rows in ascending order: catches an order that depends on the text', () => {
    const { tables } = passOf(caseNamed('bert'));
    const rows = batchRows(tables, [
      [9, 3, 9],
      [96, 0, 3],
    ]);
    expect(rows).toEqual({
      ok: true,
      value: { tokens: BigInt64Array.of(2n, 1n, 2n, 3n, 0n, 1n), kept: [[0, 3, 9, 96]] },
    });
  });

  it('finds the cluster of a word: catches a word at the edge of one', () => {
    const { tables } = passOf(caseNamed('adaptive-embedding'));
    const rows = batchRows(tables, [[11, 12, 41, 42, 59]]);
    expect(rows).toEqual({
      ok: true,
      value: {
        tokens: BigInt64Array.of(0n, 12n, 13n, 39n, 40n),
        kept: [[11], [0, 29], [0, 17]],
      },
    });
  });

  it.each([97, -1, 1.5])('refuses the word %d: catches a row of another word', (word) => {
    const { tables } = passOf(caseNamed('bert'));
    expect(batchRows(tables, [[1, word]])).toEqual({
      ok: false,
      reason: `${word} is not a token of the model: expected a whole number from 0 to 96`,
    });
  });
});

describe('drawFeeds', () => {
  it('feeds every input with its shape and type: catches a weight that is not fed', () => {
    for (const type of ['float32', 'float64'] as const) {
      const known = caseNamed('adaptive-embedding');
      const pass = passOf(known, type);
      const feeds = drawFeeds(pass, 1, known.tokens);
      if (!feeds.ok) throw new Error(feeds.reason);
      for (const { name, shape, type: expected } of pass.builder.build([pass.hidden]).inputs) {
        const feed = feeds.value.get(name);
        expect(feed).toMatchObject({ shape, type: expected });
        expect(feed?.data).toHaveLength(shape.reduce((product, side) => product * side, 1));
      }
    }
  });

  it('masks the rows that no word needs, and they are zero: catches padding that is predicted', () => {
    const known = caseNamed('bert');
    const feeds = drawFeeds(passOf(known), 1, known.tokens);
    if (!feeds.ok) throw new Error(feeds.reason);
    const words = new Set(known.tokens.flat()).size;
    const bias = feeds.value.get('token_bias')?.data ?? [];
    expect([...bias]).toEqual(Array.from({ length: 27 }, (_, row) => (row < words ? 0 : -1e9)));
    const table = feeds.value.get('bert.embeddings.word_embeddings.weight')?.data ?? [];
    expect([...table].slice(words * 24).every((entry) => entry === 0)).toBe(true);
    expect([...table].slice(0, words * 24).every((entry) => entry !== 0)).toBe(true);
  });

  it.each([
    [[[1, 2]], /there are 1 sequences: expected 3/],
    [[[1], [1, 2], [3]], /sequence 0 has 1 tokens: expected 9/],
  ])('refuses the texts %j: catches a batch of another shape', (texts, reason) => {
    const feeds = drawFeeds(passOf(caseNamed('bert')), 1, texts);
    expect(feeds).toMatchObject({ ok: false });
    expect(feeds.ok ? '' : feeds.reason).toMatch(reason);
  });
});

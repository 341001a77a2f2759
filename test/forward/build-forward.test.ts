import { describe, expect, it } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { buildForward } from '../../src/forward/build-forward.ts';
import type { ForwardOptions, ForwardPass } from '../../src/forward/forward-pass.ts';
import { drawFeeds } from '../../src/forward/draw-feeds.ts';
import { nextTokenLoss } from '../../src/forward/next-token-loss.ts';
import { outputSumLoss } from '../../src/forward/output-sum-loss.ts';
import { differentiate } from '../../src/onnx/differentiate.ts';
import type { GraphValue } from '../../src/onnx/graph.ts';
import { GraphBuilder } from '../../src/onnx/graph-builder.ts';
import { CASES, caseNamed, movedEntries, shapeOf, type ForwardCase } from './cases.ts';
import { runGraph } from './run-graph.ts';

function passOf(known: ForwardCase, options: Partial<ForwardOptions> = {}): ForwardPass {
  const built = buildForward(known.architecture, { ...shapeOf(known), ...options });
  if (!built.ok) throw new Error(built.reason);
  return built.value;
}

function lossOf(pass: ForwardPass): GraphValue {
  const loss = nextTokenLoss(pass);
  if (!loss.ok) throw new Error(loss.reason);
  return loss.value;
}

async function entriesOf(
  known: ForwardCase,
  pass: ForwardPass,
  value: GraphValue,
): Promise<Float64Array> {
  const feeds = drawFeeds(pass, 7, known.tokens, { weightEntries: movedEntries });
  if (!feeds.ok) throw new Error(feeds.reason);
  const results = await runGraph(pass.builder, [value], feeds.value);
  return results.get(value) ?? new Float64Array();
}

describe('buildForward', () => {
  it.each(CASES)(
    'names the weights of $id as the inventory and leaves out none that counts: catches a lost matrix',
    (known) => {
      const pass = passOf(known);
      const listed = inventory(known.architecture, 'normal');
      expect([...pass.weights.values()].map(({ weight }) => weight)).toEqual(
        listed.filter(({ path }) => pass.weights.has(path)),
      );
      const missing = listed.filter(({ path }) => !pass.weights.has(path)).map(({ path }) => path);
      expect(
        missing.filter((path) => !/pooler|lm_head|^crit|embed_out|project_out/.test(path)),
      ).toEqual([]);
    },
  );

  it('has as many rows of words as a batch may need: catches a session for every seed', () => {
    const pass = passOf(caseNamed('bert'));
    expect(pass.tables.map(({ rows }) => rows)).toEqual([27]);
    expect(pass.inputs.tokenBias?.shape).toEqual([27]);
    const adaptive = passOf(caseNamed('adaptive-embedding'));
    expect(adaptive.tables.map(({ rows, firstRow }) => [firstRow, rows])).toEqual([
      [0, 12],
      [12, 27],
      [39, 18],
    ]);
    const whole = passOf(caseNamed('adaptive-embedding'), { vocabulary: 'all' });
    expect(whole.tables.map(({ rows }) => rows)).toEqual([12, 30, 18]);
    expect(whole.inputs.tokenBias).toBeNull();
  });

  it.each(['bert', 'gpt2', 'adaptive-embedding'])(
    'gives for %s the same with all words as with those of the batch: catches a wrong row',
    async (id) => {
      const known = caseNamed(id);
      const [compact, whole] = [passOf(known), passOf(known, { vocabulary: 'all' })];
      const expected = await entriesOf(known, compact, compact.hidden);
      const found = await entriesOf(known, whole, whole.hidden);
      expect(found).toEqual(expected);
    },
  );

  it('lets no word of a decoder see those behind it: catches a mask that is turned around', async () => {
    const known = caseNamed('gpt2');
    const pass = passOf(known);
    const before = await entriesOf(known, pass, pass.hidden);
    const tokens = known.tokens.map((text) => [...text.slice(0, -1), (text.at(-1) ?? 0) + 1]);
    const after = await entriesOf({ ...known, tokens }, pass, pass.hidden);
    const [, length = 0, width = 0] = pass.hidden.shape;
    const last = (length - 1) * width;
    expect(after.subarray(0, last)).toEqual(before.subarray(0, last));
    expect(after.subarray(last, last + width)).not.toEqual(before.subarray(last, last + width));
  });

  it('adds to a builder that it is given: catches two graphs for one', () => {
    const known = caseNamed('gpt2');
    const builder = new GraphBuilder('float64');
    const built = buildForward(known.architecture, shapeOf(known), builder);
    expect(built).toMatchObject({ ok: true, value: { builder, hidden: { type: 'float64' } } });
  });

  it('computes in double precision what it does in single: catches a constant of one type', async () => {
    const known = caseNamed('gpt2');
    const values = await Promise.all(
      (['float32', 'float64'] as const).map(async (type) => {
        const pass = passOf(known, { type });
        return (await entriesOf(known, pass, lossOf(pass)))[0] ?? NaN;
      }),
    );
    expect(values[0]).not.toBe(values[1]);
    expect(values[0]).toBeCloseTo(values[1] ?? NaN, 5);
  });

  it.each([0, -1, 1.5, NaN])('refuses a batch of %d: catches a shape that is none', (batch) => {
    const { architecture } = caseNamed('bert');
    expect(() => buildForward(architecture, { batch, sequenceLength: 4 })).toThrow(RangeError);
    expect(() => buildForward(architecture, { batch: 1, sequenceLength: batch })).toThrow(
      RangeError,
    );
  });

  it('gives the gradient of every tap: catches a shortcut around it', () => {
    const pass = passOf(caseNamed('changing-sizes'));
    const gradientOf = differentiate(pass.builder, lossOf(pass));
    for (const [index, block] of pass.blocks.entries()) {
      const { input, headOutputs, operationOutput, output, probabilities, kernels } = block;
      const projections = block.projections.map(({ value }) => value);
      const layers = [...block.preActivations, ...block.activations];
      for (const value of [
        input,
        headOutputs,
        operationOutput,
        output,
        ...projections,
        ...layers,
      ]) {
        expect(gradientOf(value)?.shape, `${index}`).toEqual(value.shape);
      }
      for (const value of [probabilities, kernels]) {
        if (value !== null) expect(gradientOf(value)?.shape).toEqual(value.shape);
      }
    }
  });
});

describe('a linear pass', () => {
  it('takes no words, and is positive in every output: catches a sign that cancels', async () => {
    for (const known of CASES) {
      const pass = passOf(known, { kind: 'linear' });
      expect(pass.inputs).toEqual({
        tokens: null,
        tokenBias: null,
        padding: null,
        decoderTokens: null,
        images: null,
      });
      expect(pass.hidden.type).toBe('float64');
      const hidden = await entriesOf(known, pass, pass.hidden);
      expect(Math.min(...hidden), known.id).toBeGreaterThan(0);
    }
  });

  it('takes weights by their magnitudes: catches a sign that gets through', async () => {
    const known = caseNamed('changing-sizes');
    const pass = passOf(known, { kind: 'linear' });
    const sums = await Promise.all(
      [1, -1].map(async (factor) => {
        const sum = outputSumLoss(pass);
        const feeds = drawFeeds(pass, 7, known.tokens, {
          weightEntries: (...drawn) => movedEntries(...drawn).map((entry) => factor * entry),
        });
        if (!feeds.ok) throw new Error(feeds.reason);
        return (await runGraph(pass.builder, [sum], feeds.value)).get(sum)?.[0];
      }),
    );
    expect(sums[0]).toBeGreaterThan(0);
    expect(sums[1]).toBe(sums[0]);
  });

  it('has no probabilities and no kernels: catches a proxy that reads what is not there', () => {
    for (const { probabilities, kernels } of passOf(caseNamed('separable-convolution'), {
      kind: 'linear',
    }).blocks) {
      expect([probabilities, kernels]).toEqual([null, null]);
    }
  });
});

describe('nextTokenLoss', () => {
  it('is the logarithm of the number of words where all are alike: catches a mask that leaks', async () => {
    const known = caseNamed('bert');
    const pass = passOf(known);
    const feeds = drawFeeds(pass, 7, known.tokens, {
      fillRows: (weight, _seed, rows, out) =>
        out.fill(0.5, 0, rows.length * (weight.shape[1] ?? 0)),
    });
    if (!feeds.ok) throw new Error(feeds.reason);
    const loss = lossOf(pass);
    const [value] = (await runGraph(pass.builder, [loss], feeds.value)).get(loss) ?? [];
    const words = new Set(known.tokens.flat()).size;
    expect(words).toBeLessThan(27);
    expect(value).toBeCloseTo(Math.log(words), 5);
  });

  it('needs two words, and words at all: catches a mean over nothing', () => {
    const { architecture } = caseNamed('bert');
    const short = buildForward(architecture, { batch: 2, sequenceLength: 1 });
    const linear = buildForward(architecture, { batch: 2, sequenceLength: 4, kind: 'linear' });
    if (!short.ok || !linear.ok) throw new Error('not built');
    expect(nextTokenLoss(short.value)).toMatchObject({ ok: false, reason: /at least 2/ as never });
    expect(nextTokenLoss(linear.value)).toMatchObject({ ok: false });
  });
});

describe('outputSumLoss', () => {
  it('is zero at initialization where a norm stands last: catches a proxy that reads rounding error', async () => {
    const known = caseNamed('bert');
    const pass = passOf(known);
    const sum = outputSumLoss(pass);
    const feeds = drawFeeds(pass, 7, known.tokens);
    if (!feeds.ok) throw new Error(feeds.reason);
    const [value = NaN] = (await runGraph(pass.builder, [sum], feeds.value)).get(sum) ?? [];
    expect(Math.abs(value)).toBeLessThan(1e-3);
  });
});

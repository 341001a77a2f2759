import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { inventory } from '../../src/architecture/inventory.ts';
import { buildForward } from '../../src/forward/build-forward.ts';
import { drawEntries } from '../../src/forward/draw-entries.ts';
import { drawFeeds } from '../../src/forward/draw-feeds.ts';
import { drawNormals } from '../../src/forward/draw-normals.ts';
import { modelGraph, type ModelGraph } from '../../src/forward/model-graph.ts';
import { writeModel } from '../../src/forward/write-model.ts';
import { ROOT } from '../cli/run.ts';
import { pythonWithOnnx } from '../onnx/python-with-onnx.ts';
import { CASES, caseNamed, shapeOf, type ForwardCase } from './cases.ts';
import { runGraph } from './run-graph.ts';

function graphOf(known: ForwardCase): ModelGraph {
  const graph = modelGraph(known.architecture);
  if (!graph.ok) throw new Error(graph.reason);
  return graph.value;
}

/** The images of a case that has some. */
function pixelsOf({ architecture, tokens }: ForwardCase): Record<string, Tensor> {
  const { input } = architecture.embedding;
  if (input?.kind !== 'patches') return {};
  const { channels, imageSize } = input;
  const shape = [tokens.length, channels, imageSize, imageSize];
  const { data } = drawNormals({ type: 'float32', shape }, 'pixels', 7, 1, 'float32');
  return { pixel_values: new Tensor('float32', data as Float32Array, shape) };
}

/** What the written model gives for the texts of a case, as a user would run it. */
async function outputsOf(known: ForwardCase): Promise<InferenceSession.OnnxValueMapType> {
  const written = writeModel(graphOf(known), { name: known.id, seed: 7 });
  if (!written.ok) throw new Error(written.reason);
  const session = await InferenceSession.create(Buffer.concat([...written.value.model]), {
    logSeverityLevel: 3,
  });
  const { batch, sequenceLength } = shapeOf(known);
  const size = batch * sequenceLength;
  const ids = (entries: BigInt64Array): Tensor =>
    new Tensor('int64', entries, [batch, sequenceLength]);
  const feeds: Record<string, Tensor> = {
    input_ids: ids(BigInt64Array.from(known.tokens.flat(), BigInt)),
    attention_mask: ids(new BigInt64Array(size).fill(1n)),
    token_type_ids: ids(new BigInt64Array(size)),
    decoder_input_ids: ids(BigInt64Array.from(known.tokens.flat(), BigInt)),
    ...pixelsOf(known),
  };
  const named = session.inputNames.map((name) => [name, feeds[name]!] as const);
  const outputs = await session.run(Object.fromEntries(named));
  await session.release();
  return outputs;
}

describe('modelGraph', () => {
  it.each(CASES)(
    'of $id gives what its pass gives: catches a weight that is misplaced',
    async (known) => {
      const outputs = await outputsOf(known);
      const built = buildForward(known.architecture, shapeOf(known));
      if (!built.ok) throw new Error(built.reason);
      const { builder, hidden } = built.value;
      const feeds = drawFeeds(built.value, 7, known.tokens);
      if (!feeds.ok) throw new Error(feeds.reason);
      const expected = (await runGraph(builder, [hidden], feeds.value)).get(hidden) ?? [];
      const found = outputs.last_hidden_state?.data as Float32Array;
      expect(found).toHaveLength(expected.length);
      const norm = Math.hypot(...expected);
      const off = Math.hypot(...expected.map((entry, place) => entry - (found[place] ?? NaN)));
      expect(off / norm).toBeLessThan(1e-5);
    },
  );

  it.skipIf(pythonWithOnnx === undefined)(
    'of every case passes the checker of the onnx package: catches a node that no other runtime takes',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'zerolm-onnx-'));
      const paths = CASES.map((known) => {
        const written = writeModel(graphOf(known), { name: known.id, seed: 7 });
        if (!written.ok) throw new Error(written.reason);
        const path = join(folder, `${known.id}.onnx`);
        writeFileSync(path, Buffer.concat([...written.value.model]));
        return path;
      });
      const script = join(ROOT, 'scripts', 'check-onnx.py');
      const output = execFileSync(pythonWithOnnx ?? '', [script, ...paths], { encoding: 'utf8' });
      rmSync(folder, { recursive: true });
      expect(output).toBe(`${CASES.length}\n`);
    },
  );

  it('gives the logits of a decoder with a matrix for its head, and of no other: catches logits that are made up', async () => {
    const outputs = await outputsOf(caseNamed('gpt2'));
    expect(outputs.logits?.dims).toEqual([3, 9, 97]);
    for (const id of ['t5', 't5-gated']) {
      expect((await outputsOf(caseNamed(id))).logits?.dims).toEqual([3, 9, 60]);
    }
    const names = (id: string): string[] =>
      graphOf(caseNamed(id)).graph.outputs.map(({ name }) => name);
    expect(names('bert')).toEqual(['last_hidden_state']);
    expect(names('adaptive-embedding')).toEqual(['last_hidden_state']);
  });

  it.each(['gemma2', 'cohere', 'opt', 'phi'])(
    'of %s projects, scales and caps the scores of tokens: catches logits of another head',
    async (id) => {
      const known = caseNamed(id);
      const { architecture } = known;
      const { head, embedding, blocks } = architecture;
      if (head?.kind !== 'linear') throw new Error('no matrix');
      const { last_hidden_state: states, logits } = await outputsOf(known);
      const [, , tokens = 0] = logits?.dims ?? [];
      const { hiddenSize } = blocks[0];
      const entriesOf = (pattern: RegExp): ArrayLike<number> => {
        const weight = inventory(architecture, 'normal').find(({ path }) => pattern.test(path));
        return weight === undefined ? [] : drawEntries(weight, 7, 'float64');
      };
      const product = (matrix: ArrayLike<number>, row: number, x: readonly number[]): number =>
        x.reduce((sum, entry, i) => sum + entry * (matrix[row * x.length + i] ?? NaN), 0);
      const projection = entriesOf(/project_out/);
      const matrix = entriesOf(head.tied ? /embed_tokens/ : /lm_head.weight/);
      const bias = entriesOf(/lm_head.bias/);
      const state = Array.from((states?.data as Float32Array).subarray(0, hiddenSize), Number);
      const own = head.projected
        ? Array.from({ length: embedding.embeddingSize }, (_, row) =>
            product(projection, row, state),
          )
        : state;
      const expected = Array.from({ length: tokens }, (_, token) => {
        const score = (product(matrix, token, own) + (bias[token] ?? 0)) * head.scale;
        return head.softCap === null ? score : head.softCap * Math.tanh(score / head.softCap);
      });
      expect(tokens).toBe(embedding.vocabSize);
      const found = (logits?.data as Float32Array).subarray(0, tokens);
      expect(found.every((entry, token) => Math.abs(entry - (expected[token] ?? NaN)) < 1e-4)).toBe(
        true,
      );
    },
  );

  it('takes the matrix and the bias of a head of its own: catches a tie that is not there', () => {
    const known = caseNamed('gpt2');
    const usual = { projected: false, scale: 1, softCap: null };
    const head = { kind: 'linear', tied: false, bias: true, ...usual } as const;
    const { weights, leftOut } = graphOf({
      ...known,
      architecture: { ...known.architecture, head },
    });
    expect([...weights.keys()].filter((path) => path.startsWith('lm_head'))).toEqual([
      'lm_head.weight',
      'lm_head.bias',
    ]);
    expect(leftOut).toEqual([]);
  });

  it('names what is left out: catches a pooler that goes missing unsaid', () => {
    expect(graphOf(caseNamed('bert')).leftOut.map(({ path }) => path)).toEqual([
      'bert.pooler.dense.weight',
      'bert.pooler.dense.bias',
    ]);
  });
});

describe('writeModel', () => {
  it('refuses weights that no ONNX file holds before it draws them: catches a run out of memory', () => {
    const { architecture } = caseNamed('bert');
    const embedding = { ...architecture.embedding, vocabSize: 30_000_000 };
    const graph = modelGraph({ ...architecture, embedding });
    if (!graph.ok) throw new Error(graph.reason);
    expect(writeModel(graph.value, { name: 'huge', seed: 0 })).toEqual({
      ok: false,
      reason:
        '2.9 GB of weights do not fit into an ONNX file, which ends at 2 GiB: put them beside it',
    });
    expect(writeModel(graph.value, { name: 'huge', seed: 0, externalData: 'a.data' }).ok).toBe(
      true,
    );
  });
});

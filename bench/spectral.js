/**
 * The Gram matrix, from which statistics of the singular values begin: the kernel of this project
 * against ml-matrix and onnxruntime's MatMul on one thread, in double precision, and its share of
 * the whole.
 */
import { Matrix } from 'ml-matrix';
import { singularValues } from '../dist/capacity/singular-values.js';
import { fillNormal } from '../dist/initialization/standard-normal.js';
import { weightStream } from '../dist/initialization/weight-stream.js';
import { GraphBuilder } from '../dist/onnx/graph-builder.js';
import { writeOnnx } from '../dist/onnx/write-onnx.js';
import { gramMatrix } from '../dist/capacity/gram-matrix.js';
import { alternate, check, median, medianRatio, secondsOf } from './harness.js';

export const title = 'Gram matrix and singular values of a square matrix, one thread';

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const side = quick ? 256 : 512;
  const rounds = quick ? 3 : 5;
  const entries = new Float32Array(side * side);
  fillNormal(weightStream(0, 'bench/spectral'), 0, entries, 0.02);
  /** @type {Record<string, Float64Array>} */
  const grams = {};
  const onnxruntime = await openMatMul(side);
  const rows = Array.from({ length: side }, (_, row) =>
    Array.from(entries.subarray(row * side, (row + 1) * side)),
  );
  const matrix = new Matrix(rows);
  const transposed = matrix.transpose();
  const doubles = Float64Array.from(entries);
  /** @type {Record<string, () => Promise<number>>} */
  const sides = {
    zerolm: () =>
      secondsOf(() => {
        grams.zerolm = gramMatrix(entries, side, side);
      }),
    'ml-matrix': () =>
      secondsOf(() => {
        grams['ml-matrix'] = Float64Array.from(matrix.mmul(transposed).to1DArray());
      }),
    whole: () => secondsOf(() => singularValues(entries, side, side)),
  };
  if (onnxruntime !== null) {
    sides.onnxruntime = () =>
      secondsOf(async () => {
        grams.onnxruntime = await onnxruntime(doubles);
      });
  }
  const seconds = await alternate(rounds, sides);
  for (const [name, gram] of Object.entries(grams)) {
    for (let row = 0; row < side; row++) {
      for (let col = 0; col <= row; col++) {
        const [ours = NaN, theirs = NaN] = [
          grams.zerolm?.[row * side + col],
          gram[row * side + col],
        ];
        // Products of entries of 0.02, in sums of any order.
        check(Math.abs(ours - theirs) < 1e-13 * side * 0.02 ** 2, `entry of ${name}`);
      }
    }
  }
  const { zerolm = [], whole = [], ...others } = seconds;
  const milliseconds = (/** @type {string} */ name, /** @type {number[]} */ values) => ({
    name,
    value: 1000 * median(values),
    unit: /** @type {const} */ ('ms'),
  });
  return {
    settings: `${side} x ${side} normals, ${rounds} rounds in turn`,
    figures: [
      milliseconds('Gram matrix, zerolm', zerolm),
      ...Object.entries(others).map(([name, values]) =>
        milliseconds(`Gram matrix, ${name}`, values),
      ),
      milliseconds('singular values, zerolm, the Gram matrix among it', whole),
    ],
    ratios: [
      {
        name: 'Gram matrix against ml-matrix, time',
        value: medianRatio(zerolm, others['ml-matrix'] ?? []),
        bound: 'at most',
        target: 1,
      },
      {
        name: 'share of the Gram matrix in the whole',
        value: medianRatio(zerolm, whole),
        bound: 'at most',
        target: 0.5,
      },
    ],
    checks: ['every entry of the Gram matrices is the same within 1e-13 of its scale'],
    skipped: onnxruntime === null ? ['onnxruntime: not installed'] : [],
  };
}

/**
 * A product of a matrix with its transpose by onnxruntime, in double precision on one thread.
 *
 * @param {number} side
 * @returns {Promise<((entries: Float64Array) => Promise<Float64Array>) | null>} null where it is
 *   not installed
 */
async function openMatMul(side) {
  let runtime;
  try {
    runtime = await import('onnxruntime-node');
  } catch {
    return null;
  }
  const { InferenceSession, Tensor } = runtime.default ?? runtime;
  const builder = new GraphBuilder('float64');
  const input = builder.input('a', [side, side]);
  const across = builder.apply('Transpose', [input], { perm: { kind: 'ints', value: [1, 0] } });
  const gram = builder.apply('MatMul', [input, across]);
  const graph = builder.build([gram]);
  const session = await InferenceSession.create(writeOnnx(graph, { name: 'gram' }), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
  });
  return async (entries) => {
    const outputs = await session.run({ a: new Tensor('float64', entries, [side, side]) });
    const [output] = Object.values(outputs);
    if (!(output?.data instanceof Float64Array)) throw new Error('onnxruntime gave no doubles');
    return output.data;
  };
}

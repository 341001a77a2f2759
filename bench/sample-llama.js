/**
 * Samples the shapes of Llama-2-7B and, in turn, normals in small matrices; prints the
 * seconds and the sums of squares as JSON. Its argument is the number of layers.
 */
import process from 'node:process';
import { measureAll } from '../dist/engine/measure-all.js';
import { weightStream } from '../dist/initialization/weight-stream.js';
import { secondsOf } from './harness.js';

/** Architecture of the released model: hidden 4096, feed-forward 11008, 32000 tokens. */
const EMBEDDINGS = Array.from({ length: 2 }, () => [32_000, 4096]);
const LAYER = [
  ...Array.from({ length: 4 }, () => [4096, 4096]),
  ...Array.from({ length: 3 }, () => [11_008, 4096]),
];
const SMALL = [256, 1024];
const PARTS = 16;
/** Enough for a rate: one normal in small matrices for so many of the model. */
const SHARE = 4;
const WORKERS = 2;

const layers = Number(process.argv[2]);
const model = [...EMBEDDINGS, ...Array.from({ length: layers }, () => LAYER).flat()];

let drawn = 0;
/** @param {number[][]} shapes */
const matricesOf = (shapes) =>
  shapes.map(([rows = 0, cols = 0]) => ({
    rows,
    cols,
    distribution: /** @type {const} */ ({ kind: 'normal', standardDeviation: 0.02 }),
    stream: weightStream(0, `bench/${drawn++}`),
  }));

/** @param {string} name */
const side = (name) => ({ name, count: 0, seconds: 0, sumOfSquares: 0 });
const large = side('Llama-2-7B');
const small = side('small matrices');

/**
 * @param {ReturnType<typeof side>} into
 * @param {number[][]} shapes
 */
async function sample(into, shapes) {
  const matrices = matricesOf(shapes);
  into.seconds += await secondsOf(async () => {
    for (const measurement of await measureAll(matrices, 'sum-of-squares', WORKERS)) {
      if (measurement.kind !== 'sum-of-squares') throw new Error('no sum of squares');
      into.count += measurement.count;
      into.sumOfSquares += measurement.sumOfSquares;
    }
  });
}

const size = Math.ceil(model.length / PARTS);
for (let start = 0; start < model.length; start += size) {
  const part = model.slice(start, start + size);
  const normals = part.reduce((sum, [rows = 0, cols = 0]) => sum + rows * cols, 0);
  await sample(large, part);
  const [rows = 0, cols = 0] = SMALL;
  await sample(
    small,
    Array.from({ length: Math.round(normals / (SHARE * rows * cols)) }, () => SMALL),
  );
}
process.stdout.write(JSON.stringify({ large, small }));

/** Checkpoints: real weights measured against a plain read and sum; and a header-only inspection. */
import { Buffer } from 'node:buffer';
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { squaredFrobeniusNorm } from '../dist/capacity/squared-frobenius-norm.js';
import { initializedCheckpoint } from '../dist/checkpoints/initialized-checkpoint.js';
import { scoreCheckpoint } from '../dist/checkpoints/score-checkpoint.js';
import { DEFAULT_SETTINGS } from '../dist/index.js';
import { readCheckpoint } from '../dist/safetensors/read-checkpoint.js';
import { writeWholeFile } from '../dist/write-whole-file.js';
import { alternate, check, median, medianRatio, runNode, secondsOf, ZEROLM } from './harness.js';

export const title = 'Checkpoints: real weights of 500 MB, and the headers of 13 GB';

/** Bytes that the plain side reads at a time. */
const PIECE = 2 ** 20;

/** Hidden size and feed-forward width of the measured model; blocks of 12 h^2 single-precision weights. */
const HIDDEN_SIZE = 1024;
const BLOCKS = 10;
const QUICK_BLOCKS = 3;

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-bench-'));
  try {
    const file = join(folder, 'model.safetensors');
    await writeModel(file, quick ? QUICK_BLOCKS : BLOCKS);
    const { checkpoint } = await readCheckpoint(file);
    if (checkpoint === undefined) throw new Error('the written checkpoint is not read');
    const bytes = checkpoint.weights.reduce((sum, weight) => sum + weight.bytes, 0);
    const settings = /** @type {const} */ ({
      ...DEFAULT_SETTINGS,
      statistic: squaredFrobeniusNorm,
      mode: 'weights',
    });
    let ours = NaN;
    let theirs = NaN;
    const sides = {
      measured: () =>
        secondsOf(async () => {
          const score = await scoreCheckpoint(checkpoint, settings);
          if (!score.ok) throw new Error(score.reason);
          const { attention, feedForward, embedding } = score.value.capacity;
          ours = attention + feedForward + embedding;
        }),
      plain: () =>
        secondsOf(() => {
          theirs = checkpoint.weights.reduce((sum, weight) => sum + sumSquares(weight), 0);
        }),
    };
    const rounds = quick ? 3 : 7;
    const seconds = await alternate(rounds, sides);
    check(Math.abs(ours / theirs - 1) < 1e-9, `sums of squares ${ours} and ${theirs}`);
    const weights = await runNode([ZEROLM, 'score', file, '--mode', 'weights', '--format', 'json']);

    const index = writeSparse(folder);
    let peak = 0;
    const inspect = async () => {
      const run = await runNode([ZEROLM, 'inspect', index, '--format', 'json']);
      check(JSON.parse(run.stdout).parameters.total > 6.5e9, 'the parameters of the large one');
      peak = Math.max(peak, run.peakMegabytes);
      return run.seconds;
    };
    const inspected = await alternate(rounds, { inspect });
    return {
      settings: `${Math.round(bytes / 1e6)} MB of single-precision weights, in the cache of the system after the first round; ${rounds} rounds in turn`,
      figures: [
        { name: 'sums of squares of a checkpoint', value: median(seconds.measured), unit: 's' },
        { name: 'read and summed in typed arrays', value: median(seconds.plain), unit: 's' },
        { name: 'peak memory of `score --mode weights`', value: weights.peakMegabytes, unit: 'MB' },
        { name: '`inspect` of 13 GB in three files', value: median(inspected.inspect), unit: 's' },
        { name: 'peak memory of that', value: peak, unit: 'MB' },
      ],
      ratios: [
        {
          name: 'time to measure against a plain read and sum',
          value: medianRatio(seconds.measured, seconds.plain),
          bound: 'at most',
          target: 1.5,
        },
        {
          name: '`inspect`',
          value: median(inspected.inspect),
          bound: 'at most',
          target: 1,
          unit: 's',
        },
        { name: 'its peak memory', value: peak, bound: 'at most', target: 150, unit: 'MB' },
      ],
      checks: ['both sides have the same sum of squares to 1e-9'],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * A model of blocks with 12 h^2 weights each, drawn from a seed.
 *
 * @param {string} file
 * @param {number} blocks
 */
async function writeModel(file, blocks) {
  const h = HIDDEN_SIZE;
  const shapes = Object.entries({
    'attention.self.query': [h, h],
    'attention.self.key': [h, h],
    'attention.self.value': [h, h],
    'attention.output.dense': [h, h],
    'intermediate.dense': [4 * h, h],
    'output.dense': [h, 4 * h],
  });
  const list = Array.from({ length: blocks }, (_, block) =>
    shapes.map(([name, shape]) => ({
      path: `encoder.layer.${block}.${name}.weight`,
      shape,
      subModule: /** @type {const} */ ('attention'),
      block,
      counts: /** @type {const} */ ('capacity'),
      distribution: /** @type {const} */ ({ kind: 'normal', standardDeviation: 0.02 }),
      packing: null,
    })),
  ).flat();
  const written = await writeWholeFile(file, initializedCheckpoint(list, 0));
  if (!written.ok) throw new Error(written.reason);
}

const piece = new Float32Array(PIECE / 4);

/**
 * The sum of squares as anyone would write it: read a megabyte, add up, go on.
 *
 * @param {import('../dist/safetensors/checkpoint.js').CheckpointWeight} weight
 */
function sumSquares({ file, start, bytes }) {
  const descriptor = openSync(file, 'r');
  let sum = 0;
  for (let at = 0; at < bytes;) {
    const read = readSync(descriptor, piece, 0, Math.min(PIECE, bytes - at), start + at);
    const count = read / 4;
    for (let i = 0; i < count; i++) {
      const weight = piece[i] ?? 0;
      sum += weight * weight;
    }
    at += read;
  }
  closeSync(descriptor);
  return sum;
}

/**
 * The shapes of Llama-2-7B in half precision, in three sparse files; returns their index.
 *
 * @param {string} folder
 */
function writeSparse(folder) {
  const [h, f, words] = [4096, 11_008, 32_000];
  /** @type {Record<string, number[]>} */
  const shapes = { 'model.embed_tokens.weight': [words, h] };
  for (let block = 0; block < 32; block++) {
    const name = `model.layers.${block}`;
    for (const part of ['q_proj', 'k_proj', 'v_proj', 'o_proj']) {
      shapes[`${name}.self_attn.${part}.weight`] = [h, h];
    }
    shapes[`${name}.mlp.gate_proj.weight`] = [f, h];
    shapes[`${name}.mlp.up_proj.weight`] = [f, h];
    shapes[`${name}.mlp.down_proj.weight`] = [h, f];
    shapes[`${name}.input_layernorm.weight`] = [h];
    shapes[`${name}.post_attention_layernorm.weight`] = [h];
  }
  shapes['model.norm.weight'] = [h];
  shapes['lm_head.weight'] = [words, h];
  const tensors = Object.entries(shapes);
  /** @type {Record<string, string>} */
  const map = {};
  for (let shard = 0; shard < 3; shard++) {
    const name = `large-0000${shard + 1}-of-00003.safetensors`;
    let end = 0;
    const header = Object.fromEntries(
      tensors.slice(shard * 97, (shard + 1) * 97).map(([tensor, shape]) => {
        const begin = end;
        end += 2 * shape.reduce((product, size) => product * size, 1);
        map[tensor] = name;
        return [tensor, { dtype: 'F16', shape, data_offsets: [begin, end] }];
      }),
    );
    const text = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    const descriptor = openSync(join(folder, name), 'w');
    writeSync(descriptor, Buffer.concat([length, text]));
    ftruncateSync(descriptor, 8 + text.length + end);
    closeSync(descriptor);
  }
  const index = join(folder, 'large.safetensors.index.json');
  writeFileSync(index, JSON.stringify({ weight_map: map }));
  return index;
}

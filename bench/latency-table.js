/** Latencies of 30 whole models against the sums of their parts, whole process. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spearmanRho } from '../dist/evaluation/spearman-rho.js';
import { check, median, runNode, ZEROLM } from './harness.js';

export const title = 'Predicted against measured latency of 30 models of a space';

const MODELS = 30;

/** Encoders of 2 to 12 layers, whose layers differ: latencies from about 1 to 60 milliseconds. */
const SPACE = {
  base: { vocab_size: 30522 },
  choices: { hidden_size: [128, 256, 384] },
  layers: {
    number: [2, 4, 8, 12],
    list: 'nas_config.encoder_layers',
    choices: {
      num_operation_heads: [2, 4],
      feed_forward_dimension: [512, 1024],
    },
    together: [
      [
        { operation_type: 'SA', operation_parameter: 'SDP', num_feed_forward: 1 },
        { operation_type: 'DSC', operation_parameter: 5, num_feed_forward: 1 },
      ],
    ],
  },
};

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-bench-'));
  try {
    const space = join(folder, 'space.json');
    writeFileSync(space, JSON.stringify(SPACE));
    const repeats = quick ? 10 : 30;
    const table = ['--table', join(folder, 'table.json'), '--check', String(MODELS)];
    const options = ['--repeats', String(repeats), '--sequence-length', '64', '--format', 'json'];
    const done = await runNode([ZEROLM, 'latency', space, ...table, ...options]);
    /** @type {{ check: { predicted: number, measured: number, error: number }[], parts: { measured: number } }} */
    const document = JSON.parse(done.stdout);
    const models = document.check;
    check(models.length === MODELS, `${models.length} models`);
    const errors = models.map(({ error }) => 100 * Math.abs(error));
    const rho = spearmanRho(
      models.map(({ predicted }) => predicted),
      models.map(({ measured }) => measured),
    );
    return {
      settings: `\`zerolm latency --table --check ${MODELS}\` of a space of encoders: ${document.parts.measured} parts, 1 thread, 64 tokens, ${repeats} passes of each model`,
      figures: [
        { name: 'time', value: done.seconds, unit: 's' },
        { name: 'largest error', value: Math.max(...errors), unit: '%' },
      ],
      ratios: [
        { name: 'median error', value: median(errors), bound: 'at most', target: 10, unit: '%' },
        {
          name: 'rank correlation',
          value: rho.ok ? rho.value.value : NaN,
          bound: 'at least',
          target: 0.95,
          unit: 'rho',
        },
      ],
      checks: ['models are measured whole, after their parts'],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All network proxies on models like Llama, of two layers, against PyTorch on two threads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countParameters, inventory, readCandidates } from '../dist/index.js';
import { compareNetworks } from './network-comparison.js';

export const title =
  'All network proxies on models like Llama of two layers, 4 x 128 tokens, two cores';

/**
 * Hidden sizes; heads are of size 64, and four share their keys and values. Two threads can share
 * four models of these sizes equally, three of them they can not.
 */
const SIZES = { quick: [256, 512, 768, 1024], full: [256, 512, 768, 1024, 256, 512, 768, 1024] };

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const sizes = quick ? SIZES.quick : SIZES.full;
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-bench-'));
  const file = join(folder, 'llamas.ndjson');
  const configs = sizes.map((size, index) => ({
    ...{ id: `llama-${index}`, model_type: 'llama', vocab_size: 32_000, hidden_size: size },
    ...{ num_hidden_layers: 2, num_attention_heads: size / 64, num_key_value_heads: size / 256 },
    intermediate_size: Math.round((size * 2.75) / 64) * 64,
  }));
  writeFileSync(file, configs.map((config) => `${JSON.stringify(config)}\n`).join(''));
  try {
    const { candidates } = await readCandidates([file]);
    const chosen = candidates.map(({ architecture }, index) => ({
      index,
      architecture,
      parameters: countParameters(inventory(architecture, 'normal')).total,
    }));
    return await compareNetworks({
      file,
      build: 'declared',
      chosen,
      rounds: sizes.length / 4,
      compared: quick ? 1 : 4,
      settings: (count, proxies) =>
        `${count} models of hidden sizes ${[...new Set(sizes)].join(', ')} with grouped keys, RMS norms, rotary positions and SwiGLU of 2.75 times the width, ${proxies} proxies`,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Sub-networks: half of a checkpoint of 500 MB written as a smaller one, against a copy of the file. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { search } from '../dist/workflows/search.js';
import { alternate, check, median, medianRatio, runNode, secondsOf, ZEROLM } from './harness.js';

export const title = 'Sub-networks: half of a checkpoint of 500 MB';

const CONFIG = {
  model_type: 'llama',
  vocab_size: 8000,
  hidden_size: 1024,
  num_attention_heads: 16,
  num_key_value_heads: 8,
  intermediate_size: 2816,
  tie_word_embeddings: true,
};
const LAYERS = 10;
const QUICK_LAYERS = 3;

/** Half of every layer. */
const HALF = { feed_forward_width: [1408], num_attention_heads: [8] };

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'zerolm-bench-'));
  const at = (/** @type {string} */ name) => join(folder, name);
  try {
    mkdirSync(at('model'));
    const config = { ...CONFIG, num_hidden_layers: quick ? QUICK_LAYERS : LAYERS };
    writeFileSync(at('model/config.json'), JSON.stringify(config));
    writeFileSync(at('space.json'), JSON.stringify({ checkpoint: 'model', choices: HALF }));
    const file = at('model/model.safetensors');
    await runNode([ZEROLM, 'init', at('model/config.json'), '--out', file]);
    const request = { space: at('space.json'), extract: at('half') };
    /** @param {import('../dist/workflows/search-request.js').SearchRequest} own */
    const extract = (own) => {
      rmSync(at('half'), { recursive: true, force: true });
      return secondsOf(async () => {
        const found = await search(own);
        const announced = found.ok ? found.value.document.extracted?.bytes : undefined;
        const written = statSync(at('half/model.safetensors')).size;
        check(announced === written, `${written} bytes, and ${announced} announced`);
      });
    };
    // The copy is on the disk when it counts as made, as what zerolm writes is.
    const copy = (/** @type {boolean} */ synced) => {
      rmSync(at('copy'), { force: true });
      return secondsOf(() => {
        execFileSync('cp', [file, at('copy')]);
        if (synced) execFileSync('sync', [at('copy')]);
      });
    };
    const rounds = quick ? 1 : 5;
    const seconds = await alternate(rounds, {
      extract: () => extract(request),
      copy: () => copy(false),
      synced: () => copy(true),
      measured: () => extract({ ...request, mode: 'weights', order: 'magnitude' }),
    });
    rmSync(at('half'), { recursive: true });
    const args = ['search', request.space, '--mode', 'weights', '--extract', request.extract];
    const whole = await runNode([ZEROLM, ...args, '--order', 'magnitude', '--format', 'json']);
    const megabytes = Math.round(statSync(file).size / 1e6);
    const half = Math.round(statSync(at('half/model.safetensors')).size / 1e6);
    return {
      settings: `${megabytes} MB in single precision, ${half} MB of them kept, in the cache of the system after the first round; ${rounds} rounds in turn`,
      figures: [
        {
          name: '`search --extract`, the leading units',
          value: median(seconds.extract),
          unit: 's',
        },
        {
          name: 'with `--mode weights --order magnitude`, which reads the file first',
          value: median(seconds.measured),
          unit: 's',
        },
        { name: 'the whole process of that', value: whole.seconds, unit: 's' },
        { name: '`cp` of the whole file', value: median(seconds.copy), unit: 's' },
        { name: '`cp` and `sync` of the copy', value: median(seconds.synced), unit: 's' },
      ],
      ratios: [
        {
          name: 'time to extract against `cp`',
          value: medianRatio(seconds.extract, seconds.copy),
          bound: 'at most',
          target: 2,
        },
        {
          name: 'peak memory of the whole process',
          value: whole.peakMegabytes,
          bound: 'at most',
          target: 300,
          unit: 'MB',
        },
      ],
      checks: ['the file has the bytes that are announced'],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

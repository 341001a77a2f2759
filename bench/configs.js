/** Hugging Face configs of all families read from NDJSON, on one core. */
import process from 'node:process';
import { HUGGING_FACE_FAMILIES } from '../dist/formats/hugging-face/families.js';
import { loadQuickReader } from '../dist/formats/quick-reader.js';
import { check, median } from './harness.js';

export const title = 'Configs of mixed families read from NDJSON';

/** Keys of the hidden size and of the depth: left out, they are warned about. */
const SIZES = [
  ...['hidden_size', 'n_embd', 'dim', 'd_model'],
  ...['num_hidden_layers', 'n_layer', 'n_layers', 'num_layers'],
];

/** Depths of the models, which differ as those of candidates do. */
const DEPTHS = [8, 12, 16, 24, 32];

/**
 * Lines of a family: every one of its keys that shapes a model, with its default.
 *
 * @param {import('../dist/formats/hugging-face/family.js').HuggingFaceFamily} family
 * @param {number} count
 */
function linesOf({ modelType, schema, knownKeys }, count) {
  // A size of patches has no default.
  const patches = knownKeys().names.includes('patch_size') ? { patch_size: 16 } : {};
  const defaults = /** @type {Record<string, unknown>} */ (
    schema.parse({ model_type: modelType, ...patches })
  );
  const depth = SIZES.slice(4).find((key) => key in defaults) ?? '';
  return Array.from({ length: count }, (_, index) => {
    const layers = DEPTHS[index % DEPTHS.length] ?? 12;
    const own = depth === '' ? {} : { [depth]: layers };
    return JSON.stringify({ id: `${modelType}-${index}`, ...defaults, ...own });
  });
}

/**
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick }) {
  const count = 10_000;
  const rounds = quick ? 3 : 9;
  const read = await loadQuickReader();
  const families = [...HUGGING_FACE_FAMILIES.values()];
  const each = Math.ceil(count / families.length);
  const lines = families.map((family) => linesOf(family, each));
  const mixed = Array.from({ length: each }, (_, index) => lines.map((own) => own[index] ?? ''))
    .flat()
    .slice(0, count);
  // Those of one family are read in a millisecond, in which one collection of garbage would show.
  const many = lines.map((own) => Array.from({ length: 10 }, () => own).flat());
  /** @param {readonly string[]} texts */
  const rateOf = (texts) => {
    const start = process.cpuUsage();
    let blocks = 0;
    for (const text of texts) {
      const context = { source: 'configs.ndjson', defaultId: '', build: 'declared' };
      const { candidate, problems } = read(JSON.parse(text), /** @type {never} */ (context));
      check(candidate !== undefined, problems.map(({ message }) => message).join('; '));
      blocks += candidate?.architecture.blocks.length ?? 0;
    }
    check(blocks > texts.length, 'blocks');
    const { user, system } = process.cpuUsage(start);
    return (texts.length / (user + system)) * 1e6;
  };
  /** @type {number[]} */
  const all = [];
  const own = lines.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round <= rounds; round++) {
    // The first round does not count: it compiles.
    const rates = [rateOf(mixed), ...many.map(rateOf)];
    if (round === 0) continue;
    all.push(rates[0] ?? NaN);
    own.forEach((list, index) => list.push(rates[index + 1] ?? NaN));
  }
  const medians = own.map(median);
  const fastest = Math.max(...medians);
  const slowest = Math.min(...medians);
  const name = families[medians.indexOf(slowest)]?.modelType ?? '';
  return {
    settings: `${count} lines of ${families.length} families in turn, models of ${DEPTHS.join(', ')} blocks, ${rounds} rounds, processor time`,
    figures: [
      { name: 'all families', value: median(all) / 1e6, unit: 'M/s' },
      { name: 'the fastest family', value: fastest / 1e6, unit: 'M/s' },
      { name: `the slowest, ${name}`, value: slowest / 1e6, unit: 'M/s' },
    ],
    ratios: [
      {
        name: 'configs a second',
        value: median(all),
        bound: 'at least',
        target: 30_000,
        unit: '/s',
      },
      {
        name: 'the fastest against the slowest',
        value: fastest / slowest,
        bound: 'at most',
        target: 3,
      },
    ],
    checks: ['every config is read, with its blocks'],
  };
}

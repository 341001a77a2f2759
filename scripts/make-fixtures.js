/**
 * Writes the generated fixtures: the BERT family with its accuracies, and a directory of
 * candidates from the FlexiBERT space. Run it with `npm run fixtures`; a test holds the committed
 * files equal to what it writes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { sampleFlexibertSpec } from '../dist/search-space/sample-flexibert-spec.js';

/**
 * Layers, hidden size and MNLI-matched test accuracy of the published BERT models: Turc, Chang,
 * Lee and Toutanova 2019 (arXiv 1908.08962, table of the released miniatures); Base and Large of
 * Devlin et al. 2019 (arXiv 1810.04805, table 1).
 */
const BERT_FAMILY = [
  { id: 'bert-tiny', layers: 2, hiddenSize: 128, mnliMatched: 70.2 },
  { id: 'bert-mini', layers: 4, hiddenSize: 256, mnliMatched: 74.8 },
  { id: 'bert-small', layers: 4, hiddenSize: 512, mnliMatched: 77.6 },
  { id: 'bert-medium', layers: 8, hiddenSize: 512, mnliMatched: 80.0 },
  { id: 'bert-base', layers: 12, hiddenSize: 768, mnliMatched: 84.6 },
  { id: 'bert-large', layers: 24, hiddenSize: 1024, mnliMatched: 86.7 },
];

const CANDIDATES = 24;
const CANDIDATE_SEED = 1;

/**
 * Every generated fixture: its text by its path below `fixtures`.
 *
 * @returns {Map<string, string>}
 */
export function generatedFixtures() {
  const files = new Map();
  for (const { id, layers, hiddenSize } of BERT_FAMILY) {
    const layer = {
      operation_type: 'SA',
      operation_parameter: 'SDP',
      num_operation_heads: hiddenSize / 64,
      feed_forward_dimension: 4 * hiddenSize,
      num_feed_forward: 1,
    };
    const spec = {
      hidden_size: hiddenSize,
      embedding_size: hiddenSize,
      nas_config: { encoder_layers: Array.from({ length: layers }, () => layer) },
    };
    files.set(`bert-family/${id}.json`, toText(spec));
  }
  const rows = BERT_FAMILY.map(({ id, mnliMatched }) => `${id},${mnliMatched.toFixed(1)}\n`);
  files.set('bert-family-mnli.csv', `id,mnli_matched\n${rows.join('')}`);
  for (let index = 0; index < CANDIDATES; index++) {
    const name = `candidate-${String(index).padStart(2, '0')}`;
    files.set(
      `flexibert-candidates/${name}.json`,
      toText(sampleFlexibertSpec(CANDIDATE_SEED, index)),
    );
  }
  return files;
}

/** @param {object} spec */
function toText(spec) {
  return `${JSON.stringify(spec, null, 2)}\n`;
}

const [, script = ''] = process.argv;
if (import.meta.url === pathToFileURL(script).href) {
  for (const [path, text] of generatedFixtures()) {
    const target = join(import.meta.dirname, '..', 'fixtures', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

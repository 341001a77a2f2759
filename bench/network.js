/** All network proxies on FlexiBERT models, against the same numbers by PyTorch on two threads. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { countParameters, inventory, readCandidates } from '../dist/index.js';
import { drawTokens } from '../dist/runtime/draw-tokens.js';
import { BENCHMARKS, check, median, medianRatio, runNode } from './harness.js';
import { missing, PYTHON } from './peer.js';

export const title = 'All network proxies on FlexiBERT models, 4 x 128 tokens, two cores';

const FILE = join(BENCHMARKS, 'flexibert', 'BERT_benchmark.json');
const BUILD = 'released';
const BATCH = 4;
const LENGTH = 128;
const THREADS = 2;

/** Models on which PyTorch gets zerolm's own weights, which Python is slow to draw. */
const COMPARED = { quick: 4, full: 12 };

/** How far two scores may be apart, relative to the larger; components are whole numbers. */
const TOLERANCE = 1e-3;
const COMPONENTS = 2e-3;

/**
 * @param {{ quick: boolean, long: boolean }} options `long` for all 500 models, not every fifth
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function run({ quick, long }) {
  const none = (/** @type {string} */ reason) => ({
    ...{ settings: '', figures: [], ratios: [], checks: [] },
    skipped: [reason],
  });
  if (!existsSync(FILE)) return none(`no file ${FILE}`);
  const peer = await startNetworkPeer();
  if (peer === null) return none(missing('torch'));
  try {
    const { candidates } = await readCandidates([FILE], { build: BUILD });
    const models = candidates.map(({ architecture }, index) => ({
      index,
      architecture,
      parameters: countParameters(inventory(architecture, 'normal')).total,
    }));
    const bySize = models.toSorted((a, b) => a.parameters - b.parameters || a.index - b.index);
    const [step, rounds] = quick ? [21, 3] : long ? [1, 10] : [5, 5];
    const chosen = bySize.filter((_, place) => place % step === Math.floor(step / 2));
    /** @type {{ ours: number[], theirs: number[] }} */
    const seconds = { ours: [], theirs: [] };
    let peak = 0;
    /** @type {Map<number, Record<string, number | null>>} */
    const scores = new Map();
    for (let round = 0; round < rounds; round++) {
      // Every round has models of all sizes.
      const own = chosen.filter((_, place) => place % rounds === round);
      const done = await runNode([
        join(import.meta.dirname, 'network-run.js'),
        ...[FILE, BUILD, own.map(({ index }) => index).join()],
      ]);
      /** @type {{ seconds: number, scores: Record<string, (number | null)[]> }} */
      const result = JSON.parse(done.stdout);
      seconds.ours.push(result.seconds);
      peak = Math.max(peak, done.peakMegabytes);
      for (const [place, { index }] of own.entries()) {
        const entries = Object.entries(result.scores).map(([name, list]) => [name, list[place]]);
        scores.set(index, Object.fromEntries(entries));
      }
      let theirs = 0;
      for (const model of own) theirs += (await peer.score(model, null)).seconds;
      seconds.theirs.push(theirs);
    }
    const apart = Math.floor(chosen.length / (quick ? COMPARED.quick : COMPARED.full));
    const compared = chosen.filter((_, place) => place % apart === apart - 1);
    let worst = 0;
    for (const model of compared) {
      const answer = await peer.score(model, 0);
      worst = Math.max(worst, compare(scores.get(model.index) ?? {}, answer.scores, model.index));
    }
    const proxies = Object.keys(scores.get(compared[0]?.index ?? 0) ?? {}).length;
    const per = (/** @type {number[]} */ list) =>
      (1000 * list.reduce((a, b) => a + b, 0)) / chosen.length;
    return {
      settings: `${chosen.length} models of the ${BUILD} build${long ? '' : ', spread over the sizes'}, ${proxies} proxies, in ${rounds} rounds, each of models of all sizes; zerolm with two threads of one session each, PyTorch with two threads`,
      figures: [
        { name: 'zerolm, a model', value: per(seconds.ours), unit: 'ms' },
        { name: 'PyTorch, a model', value: per(seconds.theirs), unit: 'ms' },
        { name: 'a round of zerolm', value: median(seconds.ours), unit: 's' },
        { name: 'a round of PyTorch', value: median(seconds.theirs), unit: 's' },
      ],
      ratios: [
        {
          name: 'time against PyTorch',
          value: medianRatio(seconds.ours, seconds.theirs),
          bound: 'at most',
          target: 1,
        },
        { name: 'peak memory', value: peak, bound: 'at most', target: 2000, unit: 'MB' },
      ],
      checks: [
        `on ${compared.length} models with the same weights all scores are within ${TOLERANCE} of PyTorch's, components within ${COMPONENTS}; the worst is ${worst.toExponential(1)} off`,
      ],
    };
  } finally {
    peer.stop();
  }
}

/**
 * The largest relative difference of the scores of two sides, which have to have the same ones.
 *
 * @param {Record<string, number | null>} ours
 * @param {Record<string, number>} theirs
 * @param {number} model
 */
function compare(ours, theirs, model) {
  const known = Object.entries(ours).filter(([, value]) => value !== null);
  const [names, others] = [known.map(([name]) => name).sort(), Object.keys(theirs).sort()];
  check(names.join() === others.join(), `model ${model}: ${names.join()} and ${others.join()}`);
  let worst = 0;
  for (const [name, own] of known) {
    const [a, b] = [own ?? NaN, theirs[name] ?? NaN];
    const off = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
    const tolerance = name.includes('pca') ? COMPONENTS : TOLERANCE;
    check(off <= tolerance, `${name} of model ${model}: ${a} and ${b}`);
    if (!name.includes('pca')) worst = Math.max(worst, off);
  }
  return worst;
}

/**
 * @typedef {object} Model
 * @property {import('../dist/index.js').Architecture} architecture
 * @property {number} parameters
 */

/** PyTorch in a process of its own; null where it is not there. */
async function startNetworkPeer() {
  if (!existsSync(PYTHON)) return null;
  const script = join(import.meta.dirname, 'network-peer.py');
  const threads = String(THREADS);
  const child = spawn(PYTHON, [script, threads], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      OMP_NUM_THREADS: threads,
      OPENBLAS_NUM_THREADS: threads,
      MKL_NUM_THREADS: threads,
      OMP_WAIT_POLICY: 'passive',
    },
  });
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${script} ended with exit code ${code}`);
  });
  ended.catch(() => undefined);
  const answer = async () => {
    const [line] = await Promise.race([once(lines, 'line'), ended]);
    return JSON.parse(line);
  };
  const versions = await answer();
  if (versions.torch === undefined) return null;
  return {
    /**
     * @param {Model} model
     * @param {number | null} seed of zerolm's weights; null for those of PyTorch
     * @returns {Promise<{ seconds: number, scores: Record<string, number> }>}
     */
    score: ({ architecture, parameters }, seed) => {
      const { vocabSize } = architecture.embedding;
      const flat = drawTokens(0, BATCH, LENGTH, vocabSize);
      const tokens = Array.from({ length: BATCH }, (_, text) =>
        Array.from(flat.subarray(text * LENGTH, (text + 1) * LENGTH)),
      );
      const request = { architecture: { ...architecture, parameters }, tokens, seed };
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return answer();
    },
    stop: () => child.kill(),
  };
}

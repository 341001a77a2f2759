/** What the benches of network proxies have in common: all of them, against PyTorch on two threads. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { drawTokens } from '../dist/runtime/draw-tokens.js';
import { check, median, medianRatio, runNode } from './harness.js';
import { missing, PYTHON } from './peer.js';

const BATCH = 4;
const LENGTH = 128;
const THREADS = 2;

/** How far two scores may be apart, relative to the larger; components are whole numbers. */
const TOLERANCE = 1e-3;
const COMPONENTS = 2e-3;

/**
 * A result without figures.
 *
 * @param {string} reason
 * @returns {import('./harness.js').Result}
 */
export function skipped(reason) {
  return { settings: '', figures: [], ratios: [], checks: [], skipped: [reason] };
}

/**
 * All proxies on some models of a file, in rounds, and whether the scores are those of PyTorch.
 *
 * @param {object} request
 * @param {string} request.file
 * @param {string} request.build
 * @param {(Model & { index: number })[]} request.chosen by their places in the file
 * @param {number} request.rounds
 * @param {number} request.compared how many of them get zerolm's own weights in PyTorch, too
 * @param {(count: number, proxies: number) => string} request.settings
 * @returns {Promise<import('./harness.js').Result>}
 */
export async function compareNetworks({ file, build, chosen, rounds, compared: count, settings }) {
  const peer = await startNetworkPeer();
  if (peer === null) return skipped(missing('torch'));
  try {
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
        ...[file, build, own.map(({ index }) => index).join()],
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
    const apart = Math.floor(chosen.length / count);
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
      settings: `${settings(chosen.length, proxies)}, in ${rounds} rounds; zerolm with two threads of one session each, PyTorch with two threads`,
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

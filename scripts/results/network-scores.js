/** Scores of proxies that run the network, kept from run to run in the file that ZEROLM_SCORES names. */
import { join } from 'node:path';
import { openResumeFile } from '../../dist/engine/resume-file.js';
import { DEFAULT_PROXY_SETTINGS, readCandidates, scoreProxies } from '../../dist/index.js';
import { NETWORK_PROXIES } from '../../dist/proxies/registry.js';
import { roundForTies } from '../../dist/scoring/round-for-ties.js';
import { NETWORK, scoresFile, workspace } from './run-commands.js';
import { digits } from './tables.js';

/** @typedef {import('../../dist/index.js').Candidate} Candidate */
/** @typedef {import('../../dist/proxy-parts/network-proxy.js').NetworkProxy} NetworkProxy */
/** @typedef {typeof import('../../dist/index.js').kendallTauB | typeof import('../../dist/index.js').spearmanRho} Correlation */

/** The proxies of the registry by their names. @param {readonly string[]} names */
export const networkProxies = (names) => NETWORK_PROXIES.filter(({ name }) => names.includes(name));

/** Scores as they were measured: by proxy, one per candidate, null where there is none. */
/** @typedef {ReadonlyMap<string, readonly (number | null)[]>} Scores */

/**
 * The candidates of a set in the order of the files, and the scores that network proxies give them.
 *
 * @param {import('./data-sets.js').DataSet} set
 * @param {{ every?: number, batch?: number, proxies?: readonly NetworkProxy[] }} [options]
 * @returns {Promise<{ candidates: readonly Candidate[], scores: Scores }>}
 */
export async function networkScores(
  { input, build },
  {
    every = 1,
    batch = DEFAULT_PROXY_SETTINGS.network.batch,
    proxies = networkProxies(NETWORK),
  } = {},
) {
  const options = build === undefined ? {} : { build };
  const read = await readCandidates([join(workspace(), input)], options);
  const candidates = read.candidates.filter((_, index) => index % every === 0);
  const store = openResumeFile(scoresFile());
  if (!store.ok) throw new Error(store.reason);
  try {
    const scored = await scoreProxies(
      proxies,
      candidates.map(({ architecture }) => architecture),
      {
        ...DEFAULT_PROXY_SETTINGS,
        network: { ...DEFAULT_PROXY_SETTINGS.network, batch, memoryLimit: 4e9 },
        // Threads know the proxies of the registry alone.
        engine: {
          jobs: proxies.every((proxy) => NETWORK_PROXIES.includes(proxy)) ? 2 : 1,
          scores: store.value,
        },
      },
    );
    const scores = new Map(
      scored.map(({ proxy, results }) => [
        proxy.name,
        results.map((result) => (result.ok ? roundForTies(result.value) : null)),
      ]),
    );
    return { candidates, scores };
  } finally {
    store.value.close();
  }
}

/**
 * A rank correlation of the pairs of which both are known, or a dash.
 *
 * @param {Correlation} correlation
 * @param {readonly (number | null)[]} x
 * @param {readonly (number | null)[]} y
 */
export function correlate(correlation, x, y) {
  const known = x.flatMap((a, index) => {
    const b = y[index] ?? null;
    return a === null || b === null ? [] : [[a, b]];
  });
  const found = correlation(
    known.map(([a = NaN]) => a),
    known.map(([, b = NaN]) => b),
  );
  return found.ok ? digits(found.value.value) : '-';
}

import type { NetworkProxy } from '../../proxy-parts/network-proxy.ts';
import { leastEigenvalues } from '../../proxy-parts/least-eigenvalues.ts';

/** Rows of each map, as in the code of the authors. */
const ROWS = 8;

/**
 * MeCo_opt: `meco` of 8 rows of each map, times n / 8 where the map has n. Few rows are independent
 * even in a map that is no wider than the sequence is long. Needs no loss.
 *
 * Rows are tokens, as in `meco`. The authors draw 8 at random; here they are at equal distances, the
 * same in each map, since tokens are random already. A sequence of 8 tokens or fewer gives `meco`.
 *
 * Source: Jiang, Wang and Bie 2023, "MeCo", NeurIPS, and its code (HamsterMimi/MeCo,
 * correlation/NAS_Bench_201.py).
 */
export const mecoOpt: NetworkProxy = {
  name: 'meco-opt',
  description: 'the same of 8 tokens',
  direction: 'higher-is-better',
  paper: 'Jiang et al. 2023, NeurIPS, MeCo',
  needs: 'network',
  pass: 'network',
  measure: ({ forward }) => leastEigenvalues(forward, ROWS),
};

import type { DirectProxy } from '../proxy-parts/proxy.ts';
import { plainSum } from '../scoring/score-terms.ts';
import { scoreEach } from '../proxy-parts/score-each.ts';

/** The number of blocks. */
export const depth: DirectProxy = {
  name: 'depth',
  description: 'blocks',
  direction: 'higher-is-better',
  paper: null,
  needs: 'shapes',
  score: scoreEach(
    () =>
      ({ blocks }) =>
        blocks.length,
  ),
  terms:
    () =>
    ({ blocks }) =>
      plainSum(blocks.map((_, block) => ({ part: 'block', block, value: 1 }))),
};

import { failure } from '../result.ts';
import type { DirectProxy } from '../proxy-parts/proxy.ts';
import { plainSum } from '../scoring/score-terms.ts';
import { scoreEach } from '../proxy-parts/score-each.ts';

/** Exclusive limit of the sum of the hidden sizes: eight digits of a score. */
const MAX_WIDTH = 1e8;

/** Exclusive limit of the blocks: the other four of the twelve digits to which scores compare. */
const MAX_DEPTH = 1e4;

/**
 * Blocks first, hidden size second: `10^8 * blocks + sum of their hidden sizes`. Among models of
 * the same depth the sum orders as the mean does, also where blocks differ, and it is whole, so
 * that no two models are tied or told apart by rounding. What does not fit is refused.
 */
export const depthWidth: DirectProxy = {
  name: 'depth-width',
  description: 'blocks, then hidden size',
  direction: 'higher-is-better',
  paper: null,
  needs: 'shapes',
  score: scoreEach(() => ({ blocks }) => {
    const width = blocks.reduce((sum, { hiddenSize }) => sum + hiddenSize, 0);
    return width < MAX_WIDTH && blocks.length < MAX_DEPTH
      ? blocks.length * MAX_WIDTH + width
      : failure(
          `${blocks.length} blocks whose hidden sizes add up to ${width}: expected fewer than ${MAX_DEPTH} and less than ${MAX_WIDTH}`,
        );
  }),
  terms:
    () =>
    ({ blocks }) =>
      plainSum(
        blocks.map(({ hiddenSize }, block) => ({
          part: 'block',
          block,
          value: MAX_WIDTH + hiddenSize,
        })),
      ),
};

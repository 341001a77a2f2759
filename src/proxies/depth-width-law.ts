import { power } from '../elementary-functions.ts';
import type { DirectProxy } from '../proxy-parts/proxy.ts';
import { scoreEach } from '../proxy-parts/score-each.ts';
import {
  BUDGET_SETTINGS,
  findBudgetProblem,
  tokensBySettings,
} from '../proxy-parts/training-budget.ts';

/** The loss of a model without limits, in nats for each token. */
const ENTROPY = 1.7503269910812378;

/** What is lost to a hidden size m: `c / m^a`. */
const WIDTH = { coefficient: 333.3808501910344, exponent: 0.9769136309623718 };

/** What is lost to l blocks, of which the fit takes hundreds: `c / (100 l)^a`. */
const DEPTH = { coefficient: 1284.3676595484178, exponent: 1.201390266418457, unit: 1 / 100 };

/** What is lost to D tokens, of which the fit takes millions: `c / (D / 10^6)^a`. */
const DATA = { coefficient: 8.48674282280199, exponent: 0.29909613728523254, unit: 1e6 };

/** Weights of a block of hidden size 1, by which the size N of a compute `6 N D` is counted. */
const BLOCK_WEIGHTS = 12;

/**
 * The loss `c_m / m^a_m + c_l / l^a_l + c_D / D^a_D + L_0` that the depth-width law of Liu et al.
 * predicts for l blocks of mean hidden size m and D tokens, in nats for each token: a third way to
 * split what the laws of `scaling-law` put into N.
 *
 * The paper states the form (equation 3) and the exponents, 0.98 +- 0.08, 1.2 +- 0.3 and
 * 0.30 +- 0.01; the coefficients are those that the notebook of its code prints for the same fit to
 * about 200 runs of Hoffmann et al., of 9 to 47 blocks and hidden sizes of 576 to 5120.
 *
 * Source: Liu, Kangaslahti, Liu and Gore, "Inverse depth scaling from most layers being similar",
 * 2026, arXiv 2602.05970; `Scaling/fit-5.ipynb` of github.com/liuyz0/DepthScaling.
 */
export const depthWidthLaw: DirectProxy = {
  name: 'depth-width-law',
  description: 'loss by depth, width and tokens',
  direction: 'lower-is-better',
  paper: 'Liu et al. 2026, arXiv 2602.05970',
  needs: 'shapes',
  settings: BUDGET_SETTINGS,
  findMissing: findBudgetProblem,
  score: scoreEach((settings) => {
    const tokensOf = tokensBySettings(settings);
    return ({ blocks }, index) => {
      const depth = blocks.length;
      const width = blocks.reduce((sum, { hiddenSize }) => sum + hiddenSize, 0) / depth;
      const tokens = tokensOf(BLOCK_WEIGHTS * width ** 2 * depth, index);
      return tokens.ok ? lossByShape(depth, width, tokens.value) : tokens;
    };
  }),
};

/** The loss that the law predicts; all three are above 0. */
export function lossByShape(depth: number, width: number, tokens: number): number {
  return (
    ENTROPY +
    WIDTH.coefficient / power(width, WIDTH.exponent) +
    DEPTH.coefficient / power(depth / DEPTH.unit, DEPTH.exponent) +
    DATA.coefficient / power(tokens / DATA.unit, DATA.exponent)
  );
}

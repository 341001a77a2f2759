/** `zerolm/statistics`: rank correlations, intervals and comparisons of scores with a quality. */
export { bootstrapInterval } from '../evaluation/bootstrap-interval.ts';
export {
  COMBINATIONS,
  combineScores,
  type Combination,
  type CombinedScore,
} from '../evaluation/combine-scores.ts';
export type { Correlation } from '../evaluation/correlation.ts';
export { discountedGain } from '../evaluation/discounted-gain.ts';
export { friedmanTest } from '../evaluation/friedman-test.ts';
export type { BootstrapInterval } from '../evaluation/interval-of-values.ts';
export { kendallTauA } from '../evaluation/kendall-tau-a.ts';
export { leaderboard, type Leaderboard } from '../evaluation/leaderboard.ts';
export { noiseCeiling } from '../evaluation/noise-ceiling.ts';
export { pairedDifference } from '../evaluation/paired-difference.ts';
export { paretoFront } from '../evaluation/pareto-front.ts';
export { partialTau } from '../evaluation/partial-tau.ts';
export { pickRegret } from '../evaluation/pick-regret.ts';
export { rankOverSets } from '../evaluation/rank-over-sets.ts';
export { sizeMatchedTau } from '../evaluation/size-matched-tau.ts';
export { topPrecision } from '../evaluation/top-precision.ts';
export type { TruthDirection } from '../evaluation/truth-direction.ts';
export { withinGroupsTau } from '../evaluation/within-groups-tau.ts';

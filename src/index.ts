export type {
  AdaptiveSoftmax,
  Architecture,
  Block,
  Embedding,
  Family,
  LinearTransform,
  Naming,
  Operation,
  SelfAttention,
  SeparableConvolution,
  WordCluster,
} from './architecture/architecture.ts';
export { countHeadParameters } from './architecture/adaptive-softmax.ts';
export { inventory } from './architecture/inventory.ts';
export {
  countMatrices,
  countParameters,
  type MatrixCounts,
  type ParameterCounts,
} from './architecture/parameter-counts.ts';
export {
  matrixShapeOf,
  sizeOf,
  SUB_MODULES,
  type PlainWeight,
  type SubModule,
  type Weight,
  type WeightMatrix,
} from './architecture/weight.ts';

export { CAPACITY_VARIABLES, formulaStatistic } from './capacity/formula-statistic.ts';
export { frobeniusNorm } from './capacity/frobenius-norm.ts';
export { expectedLogDeterminant, logDeterminant } from './capacity/log-determinant.ts';
export type { MatrixShape } from './capacity/matrix-shape.ts';
export type {
  MatrixStatistic,
  MomentStatistic,
  ShapeStatistic,
  SpectralStatistic,
} from './capacity/matrix-statistic.ts';
export { meanSquaredSingularValue } from './capacity/mean-squared-singular-value.ts';
export { expectedOfMatrix, measureMatrix } from './capacity/measure-matrix.ts';
export { gatherMoments, type FillEntries, type Moments } from './capacity/moments.ts';
export {
  joinMeasurements,
  runTask,
  tasksOf,
  type DrawnMatrix,
  type Measurement,
  type MeasurementTask,
} from './capacity/measurement.ts';
export { nuclearNorm } from './capacity/nuclear-norm.ts';
export { parameterCount } from './capacity/parameter-count.ts';
export { singularValues } from './capacity/singular-values.ts';
export { spectralNorm } from './capacity/spectral-norm.ts';
export { squaredFrobeniusNorm } from './capacity/squared-frobenius-norm.ts';
export { stableRank } from './capacity/stable-rank.ts';
export { STATISTICS, statisticNamed } from './capacity/statistics.ts';

export type { EngineOptions } from './engine/engine-options.ts';
export { measureAll, type OnProgress } from './engine/measure-all.ts';

export { averageRanks } from './evaluation/average-ranks.ts';
export {
  bootstrapInterval,
  DEFAULT_RESAMPLES,
  type BootstrapInterval,
  type BootstrapOptions,
} from './evaluation/bootstrap-interval.ts';
export type { Correlation } from './evaluation/correlation.ts';
export {
  evaluateScores,
  type EvaluateScoresOptions,
  type Evaluation,
  type TruthDirection,
} from './evaluation/evaluate-scores.ts';
export { directionOfQuality } from './evaluation/quality-direction.ts';
export { kendallTauB, type KendallTauB } from './evaluation/kendall-tau-b.ts';
export { spearmanRho, type SpearmanRho } from './evaluation/spearman-rho.ts';

export {
  BUILDS,
  LTS_FAMILIES,
  type Build,
  type Candidate,
  type CandidateFormat,
  type LtsFamily,
  type QuickRead,
  type ReadRecord,
  type RecordContext,
} from './formats/candidate-format.ts';
export {
  CandidateReader,
  type BatchOptions,
  type CandidateBatch,
} from './formats/candidate-reader.ts';
export { loadCompiler, type Check, type CompileCheck } from './formats/compile-check.ts';
export { loadQuickReader, type ReadRecordFunction } from './formats/quick-reader.ts';
export { findMixedQualities } from './formats/mixed-qualities.ts';
export {
  readCandidates,
  type ReadCandidates,
  type ReadOptions,
} from './formats/read-candidates.ts';
export { CANDIDATE_FORMATS, readRecord } from './formats/registry.ts';
export { embeddedTruth, readTruth, type Truth } from './formats/truth.ts';

export { compileFormula } from './formula/compile-formula.ts';
export type { Formula } from './formula/formula.ts';

export {
  varianceOf,
  type Distribution,
  type RandomDistribution,
} from './initialization/distribution.ts';
export { drawWeights } from './initialization/draw-weights.ts';
export {
  distributionOf,
  INITIALIZATION_SCHEMES,
  type InitializationContext,
  type InitializationScheme,
  type InitializedWeight,
} from './initialization/initialization-scheme.ts';
export { philox4x32 } from './initialization/philox.ts';
export { fillNormal, fillTruncatedNormal } from './initialization/standard-normal.ts';
export { fillUniform } from './initialization/standard-uniform.ts';
export { MAX_SEED, weightStream, type WeightStream } from './initialization/weight-stream.ts';

export { nearestName } from './nearest-name.ts';
export { formatPath, formatProblem, type Problem } from './problem.ts';
export { failure, success, type Result } from './result.ts';

export { describeSettings } from './report/describe-settings.ts';
export {
  inspectDocument,
  rankDocument,
  scoreDocument,
  SCHEMA_VERSION,
  TOOL,
  type InspectDocument,
  type RankDocument,
  type ScoreDocument,
} from './report/documents.ts';
export { inspectReport } from './report/inspect-report.ts';
export { jsonSchemas, type SchemaName } from './report/json-schemas.ts';
export { rankReport } from './report/rank-report.ts';
export { ndjsonLines } from './report/render-ndjson.ts';
export { OUTPUT_FORMATS, render, type OutputFormat } from './report/render.ts';
export { scoreReport } from './report/score-report.ts';
export type { Cell, Column, Report, ReportDocument, Sheet } from './report/sheet.ts';

export {
  alphaBalance,
  DEFAULT_ALPHAS,
  defaultBalance,
  formulaBalance,
  joinCapacities,
  type Balance,
  type Capacities,
  type DefaultBalance,
} from './scoring/balance.ts';
export { BatchScorer } from './scoring/batch-scorer.ts';
export { BestRanked } from './scoring/best-ranked.ts';
export { ClosedForm } from './scoring/closed-form.ts';
export { MatrixCapacities } from './scoring/matrix-capacities.ts';
export { compareIds, rankByScore, type Ranked } from './scoring/rank-by-score.ts';
export { roundForTies } from './scoring/round-for-ties.ts';
export { scoreAll } from './scoring/score-all.ts';
export {
  scoreArchitecture,
  type ArchitectureScore,
  type BlockScore,
  type TotalScore,
} from './scoring/score-architecture.ts';
export {
  DEFAULT_SETTINGS,
  MODES,
  type Mode,
  type ScoreSettings,
} from './scoring/score-settings.ts';

export { FLEXIBERT_SPACE } from './search-space/flexibert-space.ts';
export {
  sampleFlexibertSpec,
  type FlexibertLayer,
  type FlexibertSpec,
} from './search-space/sample-flexibert-spec.ts';

export { VERSION } from './version.ts';

export { ACTIVATIONS, type Activation } from './architecture/activation.ts';
export { ARCHITECTURE_FIELDS, fieldOf } from './architecture/architecture-fields.ts';
export { architectureKey } from './architecture/architecture-key.ts';
export {
  EXPERT_COUNTS,
  type AdaptiveSoftmax,
  type Architecture,
  type AttentionScaling,
  type Block,
  type BlockConvolution,
  type Blocks,
  type Embedding,
  type ExpertCount,
  type Family,
  type Head,
  type LinearHead,
  type LinearTransform,
  type MixtureOfExperts,
  type Naming,
  type NormKind,
  type Operation,
  type SelfAttention,
  type SeparableConvolution,
  type TokenCluster,
} from './architecture/architecture.ts';
export {
  completeArchitecture,
  type PartialArchitecture,
  type PartialBlock,
  type PartialEmbedding,
  type PartialOperation,
} from './architecture/complete-architecture.ts';
export { countHeadParameters } from './architecture/head.ts';
export { inventory } from './architecture/inventory.ts';
export type { ListedModel } from './architecture/listed-model.ts';
export type { Positions, RotaryScaling } from './architecture/positions.ts';
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
export { effectiveRank } from './capacity/effective-rank.ts';
export { frobeniusNorm } from './capacity/frobenius-norm.ts';
export { expectedLogDeterminant, logDeterminant } from './capacity/log-determinant.ts';
export type { MatrixShape } from './capacity/matrix-shape.ts';
export type {
  DeterminantStatistic,
  MatrixStatistic,
  MomentStatistic,
  ShapeStatistic,
  SpectralStatistic,
  SquaresStatistic,
} from './capacity/matrix-statistic.ts';
export { meanSquaredSingularValue } from './capacity/mean-squared-singular-value.ts';
export { expectedOfMatrix, measureMatrix } from './capacity/measure-matrix.ts';
export {
  joinMeasurements,
  measureHeld,
  runTask,
  tasksOf,
  type DrawnMatrix,
  type Measurement,
  type MeasurementTask,
} from './capacity/measurement.ts';
export { gatherMoments, type FillEntries, type Moments } from './capacity/moments.ts';
export { nuclearNorm } from './capacity/nuclear-norm.ts';
export { parameterCount } from './capacity/parameter-count.ts';
export { singularValues } from './capacity/singular-values.ts';
export { spectralNorm } from './capacity/spectral-norm.ts';
export { squaredFrobeniusNorm } from './capacity/squared-frobenius-norm.ts';
export { stableRank } from './capacity/stable-rank.ts';
export { statisticNamed, STATISTICS } from './capacity/statistics.ts';
export { sumSquares } from './capacity/sum-of-squares.ts';

export {
  CHECKPOINT_INITIALIZER_RANGE,
  checkpointWeights,
} from './checkpoints/checkpoint-weights.ts';
export { initializedCheckpoint } from './checkpoints/initialized-checkpoint.ts';
export { measureCheckpoint, type StoredMatrix } from './checkpoints/measure-checkpoint.ts';
export { scoreCheckpoint } from './checkpoints/score-checkpoint.ts';
export {
  TensorReader,
  TensorReadError,
  type ReadableTensor,
} from './checkpoints/tensor-entries.ts';

export { CONVERSION_TARGETS, type ConversionTarget } from './converting/conversion-targets.ts';
export { convertArchitecture, type Conversion } from './converting/convert-architecture.ts';
export { toFlexibert, type FullFlexibertSpec } from './converting/to-flexibert.ts';
export {
  toHuggingFace,
  type BertConfig,
  type ElectraConfig,
  type Gpt2Config,
  type HuggingFaceConfig,
  type HuggingFaceConversion,
} from './converting/to-hugging-face.ts';

export type { Cost, CostedModel, CostSetting, CostSettings, CountedCost } from './costs/cost.ts';
export { flopsCost } from './costs/flops-cost.ts';
export { latencyCost } from './costs/latency-cost.ts';
export { memoryCost } from './costs/memory-cost.ts';
export { paramsCost } from './costs/params-cost.ts';
export { peakActivations } from './costs/peak-activations.ts';
export { COST_NAMES, COSTS, type CostName } from './costs/registry.ts';

export type { EngineOptions } from './engine/engine-options.ts';
export { measureAll, type OnProgress } from './engine/measure-all.ts';
export { openResumeFile, type ResumeFile } from './engine/resume-file.ts';
export type { KeptScore, ScoreStore } from './engine/score-store.ts';

export { averageRanks } from './evaluation/average-ranks.ts';
export {
  bootstrapInterval,
  DEFAULT_RESAMPLES,
  type BootstrapOptions,
} from './evaluation/bootstrap-interval.ts';
export { compareOrders, type ComparedItem } from './evaluation/compare-orders.ts';
export type { Correlation } from './evaluation/correlation.ts';
export {
  evaluateScores,
  type EvaluateScoresOptions,
  type Evaluation,
} from './evaluation/evaluate-scores.ts';
export type { BootstrapInterval } from './evaluation/interval-of-values.ts';
export { GrowingFront } from './evaluation/growing-front.ts';
export { isotonicFit } from './evaluation/isotonic-fit.ts';
export type { KendallP } from './evaluation/kendall-p.ts';
export { kendallTauA, type KendallTauA } from './evaluation/kendall-tau-a.ts';
export { kendallTauB, type KendallTauB } from './evaluation/kendall-tau-b.ts';
export type {
  BudgetRegret,
  LeaderboardEntry,
  LeaderboardRow,
  PartialCorrelation,
} from './evaluation/leaderboard-row.ts';
export type { LeaderboardOptions, LeaderboardProxy } from './evaluation/leaderboard-options.ts';
export { leaderboard, type Leaderboard } from './evaluation/leaderboard.ts';
export {
  noiseCeiling,
  type CeilingEstimate,
  type NoiseCeiling,
  type RepeatedTruth,
} from './evaluation/noise-ceiling.ts';
export {
  pairedDifference,
  type PairedDifference,
  type Resampled,
  type Verdict,
} from './evaluation/paired-difference.ts';
export { paretoFront } from './evaluation/pareto-front.ts';
export { partialTau } from './evaluation/partial-tau.ts';
export { DEFAULT_BEST_OF, pickRegret, type PickRegret } from './evaluation/pick-regret.ts';
export { directionOfQuality } from './evaluation/quality-direction.ts';
export { sizeMatchedTau, type SizeMatchedTau } from './evaluation/size-matched-tau.ts';
export { spearmanRho, type SpearmanRho } from './evaluation/spearman-rho.ts';
export { topPrecision, type TopPrecision } from './evaluation/top-precision.ts';
export type { TruthDirection } from './evaluation/truth-direction.ts';
export {
  withinGroupsTau,
  type GroupKey,
  type WithinGroupsTau,
} from './evaluation/within-groups-tau.ts';

export { inferChoices, readChoices, type ChangeChoices } from './explaining/change-choices.ts';
export {
  explainDifference,
  type BalancedScore,
  type Contribution,
  type ScoreDifference,
} from './explaining/score-difference.ts';
export { singleChanges, type SingleChange } from './explaining/single-changes.ts';
export { smallestFlip, type Flip, type FlipSearch } from './explaining/smallest-flip.ts';

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
export type { CheckpointCandidate } from './candidates/checkpoint-candidate.ts';
export type { CandidateBatch } from './candidates/candidate-batch.ts';
export { CandidateReader } from './candidates/candidate-reader.ts';
export type { BatchOptions } from './candidates/read-options.ts';
export { HUGGING_FACE_FAMILIES } from './formats/hugging-face/families.ts';
export type { HuggingFaceFamily } from './formats/hugging-face/family.ts';
export { meanOfRuns } from './truth/mean-of-runs.ts';
export { findMixedQualities } from './truth/mixed-qualities.ts';
export { loadQuickReader, readQuickly, type ReadRecordFunction } from './formats/quick-reader.ts';
export type { Check, CheckOf } from './formats/ready-check.ts';
export {
  readCandidates,
  type ReadCandidates,
  type ReadOptions,
} from './candidates/read-candidates.ts';
export { CANDIDATE_FORMATS, readRecord } from './formats/registry.ts';
export { isCheckpoint } from './safetensors/checkpoint-names.ts';
export type { Checkpoint, CheckpointWeight } from './safetensors/checkpoint.ts';
export { READ_DTYPES, type ReadDtype } from './safetensors/dtypes.ts';
export type { BlockNames, NameTable } from './safetensors/name-table.ts';
export { NAME_TABLES } from './safetensors/name-tables.ts';
export { readCheckpoint, type ReadCheckpoint } from './safetensors/read-checkpoint.ts';
export type { Tensor } from './safetensors/tensor.ts';
export {
  findBatchProblem,
  findVocabularyProblem,
  readTokens,
  type BatchShape,
  type TokenFile,
} from './runtime/token-file.ts';
export { REPEATED_IDS, type RepeatedIds } from './truth/truth-runs.ts';
export { embeddedTruth, readTruth, type Truth } from './truth/truth.ts';

export { buildForward } from './forward/build-forward.ts';
export { drawEntries, drawRows, type FloatEntries } from './forward/draw-entries.ts';
export { drawFeeds, type FeedOptions } from './forward/draw-feeds.ts';
export { findForwardProblem } from './forward/find-forward-problem.ts';
export {
  PASS_KINDS,
  type BlockTaps,
  type ForwardInputs,
  type ForwardOptions,
  type ForwardPass,
  type PassKind,
  type PassWeight,
  type ProjectionTap,
} from './forward/forward-pass.ts';
export { modelGraph, type ModelGraph } from './forward/model-graph.ts';
export { nextTokenLoss } from './forward/next-token-loss.ts';
export { outputSumLoss } from './forward/output-sum-loss.ts';
export type { EmbeddingMatrix } from './forward/embedding-matrices.ts';
export {
  weightBytes,
  writeModel,
  type WriteModelOptions,
  type WrittenModel,
} from './forward/write-model.ts';

export { compileFormula } from './formula/compile-formula.ts';
export type { Formula } from './formula/formula.ts';

export { differentiate, type GradientLookup } from './onnx/differentiate.ts';
export {
  externalDataPieces,
  layOutExternalData,
  type ExternalTensor,
} from './onnx/external-data.ts';
export { GraphBuilder } from './onnx/graph-builder.ts';
export {
  ELEMENT_TYPES,
  ONNX_ELEMENT_TYPES,
  type Attribute,
  type Attributes,
  type ElementType,
  type Entries,
  type FloatType,
  type Graph,
  type GraphNode,
  type GraphValue,
  type TensorData,
  type ValueType,
} from './onnx/graph.ts';
export { GraphError } from './onnx/graph-error.ts';
export type { Application, GradientRequest, GradientRule, Operator } from './onnx/operator.ts';
export { OPERATORS, operatorNamed } from './onnx/operators/registry.ts';
export { ONNX_OPSET, onnxPieces, writeOnnx, type WriteOnnxOptions } from './onnx/write-onnx.ts';

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
export { DEFAULT_LATENCY_SETTINGS, type LatencySettings } from './latency/latency-settings.ts';
export { describeMachine, type Machine } from './latency/machine.ts';
export { measureLatencies, type LatencyItem } from './latency/measure-latencies.ts';
export type { LatencyTimes } from './latency/summarize-times.ts';
export { nearestName } from './nearest-name.ts';
export { formatPath, formatProblem, namesInShort, type Problem } from './problem.ts';

export { multiplyAdds } from './proxies/flops.ts';
export {
  type MeasuredPass,
  type NetworkMeasure,
  type NetworkProxy,
} from './proxy-parts/network-proxy.ts';
export {
  DEFAULT_NETWORK_SETTINGS,
  NETWORK_LOSSES,
  type NetworkLoss,
  type NetworkSettings,
} from './proxy-parts/network-settings.ts';
export {
  PROXY_NEEDS,
  SCORE_DIRECTIONS,
  type ProxyFacts,
  type ProxyNeeds,
  type ScoreDirection,
} from './proxy-parts/proxy-facts.ts';
export {
  DEFAULT_PROXY_SETTINGS,
  DEFAULT_SEQUENCE_LENGTH,
  type DirectProxy,
  type Proxy,
  type ProxySettings,
} from './proxy-parts/proxy.ts';
export {
  DEFAULT_BASELINE,
  NETWORK_PROXIES,
  PROXIES,
  PROXY_SETTINGS,
  registerProxies,
} from './proxies/registry.ts';
export { type OwnSettings, type ProxySetting } from './proxy-parts/proxy-setting.ts';
export type { ProxyScores } from './proxy-runs/proxy-scores.ts';
export { estimateWork } from './proxy-runs/estimate-work.ts';
export { findNetworkProblem } from './proxy-runs/find-network-problem.ts';
export { scoreProxies } from './proxy-runs/score-proxies.ts';

export { drawTokens } from './runtime/draw-tokens.ts';
export { estimateMemory, type MemoryEstimate } from './runtime/estimate-memory.ts';
export { loadRuntime, type Runtime } from './runtime/load-runtime.ts';
export {
  openModel,
  openSession,
  type Session,
  type SessionOptions,
  type TensorMap,
} from './runtime/session.ts';

export { describeLeaderboardRow } from './report/describe-leaderboard.ts';
export { describeNetworks } from './report/describe-networks.ts';
export { countsEmbedding, describeSettings } from './report/describe-settings.ts';
export { describeTruth, titleOfQuality, type TruthDescription } from './report/describe-truth.ts';
export { evaluateDocument, type EvaluateDocument } from './report/documents/evaluate-document.ts';
export { explainDocument, type ExplainDocument } from './report/documents/explain-document.ts';
export { SCHEMA_VERSION, TOOL } from './report/documents/heading.ts';
export { inspectDocument, type InspectDocument } from './report/documents/inspect-document.ts';
export { latencyDocument, type LatencyDocument } from './report/documents/latency-document.ts';
export { proxiesDocument, type ProxiesDocument } from './report/documents/proxies-document.ts';
export { rankDocument, type RankDocument } from './report/documents/rank-document.ts';
export { scoreDocument, type ScoreDocument } from './report/documents/score-document.ts';
export { tuneDocument, type TuneDocument } from './report/documents/tune-document.ts';
export { evaluateReport } from './report/evaluate-report.ts';
export { explainReport } from './report/explain-report.ts';
export { inspectReport } from './report/inspect-report.ts';
export { latencyReport } from './report/latency-report.ts';
export { jsonSchemas, type SchemaName } from './report/json-schemas.ts';
export {
  MAX_CAPACITY_BARS,
  type AlphaData,
  type CapacityData,
  type CostData,
  type FigureData,
  type LeaderboardData,
  type LeaderboardFigureRow,
  type RankDifferencesData,
  type ReportPage,
  type ScoreTruthData,
} from './report/page/report-page.ts';
export { proxiesReport } from './report/proxies-report.ts';
export { rankExtras, rankReport } from './report/rank-report.ts';
export { ndjsonLines } from './report/render-ndjson.ts';
export { renderPage } from './report/render-page.ts';
export { OUTPUT_FORMATS, render, type OutputFormat } from './report/render.ts';
export { scoreReport } from './report/score-report.ts';
export type { Cell, Column, Report, ReportDocument, Sheet } from './report/sheet.ts';
export { textScatter, type TextScatterOptions } from './report/text-scatter.ts';
export { tuneReport } from './report/tune-report.ts';
export { failure, success, type Result } from './result.ts';

export {
  alphaBalance,
  alphaCoefficients,
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
export { MatrixCapacities, type CapacitySource } from './scoring/matrix-capacities.ts';
export { compareIds, rankByScore, type Ranked } from './scoring/rank-by-score.ts';
export { ranksAmong } from './scoring/ranks-among.ts';
export { roundForTies } from './scoring/round-for-ties.ts';
export { scoreAll } from './scoring/score-all.ts';
export {
  scoreArchitecture,
  scoreListed,
  type ArchitectureScore,
  type BlockScore,
  type TotalScore,
} from './scoring/score-architecture.ts';
export {
  DEFAULT_SETTINGS,
  MODES,
  type BalanceOrigin,
  type Mode,
  type OriginAgreement,
  type ScoreSettings,
} from './scoring/score-settings.ts';

export type { Axis, Option } from './search-space/axis.ts';
export { LeftOut } from './search-space/candidate-check.ts';
export { choicesAt, nextChoices, type Choices } from './search-space/choices-at.ts';
export { compileConstraint, type Constraint } from './search-space/constraint.ts';
export { drawChoices } from './search-space/draw-choices.ts';
export {
  FLEXIBERT_SPACE,
  type FlexibertLayer,
  type FlexibertSpace,
  type FlexibertSpec,
} from './search-space/flexibert-space.ts';
export { quantitiesOf, QUANTITY_NAMES, type QuantityName } from './search-space/quantities.ts';
export {
  compileConstraints,
  parseSearchSpace,
  readSearchSpace,
} from './search-space/read-search-space.ts';
export { sampleFlexibertSpec } from './search-space/sample-flexibert-spec.ts';
export { MAX_CHOICES, MAX_OPTIONS, type SearchSpace } from './search-space/search-space.ts';
export type { SpaceCandidate } from './search-space/space-candidate.ts';
export { MAX_MISSES, SpaceSampler, type SampleStep } from './search-space/space-sampler.ts';
export { sizeOfAxes } from './search-space/space-size.ts';
export { SpaceWalk } from './search-space/space-walk.ts';

export type { Agreement } from './tuning/agreement.ts';
export { ALPHA_GRID } from './tuning/alpha-grid.ts';
export { alphaSensitivity, type AlphaPoint } from './tuning/alpha-sensitivity.ts';
export { balanceOrigin } from './tuning/balance-origin.ts';
export { bestAlpha } from './tuning/best-alpha.ts';
export { bestCoefficients } from './tuning/best-coefficients.ts';
export { equalSpreadAlpha, type EqualSpread } from './tuning/equal-spread-alpha.ts';
export {
  formatSettingsFile,
  readSettingsFile,
  SETTINGS_VERSION,
  settingsFile,
  type SettingsFile,
} from './tuning/settings-file.ts';
export { spreadSample } from './tuning/spread-sample.ts';
export { tuneBalance, type Tuning, type UnseenAgreement } from './tuning/tune-balance.ts';
export type { LabelledItem, TuningItem } from './tuning/tuning-item.ts';
export {
  TUNING_CORRELATIONS,
  TUNING_DRAWS,
  TUNING_STRATEGIES,
  type TuningCorrelation,
  type TuningDraw,
  type TuningOptions,
  type TuningStrategy,
} from './tuning/tuning-options.ts';
export { VERSION } from './version.ts';
export { writableTarget } from './writable-target.ts';
export { writeWholeFile, type FileContent } from './write-whole-file.ts';

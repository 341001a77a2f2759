/**
 * The public interface. `docs/library.md` lists its names by topic; more is in the subpaths, such as
 * `zerolm/onnx`.
 */

// Workflows: what the commands do, as functions.
export { convert, type ConvertRequest } from './workflows/convert.ts';
export { enumerate, type EnumerateRequest } from './workflows/enumerate.ts';
export { evaluate, type EvaluateRequest } from './workflows/evaluate.ts';
export { evaluateSuite, type EvaluateSuiteRequest } from './workflows/evaluate-suite.ts';
export { explain, type ExplainRequest } from './workflows/explain.ts';
export { exportModel, type ExportRequest } from './workflows/export-model.ts';
export { init, type ModelFileRequest } from './workflows/init.ts';
export { inspect, type InspectRequest } from './workflows/inspect.ts';
export { latency, type LatencyRequest } from './workflows/latency.ts';
export { listProxies } from './workflows/list-proxies.ts';
export { predict, type PredictRequest } from './workflows/predict.ts';
export { search } from './workflows/search.ts';
export type { SearchRequest } from './workflows/search-request.ts';
export { rank, type RankRequest } from './workflows/rank.ts';
export { sample, type SampleRequest } from './workflows/sample.ts';
export { score, type ScoreRequest } from './workflows/score.ts';
export { tune, type TuneRequest } from './workflows/tune.ts';
export type { OnProgress, Outcome, Workflow, WorkflowContext } from './workflows/workflow.ts';
export { formatProblem, type Problem } from './problem.ts';
export type { Result } from './result.ts';

// Documents and reports.
export type { EvaluateDocument } from './report/documents/evaluate-document.ts';
export type { ExplainDocument } from './report/documents/explain-document.ts';
export type { InspectDocument } from './report/documents/inspect-document.ts';
export type { LatencyDocument } from './report/documents/latency-document.ts';
export type { PredictDocument } from './report/documents/predict-document.ts';
export type { SearchDocument } from './report/documents/search-document.ts';
export type { ProxiesDocument } from './report/documents/proxies-document.ts';
export type { RankDocument } from './report/documents/rank-document.ts';
export type { ScoreDocument } from './report/documents/score-document.ts';
export type { SuiteDocument } from './report/documents/suite-document.ts';
export type { TuneDocument } from './report/documents/tune-document.ts';
export { evaluateReport } from './report/evaluate-report.ts';
export { explainReport } from './report/explain-report.ts';
export { inspectReport } from './report/inspect-report.ts';
export { latencyReport } from './report/latency-report.ts';
export { predictReport } from './report/predict-report.ts';
export { searchReport } from './report/search-report.ts';
export { proxiesReport } from './report/proxies-report.ts';
export { rankReport } from './report/rank-report.ts';
export { renderPage } from './report/render-page.ts';
export { OUTPUT_FORMATS, render, type OutputFormat } from './report/render.ts';
export { scoreReport } from './report/score-report.ts';
export { suiteReport } from './report/suite-report.ts';
export { tuneReport } from './report/tune-report.ts';

// Candidates and their architectures.
export type { Architecture } from './architecture/architecture.ts';
export type { Block } from './architecture/block.ts';
export type { Embedding } from './architecture/embedding.ts';
export type { Family } from './architecture/family.ts';
export type { Head } from './architecture/head.ts';
export type { Operation } from './architecture/operation.ts';
export {
  completeArchitecture,
  type PartialArchitecture,
} from './architecture/complete-architecture.ts';
export { inventory } from './architecture/inventory.ts';
export { countParameters, type ParameterCounts } from './architecture/parameter-counts.ts';
export type { Weight } from './architecture/weight.ts';
export {
  readCandidates,
  type ReadCandidates,
  type ReadOptions,
} from './candidates/read-candidates.ts';
export {
  BUILDS,
  type Build,
  type Candidate,
  type CandidateFormat,
} from './formats/candidate-format.ts';
export { CANDIDATE_FORMATS, readRecord } from './formats/registry.ts';

// Scores.
export { STATISTICS } from './capacity/statistics.ts';
export type { MatrixStatistic } from './capacity/matrix-statistic.ts';
export { COSTS, type CostName } from './costs/registry.ts';
export {
  INITIALIZATION_SCHEMES,
  type InitializationScheme,
} from './initialization/initialization-scheme.ts';
export { PROXIES } from './proxies/registry.ts';
export { DEFAULT_PROXY_SETTINGS, type Proxy, type ProxySettings } from './proxy-parts/proxy.ts';
export { scoreProxies } from './proxy-runs/score-proxies.ts';
export { alphaBalance, formulaBalance, type Balance } from './scoring/balance.ts';
export { rankByScore, type Ranked } from './scoring/rank-by-score.ts';
export { scoreAll } from './scoring/score-all.ts';
export { scoreArchitecture, type ArchitectureScore } from './scoring/score-architecture.ts';
export {
  DEFAULT_SETTINGS,
  MODES,
  type Mode,
  type ScoreSettings,
} from './scoring/score-settings.ts';
export { VERSION } from './version.ts';

// Statistics; more are in `zerolm/statistics`.
export { evaluateScores, type Evaluation } from './evaluation/evaluate-scores.ts';
export { kendallTauB } from './evaluation/kendall-tau-b.ts';
export { spearmanRho } from './evaluation/spearman-rho.ts';

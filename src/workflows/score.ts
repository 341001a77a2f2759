import { inventory } from '../architecture/inventory.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { ScoreDocument } from '../report/documents/score-document.ts';
import { failure, success, type Result } from '../result.ts';
import { scoreAll } from '../scoring/score-all.ts';
import type { ArchitectureScore } from '../scoring/score-architecture.ts';
import { rankingProxy } from './chosen-proxies.ts';
import { defineWorkflow, type StepProgress } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { openTogether } from './open-together.ts';
import { ProxyScorer, withoutBalance, type ProxyRequest } from './ranking-proxy.ts';
import { readModel, type OneRequest } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import type { ScoringRequest } from './scoring-request.ts';
import { describeScoring, openScoring, type Scoring } from './scoring.ts';
import { SequenceLengths } from './sequence-lengths.ts';
import { specLines, type EmitRequest } from './selection.ts';

/** What `score` is asked for. */
export interface ScoreRequest extends OneRequest, ScoringRequest, ProxyRequest, EmitRequest {}

/** The score of one architecture or checkpoint, with the capacities of its sub-modules and blocks. */
export const score = defineWorkflow(async (request: ScoreRequest, { warn, step }) => {
  const chosen = rankingProxy(request.proxy);
  const own = chosen === null ? request : withoutBalance(request, chosen, warn);
  const [scoring] = await openTogether(
    [request.input],
    [openScoring(own, warn, chosen !== null && chosen.needs !== 'shapes')],
  );
  const { settings, engine, reading } = scoring;
  const { mode, statistic } = settings;
  const model = await readModel({ ...request, ...reading, mode }, warn);
  const { id, source } = model;
  const isCheckpoint = 'checkpoint' in model;
  const family = isCheckpoint ? model.checkpoint.naming?.family : model.architecture.family;
  const families = family === undefined ? [] : [family];
  const proxy =
    chosen === null
      ? null
      : await ProxyScorer.open({ proxies: [chosen], combination: null }, request, scoring, warn);
  if (isCheckpoint && proxy !== null) throw Refusal.of(proxy.missesArchitecture, source);
  const count = isCheckpoint
    ? model.checkpoint.weights.length
    : inventory(model.architecture, settings.initialization).length;
  const onProgress = step('measured', 'weights', count);
  const result = isCheckpoint
    ? // Loaded only for a checkpoint.
      await (
        await import('../checkpoints/score-checkpoint.ts')
      ).scoreCheckpoint(model.checkpoint, settings, onProgress, engine)
    : await scoreCandidate(scoring.ranges.unify(model), scoring, proxy, onProgress);
  if (!result.ok) throw Refusal.of(result.reason, source);
  if (proxy?.draws !== true && mode === 'expected') {
    warnOfIgnored(request, ['seed'], 'an expected score has no seed', warn);
  } else if (mode === 'weights') {
    warnOfIgnored(request, ['seed'], 'the weights of a checkpoint have no seed', warn);
    // A formula may contain sigma, which the file does not hold.
    if (statistic.needs !== 'moments') {
      warnOfIgnored(request, ['initialization'], 'the checkpoint holds the weights', warn);
    }
  }
  const lengths = new SequenceLengths(isCheckpoint ? [] : [model.architecture]);
  lengths.warnOfIgnored(request, proxy?.lengthFields ?? [], warn);
  const document: ScoreDocument = {
    ...HEADING,
    settings: {
      ...describeScoring(scoring, families),
      ...(proxy !== null && { proxy: proxy.describe(families, lengths) }),
    },
    id,
    ...result.value,
  };
  const { score: total, capacity, parameters, standardDeviation } = result.value;
  const found = {
    id,
    score: total,
    capacity,
    parameters,
    ...(standardDeviation !== undefined && { standardDeviation }),
  };
  return {
    document,
    ...(request.emit === 'specs' && { specs: specLines('score', [found], [model]) }),
  };
});

/** The parts of a candidate, and its score by the settings or by a proxy. */
async function scoreCandidate(
  candidate: Candidate,
  { settings, engine }: Scoring,
  proxy: ProxyScorer | null,
  onProgress: StepProgress,
): Promise<Result<ArchitectureScore>> {
  const [parts] = await scoreAll([candidate.architecture], settings, onProgress, engine);
  if (proxy === null || parts?.ok !== true) return parts ?? failure('no score');
  const [scored] = await proxy.score([candidate], onProgress);
  if (scored?.ok !== true) return scored ?? failure('no score');
  return success({ ...parts.value, score: scored.value.score });
}

import { inventory } from '../architecture/inventory.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { ScoreDocument } from '../report/documents/score-document.ts';
import { scoreAll } from '../scoring/score-all.ts';
import { defineWorkflow } from './define-workflow.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { readModel, type OneRequest } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import type { ScoringRequest } from './scoring-request.ts';
import { describeScoring, openScoring } from './scoring.ts';

/** What `score` is asked for. */
export interface ScoreRequest extends OneRequest, ScoringRequest {}

/** The score of one architecture or checkpoint, with the capacities of its sub-modules and blocks. */
export const score = defineWorkflow(async (request: ScoreRequest, { warn, step }) => {
  const scoring = await openScoring(request, warn);
  const { settings, engine, reading } = scoring;
  const { mode, statistic } = settings;
  const model = await readModel({ ...request, ...reading, mode }, warn);
  const { id, source } = model;
  const isCheckpoint = 'checkpoint' in model;
  const family = isCheckpoint ? model.checkpoint.naming?.family : model.architecture.family;
  const count = isCheckpoint
    ? model.checkpoint.weights.length
    : inventory(model.architecture, settings.initialization).length;
  const onProgress = step('measured', 'weights', count);
  const result = isCheckpoint
    ? // Loaded only for a checkpoint.
      await (
        await import('../checkpoints/score-checkpoint.ts')
      ).scoreCheckpoint(model.checkpoint, settings, onProgress, engine)
    : (await scoreAll([model.architecture], settings, onProgress, engine))[0];
  if (result?.ok !== true) throw Refusal.of(result?.reason ?? 'no score', source);
  if (mode === 'expected') {
    warnOfIgnored(request, ['seed'], 'an expected score has no seed', warn);
  } else if (mode === 'weights') {
    warnOfIgnored(request, ['seed'], 'the weights of a checkpoint have no seed', warn);
    // A formula may contain sigma, which the file does not hold.
    if (statistic.needs !== 'moments') {
      warnOfIgnored(request, ['initialization'], 'the checkpoint holds the weights', warn);
    }
  }
  const document: ScoreDocument = {
    ...HEADING,
    settings: describeScoring(scoring, family === undefined ? [] : [family]),
    id,
    ...result.value,
  };
  return { document };
});

import { inventory } from '../../src/architecture/inventory.ts';
import { countMatrices, countParameters } from '../../src/architecture/parameter-counts.ts';
import { sizeOf } from '../../src/architecture/weight.ts';
import type { Correlation } from '../../src/evaluation/correlation.ts';
import { evaluateScores } from '../../src/evaluation/evaluate-scores.ts';
import type { Candidate } from '../../src/formats/candidate-format.ts';
import type { Truth } from '../../src/truth/truth.ts';
import type { InitializationScheme } from '../../src/initialization/initialization-scheme.ts';
import { describeSettings } from '../../src/report/describe-settings.ts';
import { SCHEMA_VERSION, TOOL } from '../../src/report/documents/heading.ts';
import type { InspectDocument } from '../../src/report/documents/inspect-document.ts';
import type { RankDocument } from '../../src/report/documents/rank-document.ts';
import type { ScoreDocument } from '../../src/report/documents/score-document.ts';
import type { Result } from '../../src/result.ts';
import { rankByScore } from '../../src/scoring/rank-by-score.ts';
import { scoreArchitecture } from '../../src/scoring/score-architecture.ts';
import { DEFAULT_SETTINGS, type ScoreSettings } from '../../src/scoring/score-settings.ts';

const HEADING = { schemaVersion: SCHEMA_VERSION, tool: TOOL } as const;

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

/** What `zerolm score` would print of a candidate. */
export function scoreDocumentOf(
  { id, architecture }: Candidate,
  settings: ScoreSettings = DEFAULT_SETTINGS,
): ScoreDocument {
  const { blocks, ...score } = valueOf(scoreArchitecture(architecture, settings));
  return {
    ...HEADING,
    settings: {
      ...describeSettings(settings, 'declared', [architecture.family]),
      initializerRange: 0.02,
    },
    id,
    ...score,
    blocks: [...blocks],
  };
}

/** What `zerolm rank` would print of candidates, and of their truth where that is known. */
export function rankDocumentOf(
  candidates: readonly Candidate[],
  truth?: Truth,
  settings: ScoreSettings = DEFAULT_SETTINGS,
): RankDocument {
  const entries = candidates.map(({ id, architecture }) => {
    const result = valueOf(scoreArchitecture(architecture, settings));
    const { score, capacity, parameters, standardDeviation } = result;
    const spread = standardDeviation === undefined ? {} : { standardDeviation };
    const quality = truth?.values.get(id);
    return {
      id,
      score,
      ...spread,
      capacity,
      parameters,
      ...(quality !== undefined && { truth: quality }),
    };
  });
  const families = candidates.map(({ architecture }) => architecture.family);
  const common = { ...describeSettings(settings, 'declared', families), initializerRange: 0.02 };
  const document = {
    ...HEADING,
    settings: { ...common, sort: 'score' },
    candidates: entries.length,
    ranking: rankByScore(entries).map(({ rank, ...entry }) => ({ rank, ...entry })),
  };
  if (truth === undefined) return document;
  const known = entries.flatMap(({ score, truth: quality }) =>
    quality === undefined ? [] : [{ score, quality }],
  );
  const evaluation = valueOf(
    evaluateScores({
      scores: known.map(({ score }) => score),
      truth: known.map(({ quality }) => quality),
      direction: 'higher-is-better',
      seed: 0,
      resamples: 100,
    }),
  );
  const { n, direction, spearman, kendallTauB, tiedScores } = evaluation;
  return {
    ...document,
    settings: {
      ...document.settings,
      truth: {
        source: truth.source,
        column: truth.column,
        bootstrap: { seed: 0, resamples: 100 },
      },
    },
    evaluation: {
      n,
      direction,
      spearman: correlationOf(spearman),
      kendallTauB: correlationOf(kendallTauB),
      tiedScores,
      missingTruth: entries.filter((entry) => entry.truth === undefined).map(({ id }) => id),
    },
  };
}

type CorrelationDocument = NonNullable<RankDocument['evaluation']>['spearman'];

function correlationOf({ value, ci95, p }: Correlation): CorrelationDocument {
  return { value, ci95: ci95 === null ? null : [...ci95], p };
}

/** What `zerolm inspect` would print of a candidate. */
export function inspectDocumentOf(
  { id, architecture }: Candidate,
  initialization: InitializationScheme = 'normal',
): InspectDocument {
  const weights = inventory(architecture, initialization);
  return {
    ...HEADING,
    settings: { build: 'declared', initialization },
    id,
    weights: weights.map((weight) => ({
      path: weight.path,
      shape: [...weight.shape],
      subModule: weight.subModule,
      block: weight.block,
      counts: weight.counts,
      initialization: weight.distribution,
      parameters: sizeOf(weight),
    })),
    parameters: countParameters(weights),
    matrices: countMatrices(weights),
  };
}

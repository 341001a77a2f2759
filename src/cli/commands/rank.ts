import type { Command } from 'commander';
import type { Correlation } from '../../evaluation/correlation.ts';
import { evaluateScores } from '../../evaluation/evaluate-scores.ts';
import type { Candidate } from '../../formats/candidate-format.ts';
import type { Truth } from '../../formats/truth.ts';
import type { Problem } from '../../problem.ts';
import { describeSettings } from '../../report/describe-settings.ts';
import { SCHEMA_VERSION, TOOL, type RankDocument } from '../../report/documents.ts';
import { rankReport } from '../../report/rank-report.ts';
import { render } from '../../report/render.ts';
import { compareIds, rankByScore, type Ranked } from '../../scoring/rank-by-score.ts';
import { scoreAll } from '../../scoring/score-all.ts';
import type { ScoreSettings } from '../../scoring/score-settings.ts';
import { OPTIONS, SCORE_OPTIONS, settingsOf, type ScoreOptions, type SortKey } from '../options.ts';
import { readInput, skipped } from '../read-input.ts';
import { Refusal } from '../refusal.ts';
import { readTruthOption, type TruthOptions } from '../truth-option.ts';
import { printNote, printResult, printWarnings, wantsColor, withProgress } from '../terminal.ts';

interface RankOptions extends ScoreOptions, TruthOptions {
  readonly skipInvalid?: boolean;
  readonly top?: number;
  readonly sort: SortKey;
  readonly lowerIsBetter?: boolean;
  readonly resamples: number;
}

type Entry = RankDocument['ranking'][number];

/** `zerolm rank INPUT...`: all candidates by score, and how that agrees with the truth. */
export function addRankCommand(program: Command): void {
  const command = program
    .command('rank')
    .description('rank candidates by score, and hold the ranking against measured quality')
    .argument('<input...>', 'files with specs (JSON, NDJSON), or directories of such files')
    .addHelpText(
      'after',
      '\nExample:\n  zerolm rank fixtures/bert-family --truth fixtures/bert-family-mnli.csv',
    );
  const own = [
    OPTIONS.top,
    OPTIONS.sort,
    OPTIONS.truth,
    OPTIONS.noTruth,
    OPTIONS.truthColumn,
    OPTIONS.lowerIsBetter,
    OPTIONS.resamples,
    OPTIONS.skipInvalid,
  ];
  for (const option of [...own, ...SCORE_OPTIONS]) command.addOption(option());
  command.action(rank);
}

async function rank(inputs: readonly string[], options: RankOptions): Promise<void> {
  const settings = await settingsOf(options);
  const candidates = await readInput(inputs, options);
  const truth = await readTruthOption(candidates, options);
  const entries = await scoreCandidates(candidates, settings, options.skipInvalid ?? false);
  const ranked = rankByScore(entries).map(({ rank: place, ...entry }) => {
    const quality = truth?.values.get(entry.id);
    return { rank: place, ...entry, ...(quality !== undefined && { truth: quality }) };
  });
  const evaluation = truth === null ? null : evaluate(ranked, truth, options);
  const { build, top, sort, seed, resamples, format } = options;
  const document: RankDocument = {
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
    settings: {
      ...describeSettings(
        settings,
        build,
        candidates.map(({ architecture }) => architecture.family),
      ),
      ...(truth !== null &&
        evaluation !== null && {
          truth: { source: truth.source, column: truth.column, bootstrap: { seed, resamples } },
        }),
      ...(top !== undefined && { top }),
      sort,
    },
    ranking: listed(ranked, options),
    ...(evaluation !== null && { evaluation }),
  };
  const report = rankReport(document);
  printResult(await render(report, format, wantsColor(process.stdout)));
  if (format === 'csv') {
    for (const sheet of report.others)
      printNote(await render({ ...report, main: sheet, others: [] }, 'table', false));
  }
}

/** The score of every candidate; refuses those that have none, unless they are to be skipped. */
async function scoreCandidates(
  candidates: readonly Candidate[],
  settings: ScoreSettings,
  skipInvalid: boolean,
): Promise<Omit<Entry, 'rank'>[]> {
  const results = await withProgress((onProgress) =>
    scoreAll(
      candidates.map(({ architecture }) => architecture),
      settings,
      onProgress,
    ),
  );
  const entries: Omit<Entry, 'rank'>[] = [];
  const problems: Problem[] = [];
  for (const [index, { id, source }] of candidates.entries()) {
    const result = results[index];
    if (result?.ok === true) {
      const { score, capacity, parameters, standardDeviation } = result.value;
      const spread = standardDeviation === undefined ? {} : { standardDeviation };
      entries.push({ id, score, ...spread, capacity, parameters });
    } else {
      problems.push({ source, path: '', message: result?.reason ?? 'no score' });
    }
  }
  if (problems.length > 0) {
    if (!skipInvalid) throw new Refusal(problems);
    printWarnings(skipped(problems));
  }
  if (entries.length === 0) throw Refusal.of('no candidate has a score');
  return entries;
}

function evaluate(
  ranked: readonly Entry[],
  truth: Truth,
  { lowerIsBetter = false, seed, resamples, truth: file }: RankOptions,
): RankDocument['evaluation'] | null {
  // The intervals resample the items by their place, so that place may not depend on the scores.
  const items = ranked.toSorted((a, b) => compareIds(a.id, b.id));
  const known = items.flatMap(({ score, truth: quality }) =>
    quality === undefined ? [] : [{ score, quality }],
  );
  const result = evaluateScores({
    scores: known.map(({ score }) => score),
    truth: known.map(({ quality }) => quality),
    direction: lowerIsBetter ? 'lower-is-better' : 'higher-is-better',
    seed,
    resamples,
  });
  if (!result.ok) {
    const problem = { source: truth.source, path: '', message: result.reason };
    if (typeof file === 'string') throw new Refusal([problem]);
    printWarnings([problem]);
    return null;
  }
  const { n, direction, spearman, kendallTauB, tiedScores, warnings } = result.value;
  printWarnings(warnings.map((message) => ({ source: '', path: '', message })));
  return {
    n,
    direction,
    spearman: correlationDocument(spearman),
    kendallTauB: correlationDocument(kendallTauB),
    tiedScores,
    missingTruth: items.filter((item) => item.truth === undefined).map(({ id }) => id),
  };
}

type CorrelationDocument = NonNullable<RankDocument['evaluation']>['spearman'];

function correlationDocument({ value, ci95, p }: Correlation): CorrelationDocument {
  return { value, ci95: ci95 === null ? null : [...ci95], p };
}

/** The ranking as it is listed: cut to the best, then in the order that was asked for. */
function listed(
  ranked: readonly Ranked<Omit<Entry, 'rank'>>[],
  { top, sort }: RankOptions,
): Entry[] {
  const best = top === undefined ? [...ranked] : ranked.slice(0, top);
  if (sort === 'score') return best;
  if (sort === 'id') return best.sort((a, b) => compareIds(a.id, b.id));
  const keyOf = (entry: Entry): number => {
    switch (sort) {
      case 'truth':
        return entry.truth ?? -Infinity;
      case 'parameters':
        return entry.parameters.total;
      case 'attention':
      case 'feedForward':
      case 'embedding':
        return entry.capacity[sort];
    }
  };
  // Two candidates without a truth are equal; -Infinity - -Infinity would be NaN.
  return best.sort((a, b) => (keyOf(a) === keyOf(b) ? 0 : keyOf(b) - keyOf(a)));
}

import type { Command } from 'commander';
import { warnOfFamilies } from '../warn-of-families.ts';
import { inferChoices, readChoices } from '../../explaining/change-choices.ts';
import { explainDifference } from '../../explaining/score-difference.ts';
import { smallestFlip, type FlipSearch } from '../../explaining/smallest-flip.ts';
import type { Candidate } from '../../formats/candidate-format.ts';
import { describeSettings } from '../../report/describe-settings.ts';
import { SCHEMA_VERSION, TOOL, type ExplainDocument } from '../../report/documents.ts';
import { explainReport } from '../../report/explain-report.ts';
import { render } from '../../report/render.ts';
import { defaultBalance } from '../../scoring/balance.ts';
import { BatchScorer } from '../../scoring/batch-scorer.ts';
import { roundForTies } from '../../scoring/round-for-ties.ts';
import type { ArchitectureScore } from '../../scoring/score-architecture.ts';
import { scoreAll } from '../../scoring/score-all.ts';
import { engineOf, familyOf, settingsOf, warnOfIgnored } from '../options.ts';
import { readOne } from '../../workflows/read-inputs.ts';
import { Refusal } from '../../workflows/refusal.ts';
import { printNote, printResult, printWarnings, wantsColor, withProgress } from '../terminal.ts';
import {
  COMMON,
  describeCommand,
  type CommandValues,
  type OptionGroups,
} from '../options/option-spec.ts';
import { ENGINE } from '../options/engine-options.ts';
import { INPUT, EXPERTS } from '../options/input-options.ts';
import { FORMAT } from '../options/output-options.ts';
import { SCORING } from '../options/scoring-options.ts';

const OPTIONS = {
  [COMMON]: {
    id: {
      flags: '--id <id>',
      description: 'one for each file, or two of one file',
      repeatable: true,
    },
    choices: {
      flags: '--choices <file>',
      description: 'allowed changes: JSON lists of values by field',
      defaultText: 'inferred',
    },
    alpha: SCORING.alpha,
    settings: SCORING.settings,
    ...FORMAT,
  },
  'Scoring:': { ...SCORING, ...EXPERTS },
  'Engine:': ENGINE,
  'Input:': INPUT,
} as const satisfies OptionGroups;

type ExplainOptions = CommandValues<typeof OPTIONS>;

type Change = ExplainDocument['changes'][number];

/** `zerolm explain A B`: why one architecture outranks another. */
export function addExplainCommand(program: Command): void {
  describeCommand(
    program
      .command('explain')
      .description('explain why one architecture outranks another')
      .argument('<a>', 'file with a spec, or with both and --id twice')
      .argument('[b]', 'file with the other spec'),
    OPTIONS,
    [
      'zerolm explain small/config.json large/config.json',
      'zerolm explain candidates.ndjson --id candidate-7 --id candidate-12',
    ],
  ).action(explain);
}

async function explain(
  fileA: string,
  fileB: string | undefined,
  options: ExplainOptions,
  command: Command,
): Promise<void> {
  const { build, format, choices: choicesFile } = options;
  const settings = await settingsOf(options);
  const [a, b] = await readTwo(fileA, fileB, options);
  const read = choicesFile === undefined ? null : await readChoices(choicesFile);
  if (read?.ok === false) throw new Refusal(read.reason);
  const choices = read?.value ?? inferChoices(a.architecture, b.architecture);

  const engine = engineOf(options);
  const [scoreA, scoreB] = await withProgress((onProgress) =>
    scoreAll([a.architecture, b.architecture], settings, onProgress, engine),
  );
  const [valueA, valueB] = [scoreOf(a, scoreA), scoreOf(b, scoreB)];
  const families = new Set([a.architecture.family, b.architecture.family]);
  warnOfFamilies(families);
  const explained = explainDifference(
    { score: valueA, balance: settings.balance ?? defaultBalance(a.architecture.family) },
    { score: valueB, balance: settings.balance ?? defaultBalance(b.architecture.family) },
  );
  if (!explained.ok) throw Refusal.of(`no contributions: ${explained.reason}`);
  const { difference, contributions, rounding } = explained.value;

  const order = Math.sign(roundForTies(valueA.score) - roundForTies(valueB.score));
  const scorer = new BatchScorer(settings, engine);
  const search = (
    { architecture }: Candidate,
    own: ArchitectureScore,
    other: ArchitectureScore,
    side: 'above' | 'below',
  ): Promise<FlipSearch> =>
    smallestFlip(architecture, own.parameters.total, choices, { score: other.score, side }, scorer);
  const [turnA, turnB] =
    order === 0
      ? []
      : [
          await search(a, valueA, valueB, order > 0 ? 'below' : 'above'),
          await search(b, valueB, valueA, order > 0 ? 'above' : 'below'),
        ];
  const changes: Change[] = [...changeOf('a', a.id, turnA), ...changeOf('b', b.id, turnB)].sort(
    (one, other) => one.relativeChange - other.relativeChange,
  );

  const document: ExplainDocument = {
    schemaVersion: SCHEMA_VERSION,
    tool: TOOL,
    settings: {
      ...describeSettings(settings, build, families),
      ...familyOf(options),
      choices: choicesFile ?? 'inferred',
    },
    a: sideOf(a, valueA),
    b: sideOf(b, valueB),
    outranks: order === 0 ? null : order > 0 ? 'a' : 'b',
    difference,
    contributions: contributions.map((one) => ({ ...one, capacity: { ...one.capacity } })),
    rounding: [...rounding],
    changes,
    changesTried: (turnA?.tried ?? 0) + (turnB?.tried ?? 0),
  };
  const report = explainReport(document);
  printResult(await render(report, format, wantsColor(process.stdout)));
  if (format === 'csv') {
    for (const sheet of report.others)
      printNote(await render({ ...report, main: sheet, others: [] }, 'table', false));
  }
  if (settings.mode === 'expected') {
    warnOfIgnored(command, ['seed'], 'an expected score has no seed');
  }
}

/** The two candidates: of two files, or of one by their ids. */
async function readTwo(
  fileA: string,
  fileB: string | undefined,
  { id: ids, build, ...options }: ExplainOptions,
): Promise<[Candidate, Candidate]> {
  const [idA, idB, ...others] = ids;
  const fine = fileB === undefined ? ids.length === 2 : ids.length === 0 || ids.length === 2;
  if (!fine || others.length > 0) {
    throw Refusal.of(
      fileB === undefined
        ? `--id: given ${ids.length} times: expected two ids where both are in ${fileA}, or name a second file`
        : `--id: given ${ids.length} times: expected one for each file, or none where each holds one spec`,
    );
  }
  const of = (file: string, id: string | undefined): Promise<Candidate> =>
    readOne(file, { build, ...familyOf(options), ...(id !== undefined && { id }) }, printWarnings);
  return [await of(fileA, idA), await of(fileB ?? fileA, idB)];
}

function scoreOf(
  { source }: Candidate,
  result: Awaited<ReturnType<typeof scoreAll>>[number] | undefined,
): ArchitectureScore {
  if (result?.ok === true) return result.value;
  throw new Refusal([{ source, path: '', message: result?.reason ?? 'no score' }]);
}

function sideOf(
  { id }: Candidate,
  { score, capacity, parameters }: ArchitectureScore,
): ExplainDocument['a'] {
  return { id, score, capacity: { ...capacity }, parameters: { ...parameters } };
}

function changeOf(of: Change['of'], id: string, search: FlipSearch | undefined): Change[] {
  const turn = search?.turn ?? null;
  return turn === null ? [] : [{ of, id, ...turn, parameters: { ...turn.parameters } }];
}

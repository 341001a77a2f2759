import { inferChoices, readChoices, type ChangeChoices } from '../explaining/change-choices.ts';
import { explainDifference } from '../explaining/score-difference.ts';
import { smallestFlip, type FlipSearch } from '../explaining/smallest-flip.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { ExplainDocument } from '../report/documents/explain-document.ts';
import type { Result } from '../result.ts';
import { defaultBalance } from '../scoring/balance.ts';
import { BatchScorer } from '../scoring/batch-scorer.ts';
import { roundForTies } from '../scoring/round-for-ties.ts';
import type { ArchitectureScore, TotalScore } from '../scoring/score-architecture.ts';
import { scoreAll } from '../scoring/score-all.ts';
import { rankingProxy } from './chosen-proxies.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import { changeScorer, proxyContributions } from './explain-proxy.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { after, openTogether } from './open-together.ts';
import { NETWORK_FIELDS, ProxyScorer, withoutBalance, type ProxyRequest } from './ranking-proxy.ts';
import { readAll, readOne, type ReadingRequest } from './read-inputs.ts';
import { accepted, acceptedFor, Refusal } from './refusal.ts';
import type { ScoringRequest } from './scoring-request.ts';
import { SequenceLengths } from './sequence-lengths.ts';
import { describeScoring, openScoring, readingOf, warnOfFamilies } from './scoring.ts';

/** What `explain` is asked for. */
export interface ExplainRequest extends ScoringRequest, ProxyRequest {
  /** The file of each architecture, or one file that holds both. */
  readonly inputs: readonly [string] | readonly [string, string];
  /** Which candidate of each file, or which two of one; none where there are no others. */
  readonly id?: readonly string[];
  /** A file of the values that a change may give a field; inferred from both if absent. */
  readonly choices?: string;
}

/** A score with its blocks, where it is that of ZeroLM. */
type SideScore = TotalScore & Partial<ArchitectureScore>;

/** An architecture with its score. */
interface Side {
  readonly candidate: Candidate;
  readonly score: SideScore;
}

type Change = ExplainDocument['changes'][number];

/** Why one architecture outranks another, and the smallest changes that would turn the order. */
export const explain = defineWorkflow(async (request: ExplainRequest, run) => {
  const { warn, onProgress, step } = run;
  const chosen = rankingProxy(request.proxy);
  const own = chosen === null ? request : withoutBalance(request, chosen, warn);
  if (chosen === null) {
    warnOfIgnored(request, NETWORK_FIELDS, 'no --proxy runs the network', warn);
  }
  const scoringOpened = openScoring(own, warn, chosen !== null && chosen.needs !== 'shapes');
  const [scoring, listed, [one, other]] = await openTogether(request.inputs, [
    scoringOpened,
    listedChoices(request.choices),
    scoringOpened.then(
      ({ reading }) => readTwo(request, reading, run),
      // What is wrong with the candidates is named together with what is wrong with the settings.
      () => readTwo(request, readingOf(request), run),
    ),
  ]);
  const { settings, engine } = scoring;
  const proxy =
    chosen === null
      ? null
      : await ProxyScorer.open({ proxies: [chosen], combination: null }, request, scoring, warn);
  if (settings.balance?.kind === 'formula' && settings.balance.quantitiesOf !== undefined) {
    throw Refusal.of(
      `--formula "${settings.balance.formula.text}": explain splits a score into attention, feedForward and embedding: expected a formula of these alone`,
    );
  }
  const candidates = [scoring.ranges.unify(one), scoring.ranges.unify(other)] as const;
  const architectures = candidates.map(({ architecture }) => architecture);
  const [first, second] = candidates;
  const choices = listed ?? inferChoices(first.architecture, second.architecture);

  const onScored = step('scored', 'architectures', architectures.length);
  const results: readonly Result<SideScore>[] =
    proxy === null
      ? await scoreAll(architectures, settings, onScored, engine)
      : await proxy.score(candidates, onScored);
  const sideOf = (candidate: Candidate, result: (typeof results)[number] | undefined): Side => {
    if (result?.ok === true) return { candidate, score: result.value };
    throw Refusal.of(result?.reason ?? 'no score', candidate.source);
  };
  const [a, b] = [sideOf(first, results[0]), sideOf(second, results[1])];
  const families = new Set(architectures.map(({ family }) => family));
  warnOfFamilies(families, warn);
  const lengths = new SequenceLengths(architectures);
  lengths.warnOfIgnored(request, proxy?.lengthFields ?? [], warn);
  const difference = a.score.score - b.score.score;
  const balanced = ({ candidate, score }: Side): Parameters<typeof explainDifference>[0] => ({
    score: { ...score, blocks: score.blocks ?? [] },
    balance: settings.balance ?? defaultBalance(candidate.architecture.family),
  });
  const { contributions, rounding } =
    proxy === null || chosen === null
      ? acceptedFor(explainDifference(balanced(a), balanced(b)), 'no contributions')
      : proxyContributions(chosen, proxy, [first.architecture, second.architecture], difference);

  const order = Math.sign(roundForTies(a.score.score) - roundForTies(b.score.score));
  const balancedScorer = new BatchScorer(settings, engine);
  const search = (own: Side, other: Side, side: 'above' | 'below'): Promise<FlipSearch> =>
    smallestFlip(
      own.candidate.architecture,
      own.score.parameters.total,
      choices,
      { score: other.score.score, side },
      proxy === null ? balancedScorer : changeScorer(proxy, own.candidate),
      (tried) => {
        onProgress({ verb: 'tried', noun: 'changes', done: tried, total: null, share: null });
      },
    );
  const [flipA, flipB] =
    order === 0
      ? []
      : [
          await search(a, b, order > 0 ? 'below' : 'above'),
          await search(b, a, order > 0 ? 'above' : 'below'),
        ];
  if (proxy?.draws !== true && settings.mode === 'expected') {
    warnOfIgnored(request, ['seed'], 'an expected score has no seed', warn);
  }
  const document: ExplainDocument = {
    ...HEADING,
    settings: {
      ...describeScoring(scoring, families),
      ...(proxy !== null && { proxy: proxy.describe(families, lengths) }),
      choices: request.choices ?? 'inferred',
    },
    a: describeSide(a),
    b: describeSide(b),
    outranks: order === 0 ? null : order > 0 ? 'a' : 'b',
    difference,
    contributions,
    rounding,
    changes: [...changeOf('a', a, flipA), ...changeOf('b', b, flipB)].sort(
      (one, other) => one.relativeChange - other.relativeChange,
    ),
    changesTried: (flipA?.tried ?? 0) + (flipB?.tried ?? 0),
  };
  return { document };
});

/** The two candidates: of two files, or of one by their ids. */
async function readTwo(
  { inputs: [fileA, fileB], id: ids = [] }: ExplainRequest,
  reading: ReadingRequest,
  run: WorkflowRun,
): Promise<[Candidate, Candidate]> {
  const { warn } = run;
  if (ids.length === 0 && fileB === undefined) {
    const all = await readAll({ ...reading, inputs: [fileA] }, run);
    const [a, b] = all;
    if (a !== undefined && b !== undefined && all.length === 2) return [a, b];
    throw Refusal.of(
      `${fileA} holds ${all.length === 1 ? 'one candidate' : `${all.length} candidates`}: choose two with --id, or name a second file`,
    );
  }
  if (ids.length !== 2 && !(ids.length === 0 && fileB !== undefined)) {
    throw Refusal.of(
      fileB === undefined
        ? `--id: given ${ids.length} times: expected two ids where both are in ${fileA}, or name a second file`
        : `--id: given ${ids.length} times: expected one for each file, or none where each holds one spec`,
    );
  }
  const [idA, idB] = ids;
  const of = (file: string, id: string | undefined): Promise<Candidate> =>
    readOne({ ...reading, input: file, ...(id !== undefined && { id }) }, warn);
  const a = of(fileA, idA);
  return openTogether([], [a, after(a, () => of(fileB ?? fileA, idB))]);
}

/** The choices in a file; null where there is none. */
async function listedChoices(file: string | undefined): Promise<ChangeChoices | null> {
  return file === undefined ? null : accepted(await readChoices(file));
}

function describeSide({ candidate, score: total }: Side): ExplainDocument['a'] {
  const { score, capacity, parameters } = total;
  return { id: candidate.id, score, capacity, parameters };
}

function changeOf(
  of: Change['of'],
  { candidate: { id } }: Side,
  search: FlipSearch | undefined,
): Change[] {
  const flip = search?.turn ?? null;
  return flip === null ? [] : [{ of, id, ...flip }];
}

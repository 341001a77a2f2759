import type { SearchDocument } from '../report/documents/search-document.ts';
import { formatNumber } from '../report/format-number.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { evolve } from '../search/evolve.ts';
import type { Evolution } from '../search/evolution.ts';
import { nsgaII } from '../search/nsga-ii.ts';
import { regularizedEvolution } from '../search/regularized-evolution.ts';
import { CandidateEvaluator, type EvaluatedCandidate } from './candidate-evaluator.ts';
import type { WorkflowRun } from './define-workflow.ts';
import { openEvaluationStore } from './evaluation-store.ts';
import { measureProgress } from './evolution-progress.ts';
import { bestEvaluated, describeEvaluated, frontOfEvaluated } from './evolved-entries.ts';
import { findExactly } from './exact-search-run.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { NewCandidates, type NewCandidate } from './new-candidates.ts';
import type { OpenedScorer } from './open-scorer.ts';
import { Refusal } from './refusal.ts';
import { DEFAULT_EVOLUTION, DEFAULT_FOUND, type SearchRequest } from './search-request.ts';
import type { SearchRun } from './search-run.ts';

/** The settings of an evolution, complete. */
interface EvolutionSettings {
  readonly evaluations: number;
  readonly population: number;
  readonly sampleSize: number;
  readonly random: number;
  readonly seed: number;
}

/** The best candidates, or the front of score against cost, that an evolution finds. */
export async function searchByEvolution(
  request: SearchRequest,
  space: SearchSpace,
  opened: OpenedScorer,
  run: WorkflowRun,
): Promise<SearchRun> {
  const { front, top = DEFAULT_FOUND, atLeast = -Infinity, atMost = Infinity } = request;
  const settings = settingsOf(request, opened, run);
  const { evaluations, population, sampleSize, random, seed } = settings;
  const { axes } = space;
  const evolution =
    front === undefined
      ? regularizedEvolution(axes, population, sampleSize)
      : nsgaII(axes, population);
  const store = openEvaluationStore(request.resume, opened, run.warn);
  const evaluator = new CandidateEvaluator(opened, { least: atLeast, most: atMost }, store);
  const candidates = await NewCandidates.open(space, seed, run);
  const evaluated = await evolveCandidates(settings, space, evolution, candidates, evaluator, run);
  const ended = evaluated.length < evaluations ? (candidates.end ?? '') : undefined;
  if (ended !== undefined) {
    const message = `${formatNumber(evaluated.length)} of ${formatNumber(evaluations)}: ${ended}`;
    run.warn([{ source: '--evaluations', path: '', message }]);
  }
  const unscored = describeUnscored(evaluated, run);
  checkFound(evaluated);
  const drawn = await drawRandom(
    Math.min(random, evaluated.length),
    await NewCandidates.open(space, seed, run),
    evaluator,
    population,
    run,
  );
  const listed =
    front === undefined ? bestEvaluated(axes, evaluated, top) : frontOfEvaluated(evaluated);
  const entries = await describeEvaluated(listed, candidates, evaluator);
  const heuristic: SearchDocument['heuristic'] = {
    algorithm: front === undefined ? 'regularized evolution' : 'NSGA-II',
    evaluations,
    ...(ended !== undefined && { ended }),
    ...(unscored !== null && { unscored }),
    population,
    ...(front === undefined && { sampleSize }),
    batch: evolution.batch,
    seed,
    ...measureProgress(
      evaluated,
      drawn,
      await optimumOf(request, space, opened, run),
      front === undefined ? 'best score' : 'hypervolume',
    ),
  };
  return {
    result: { method: 'heuristic', measured: evaluated.length, heuristic },
    entries,
    families: evaluator.families,
    points: evaluated.flatMap(({ id, fitness, parameters }) =>
      fitness === null ? [] : [{ id, score: fitness.score, cost: fitness.cost ?? parameters }],
    ),
  };
}

/** The settings that a request asks for; refuses those that do not go together. */
function settingsOf(
  request: SearchRequest,
  { scoring, proxy, cost }: OpenedScorer,
  { warn }: WorkflowRun,
): EvolutionSettings {
  const { evaluations, population, sampleSize } = { ...DEFAULT_EVOLUTION, ...request };
  if (request.front !== undefined) {
    warnOfIgnored(request, ['sampleSize'], 'NSGA-II draws no sample of it', warn);
  }
  if (evaluations < population) {
    throw Refusal.of(
      `--evaluations ${evaluations}: fewer than the population of ${population}; raise it, or lower --population`,
    );
  }
  if (population < LEAST_POPULATION) {
    throw Refusal.of(`--population ${population}: expected ${LEAST_POPULATION} or more`);
  }
  const isCheap =
    proxy?.draws !== true &&
    scoring.settings.mode === 'expected' &&
    (cost?.measured ?? null) === null;
  const { random = isCheap ? evaluations : population } = request;
  if (random > evaluations) {
    throw Refusal.of(
      `--random ${random}: more than the ${evaluations} of --evaluations, which it is compared with`,
    );
  }
  const { seed = DEFAULT_SETTINGS.seed } = request;
  return { evaluations, population, sampleSize, random, seed };
}

/** With one candidate there is nothing to choose a parent from. */
const LEAST_POPULATION = 2;

/** All candidates that the evolution evaluates, in their order. */
function evolveCandidates(
  { evaluations, seed }: EvolutionSettings,
  { axes }: SearchSpace,
  evolution: Evolution,
  candidates: NewCandidates,
  evaluator: CandidateEvaluator,
  run: WorkflowRun,
): Promise<EvaluatedCandidate[]> {
  let finished = 0;
  let best = -Infinity;
  return evolve<NewCandidate, EvaluatedCandidate>({
    axes,
    evolution,
    seed,
    evaluations,
    draw: candidates.draw,
    admit: candidates.admit,
    evaluate: async (items) => {
      const note = best === -Infinity ? {} : { note: `best ${formatNumber(best)}` };
      const report = (part: number): void => {
        const done = finished + items.length * part;
        const counts = { done: Math.floor(done), total: evaluations, share: done / evaluations };
        run.onProgress({ verb: 'evaluated', noun: 'candidates', ...counts, ...note });
      };
      report(0);
      const found = await evaluator.evaluate(items, (done, total) => {
        report(total > 0 ? Math.min(1, done / total) : 1);
      });
      // Where none of the first can be scored, there is nothing to breed from.
      if (finished === 0) checkScored(found);
      finished += found.length;
      for (const { fitness } of found) {
        if (fitness?.violation === 0) best = Math.max(best, fitness.score);
      }
      return found;
    },
  });
}

/** The first candidates of a random sample, evaluated. */
async function drawRandom(
  count: number,
  candidates: NewCandidates,
  evaluator: CandidateEvaluator,
  batch: number,
  { step }: WorkflowRun,
): Promise<EvaluatedCandidate[]> {
  const onProgress = step('evaluated', 'candidates of a random search');
  const all: EvaluatedCandidate[] = [];
  for (let isOver = false; all.length < count && !isOver;) {
    const items: NewCandidate[] = [];
    while (items.length < Math.min(batch, count - all.length) && !isOver) {
      const item = await candidates.draw();
      if (item === null) isOver = true;
      else items.push(item);
    }
    all.push(...(await evaluator.evaluate(items)));
    onProgress(all.length, count);
  }
  return all;
}

/** What an exact search finds within its limits; null where it can't search the space. */
async function optimumOf(
  request: SearchRequest,
  space: SearchSpace,
  opened: OpenedScorer,
  run: WorkflowRun,
): Promise<{ score: number; cost: number }[] | null> {
  const { front } = request;
  const asked = front === undefined ? { ...request, top: 1 } : request;
  try {
    const { found, space: measured, models } = await findExactly(asked, space, opened, run);
    // Scores and costs as they are, and not as the search has rounded them.
    const entries = await models.describe(found, measured);
    return entries.map(({ score, cost }) => ({ score, cost: cost?.value ?? 0 }));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Refuses candidates of which none has a score. */
function checkScored(evaluated: readonly EvaluatedCandidate[]): void {
  const [first] = evaluated;
  if (first === undefined || evaluated.some(({ fitness }) => fitness !== null)) return;
  throw Refusal.of(
    `no score for any of the first ${formatNumber(evaluated.length)} candidates; of "${first.id}": ${first.reason}`,
  );
}

/** How many candidates have no score, and why the first has none, with a warning; null where all have one. */
function describeUnscored(
  evaluated: readonly EvaluatedCandidate[],
  { warn }: WorkflowRun,
): NonNullable<SearchDocument['heuristic']>['unscored'] | null {
  const without = evaluated.filter(({ fitness }) => fitness === null);
  const [first] = without;
  if (first === undefined) return null;
  const { id, reason } = first;
  const message = `no score for ${without.length} of ${evaluated.length} candidates; of "${id}": ${reason}`;
  warn([{ source: '', path: '', message }]);
  return { candidates: without.length, reason };
}

/** Refuses limits of the score that no evaluated candidate meets. */
function checkFound(evaluated: readonly EvaluatedCandidate[]): void {
  if (evaluated.some(({ fitness }) => fitness?.violation === 0)) return;
  const scores = evaluated.flatMap(({ fitness }) => fitness?.score ?? []);
  const low = scores.reduce((least, score) => Math.min(least, score), Infinity);
  const high = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  throw Refusal.of(
    `none of the ${formatNumber(scores.length)} candidates with a score is within --at-least and --at-most: they score from ${formatNumber(low)} to ${formatNumber(high)}; loosen these, or raise --evaluations`,
  );
}

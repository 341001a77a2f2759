import { SUB_MODULES } from '../architecture/weight.ts';
import { COSTS } from '../costs/registry.ts';
import { PROXIES } from '../proxies/registry.ts';
import type { Proxy } from '../proxy-parts/proxy.ts';
import { SUMS_OVER_LAYERS } from '../search-space/quantities.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { bestModels, frontOfModels, type Found } from '../search/exact-search.ts';
import { reachOf, searchTask } from '../search/measured-group.ts';
import { measureSpace, type MeasuredSpace, type SearchMeasures } from '../search/measure-space.ts';
import type { ChosenCost } from './chosen-cost.ts';
import type { WorkflowRun } from './define-workflow.ts';
import { balancedScorer } from './model-scorer.ts';
import type { OpenedScorer } from './open-scorer.ts';
import type { ProxyScorer } from './ranking-proxy.ts';
import { Refusal } from './refusal.ts';
import type { Scoring } from './scoring.ts';
import { DEFAULT_FOUND, type SearchRequest } from './search-request.ts';
import type { SearchRun } from './search-run.ts';
import type { ScoredPoint } from './score-figures.ts';
import { SpaceModels, type FoundEntry } from './space-models.ts';

/** What an exact search found. */
export interface ExactFinds {
  /** The best first; a front from the highest score to the lowest. */
  readonly found: readonly Found[];
  readonly space: MeasuredSpace;
  readonly models: SpaceModels;
}

/** The best candidates of a space, or its front of score against cost, proven to be them. */
export async function searchExactly(
  request: SearchRequest,
  space: SearchSpace,
  opened: OpenedScorer,
  run: WorkflowRun,
): Promise<SearchRun> {
  const { found, space: measured, models } = await findExactly(request, space, opened, run);
  const entries = await models.describe(found, measured);
  const { families } = models;
  const result = { method: 'exact', measured: measured.measured } as const;
  return { result, entries, families, points: pointsOf(entries) };
}

/** The candidates of a figure of what was found: by what they cost, or their parameters. */
export function pointsOf(entries: readonly FoundEntry[]): ScoredPoint[] {
  return entries.map(({ id, score, cost, parameters }) => {
    return { id, score, cost: cost?.value ?? parameters.total };
  });
}

/** What {@link searchExactly} lists; refuses a space whose scores, constraints or costs are no sums. */
export async function findExactly(
  request: SearchRequest,
  space: SearchSpace,
  { scoring, proxy, cost }: OpenedScorer,
  run: WorkflowRun,
): Promise<ExactFinds> {
  checkFront(request, cost);
  const terms = termsOf(request, scoring, proxy);
  const models = await SpaceModels.open(space, scoring, proxy ?? balancedScorer(scoring), cost);
  const measures = { measure: models.measure, hasCost: cost !== null, termsOf: terms };
  const measured = await measureSpace(space, measures, async (done) => {
    run.onProgress({ verb: 'measured', noun: 'models', done, total: null, share: null });
    await models.pause();
  });
  if (!measured.ok) throw Refusal.of(`${space.source}: ${measured.reason}; ${ALTERNATIVE}`);
  const found = await findModels(measured.value, request, models, run);
  return { found, space: measured.value, models };
}

/** What to do where exact search is impossible. */
const ALTERNATIVE = 'take --method evolution, which has no proof';

/**
 * How the score follows from sums over layers; null where it is one itself. Refuses scores that
 * follow from none.
 */
function termsOf(
  request: SearchRequest,
  { settings }: Scoring,
  scorer: ProxyScorer | null,
): SearchMeasures['termsOf'] {
  if (scorer === null) {
    const { mode } = settings;
    if (mode !== 'expected') {
      throw Refusal.of(`--mode ${mode}: exact search needs expected scores; ${ALTERNATIVE}`);
    }
    checkBalance(settings);
    return null;
  }
  const isSearchable = (proxy: Proxy): boolean =>
    proxy.hasAlpha === true || (proxy.needs === 'shapes' && proxy.terms !== undefined);
  const { proxy: name = '' } = request;
  const proxy = PROXIES.get(name);
  if (proxy?.needs === 'shapes' && proxy.terms !== undefined) return proxy.terms(scorer.settings);
  const names = [...PROXIES.values()].filter(isSearchable).map((other) => other.name);
  throw Refusal.of(
    `--proxy ${name}: exact search needs sums over layers, as of ${names.join(', ')}; ${ALTERNATIVE}`,
  );
}

/** Refuses balances that are no sums of what adds up over layers. */
export function checkBalance({ balance }: Scoring['settings']): void {
  if (balance?.kind !== 'formula') return;
  const { formula } = balance;
  const { text, variables } = formula;
  const sums: readonly string[] = [...SUB_MODULES, ...SUMS_OVER_LAYERS];
  if (formula.affineIn(variables) && variables.every((own) => sums.includes(own))) return;
  throw Refusal.of(
    `--formula "${text}": exact search needs ${sums.join(', ')}, each times a constant; ${ALTERNATIVE}`,
  );
}

/** Refuses a cost that is no sum: of latencies, those in a table are. */
export function checkFront({ front }: SearchRequest, chosen: ChosenCost | null): void {
  if (front === undefined || chosen?.settings.table !== undefined) return;
  const cost = COSTS[front];
  if (!('isSum' in cost && cost.isSum)) {
    const names = Object.values(COSTS).filter((own) => 'isSum' in own && own.isSum);
    if (front === 'latency') throw Refusal.of(`--front latency: ${NEEDS_TABLE}`);
    throw Refusal.of(
      `--front ${front}: exact search needs a sum over layers, as ${names.map((own) => own.name).join(', ')}; ${ALTERNATIVE}`,
    );
  }
}

/** How exact search knows latencies. */
const NEEDS_TABLE =
  'exact search needs measured times of all parts: add --latency-table with a file that zerolm latency --table has written';

/** The models that a request asks for; refuses a space where there are none. */
export async function findModels(
  space: MeasuredSpace,
  { atLeast = -Infinity, atMost = Infinity, top = DEFAULT_FOUND }: SearchRequest,
  models: Pick<SpaceModels, 'isAdmitted'>,
  { inSlices }: WorkflowRun,
): Promise<readonly Found[]> {
  const { groups, limits, costSum } = space;
  const task = searchTask(groups, limits, { least: atLeast, most: atMost });
  const confirm = space.isRounded ? (found: Found) => models.isAdmitted(found, space) : undefined;
  const found = await inSlices(
    costSum === null
      ? bestModels(groups, task, top, confirm)
      : frontOfModels(groups, task, costSum, confirm),
  );
  if (!found.ok) throw Refusal.of(`${found.reason}; ${ALTERNATIVE}`);
  if (found.value.length === 0) throw Refusal.of(describeNone(space));
  return costSum === null ? found.value : found.value.toReversed();
}

/** Significant digits of a number that people read. */
const READ = { maximumSignificantDigits: 12 };

/** Why no model is left: the ranges of what the constraints name, and of the score. */
function describeNone({ ranges, groups }: MeasuredSpace): string {
  const score = { low: Infinity, high: -Infinity };
  for (const group of groups) {
    const { low, high } = reachOf(group);
    score.low = Math.min(score.low, low);
    score.high = Math.max(score.high, high);
  }
  const shown = (value: number): string => value.toLocaleString('en-US', READ);
  const list = [...ranges, ['score', score] as const].map(
    ([name, { low, high }]) => `${name} from ${shown(low)} to ${shown(high)}`,
  );
  return `no candidate meets all constraints; the space reaches ${list.join(', ')}; loosen them, or extend the space`;
}

import { signOf } from '../evaluation/truth-direction.ts';
import type { Steps } from '../event-loop-break.ts';
import { failure, success, type Result } from '../result.ts';
import { alphaCoefficients, type Balance, type Capacities } from '../scoring/balance.ts';
import { compareIds } from '../scoring/rank-by-score.ts';
import type { Agreement } from './agreement.ts';
import { ALPHA_GRID } from './alpha-grid.ts';
import { alphaSensitivity, type AlphaPoint } from './alpha-sensitivity.ts';
import { bestAlpha } from './best-alpha.ts';
import { bestCoefficients } from './best-coefficients.ts';
import { crossValidate } from './cross-validate.ts';
import { equalSpreadAlpha } from './equal-spread-alpha.ts';
import { agreementUnder, itemsOf, qualityOf, type RatedItem } from './rated-items.ts';
import { shuffled } from './shuffle.ts';
import { spreadSample } from './spread-sample.ts';
import type { LabelledItem, TuningItem } from './tuning-item.ts';
import type { TuningCorrelation, TuningOptions, TuningStrategy } from './tuning-options.ts';
import { agreementOfFolds, heldAgainst, type UnseenAgreement } from './unseen-agreement.ts';

/** A balance, and the evidence for it. */
export interface Tuning {
  readonly coefficients: Capacities;
  /** Null where three coefficients were chosen. */
  readonly alpha: number | null;
  /** Items with a label. */
  readonly labelled: number;
  /** Ids of the items whose labels were looked at; empty where none or all were. */
  readonly sample: readonly string[];
  /** On the labels that the balance was chosen by; null where it was chosen by none. */
  readonly seen: Agreement | null;
  /** On others; null where there are none, or nothing correlates. */
  readonly unseen: UnseenAgreement | null;
  /** Over the grid of alphas, on all labels; empty where there are none. */
  readonly sensitivity: readonly AlphaPoint[];
  readonly warnings: readonly string[];
}

/**
 * Labels below which a warning is given: with 10 the standard error of tau between unrelated lists,
 * `sqrt(2 (2n + 5) / (9 n (n - 1)))`, is 0.25.
 */
const FEW_LABELS = 10;

/** The difference of the correlations seen and unseen above which a warning is given. */
const LARGE_GAP = 0.1;

/** Share of the grid of alphas that may be equally good before a warning says that chance chose. */
const WIDE_PLATEAU = 0.5;

/** What a strategy has chosen, before it is held against all labels. */
interface Choice {
  readonly coefficients: Capacities;
  readonly alpha: number | null;
  readonly sample: readonly string[];
  readonly seen: readonly RatedItem[];
  readonly unseen: (balance: Balance) => Steps<UnseenAgreement | null>;
  readonly warnings: readonly string[];
}

/**
 * Chooses a balance of attention, feed-forward and embedding for the given candidates, and measures how
 * well it orders those that it was not chosen by.
 *
 * - `sampling` (arXiv 2503.18646): an alpha by the labels of a few candidates, see `bestAlpha`.
 * - `label-free`: an alpha by the capacities alone, see `equalSpreadAlpha`.
 * - `optimize`: three coefficients by all labels, see `bestCoefficients`.
 *
 * Nothing depends on the order of the items.
 *
 * @returns a failure, with what to do about it: no or too few labels, scores or qualities that are
 *   all equal
 */
export function* tuneBalance(
  items: readonly TuningItem[],
  options: TuningOptions,
): Steps<Result<Tuning>> {
  const { strategy, direction, correlation } = options;
  const sign = signOf(direction);
  const ordered = items.toSorted((a, b) => compareIds(a.id, b.id));
  const rated = ordered
    .filter((item): item is LabelledItem => item.quality !== undefined)
    .map((item): RatedItem => ({ item, quality: sign * item.quality }));
  const problem = labelProblem(rated, items.length, options);
  if (problem !== null) return failure(problem);
  const choice = yield* CHOOSERS[strategy](ordered, rated, options);
  if (!choice.ok) return choice;
  const { coefficients, alpha, sample, seen, warnings } = choice.value;
  const balance: Balance = { kind: 'coefficients', coefficients };
  const seenAgreement = seen.length === 0 ? null : agreementUnder(balance, seen);
  yield;
  const unseen = yield* choice.value.unseen(balance);
  return success({
    coefficients,
    alpha,
    labelled: rated.length,
    sample,
    seen: seenAgreement,
    unseen,
    sensitivity:
      rated.length < 2
        ? []
        : yield* alphaSensitivity(itemsOf(rated), qualityOf(rated), options.progressOf?.('alphas')),
    warnings: [...warnings, ...warningsOf(seen.length, seenAgreement, unseen, correlation)],
  });
}

/** What keeps a strategy from its labels. */
function labelProblem(
  rated: readonly RatedItem[],
  count: number,
  { strategy, samples }: TuningOptions,
): string | null {
  if (count < 2) return `a balance ranks candidates, and there is ${count}: add others`;
  if (strategy === 'label-free') return null;
  const n = rated.length;
  const without = 'or use the strategy label-free';
  if (n < 2) {
    return `${n} of ${count} candidates ${n === 1 ? 'has' : 'have'} a measured quality, and ${strategy} needs at least 2: add qualities, ${without}`;
  }
  if (new Set(rated.map(({ quality }) => quality)).size < 2) {
    return `every candidate has the same measured quality (${rated[0]?.item.quality ?? 0}), so there is nothing to choose by: check which column was read, ${without}`;
  }
  if (strategy === 'sampling' && samples > n) {
    return `${samples} samples were asked for, and ${n} of ${count} candidates have a measured quality: ask for fewer, add qualities, ${without}`;
  }
  return null;
}

type Chooser = (
  items: readonly TuningItem[],
  rated: readonly RatedItem[],
  options: TuningOptions,
) => Steps<Result<Choice>>;

const CHOOSERS: Readonly<Record<TuningStrategy, Chooser>> = {
  *sampling(_, rated, { correlation, seed, samples, draw }) {
    const drawn = new Set(
      draw === 'spread'
        ? spreadSample(rated, ({ item }) => item.capacity, samples, seed)
        : shuffled(rated, seed, 'tuning/sample').slice(0, samples),
    );
    const seen = rated.filter((one) => drawn.has(one));
    const rest = rated.filter((one) => !drawn.has(one));
    const alpha = yield* bestAlpha(itemsOf(seen), qualityOf(seen), correlation);
    if (!alpha.ok) return alpha;
    return success({
      coefficients: alphaCoefficients(alpha.value),
      alpha: alpha.value,
      sample: seen.map(({ item }) => item.id),
      seen,
      unseen: (balance) => heldAgainst(balance, rest, 'held-out'),
      warnings: yield* plateauWarning(seen, correlation),
    });
  },
  *'label-free'(items, rated) {
    const spread = equalSpreadAlpha(items);
    yield;
    if (!spread.ok) return spread;
    const { alpha, capacityCorrelation: r } = spread.value;
    return success({
      coefficients: alphaCoefficients(alpha),
      alpha,
      sample: [],
      seen: [],
      unseen: (balance) => heldAgainst(balance, rated, 'all'),
      warnings:
        r !== null && r < 0
          ? [
              `Attention and feed-forward capacity oppose each other (correlation ${r.toFixed(2)}): equal parts of both cancel, and without labels there is no telling which of them counts.`,
            ]
          : [],
    });
  },
  *optimize(_, rated, { correlation, seed, progressOf }) {
    function* fit(items: readonly LabelledItem[], quality: Float64Array): Steps<Result<Balance>> {
      const found = yield* bestCoefficients(items, quality, correlation);
      return found.ok ? success({ kind: 'coefficients', coefficients: found.value }) : found;
    }
    const coefficients = yield* bestCoefficients(itemsOf(rated), qualityOf(rated), correlation);
    if (!coefficients.ok) return coefficients;
    return success({
      coefficients: coefficients.value,
      alpha: null,
      sample: [],
      seen: rated,
      *unseen() {
        return agreementOfFolds(yield* crossValidate(rated, fit, seed, progressOf?.('folds')));
      },
      warnings: [],
    });
  },
};

/** A sentence where most alphas order the labels equally well, so that these did not choose. */
function* plateauWarning(
  seen: readonly RatedItem[],
  correlation: TuningCorrelation,
): Steps<string[]> {
  const key = correlation === 'kendall' ? 'kendallTauB' : 'spearman';
  const points = yield* alphaSensitivity(itemsOf(seen), qualityOf(seen));
  const values = points.flatMap(({ agreement }) => (agreement === null ? [] : [agreement[key]]));
  const highest = Math.max(...values);
  const equal = values.filter((value) => value === highest).length;
  if (equal <= WIDE_PLATEAU * ALPHA_GRID.length) return [];
  return [
    `${equal} of ${ALPHA_GRID.length} alphas order the labels equally well, so that these did not choose: the one in the middle says nothing about attention and feed-forward. Look at more candidates, or keep the default of the family.`,
  ];
}

function warningsOf(
  seenCount: number,
  seen: Agreement | null,
  unseen: UnseenAgreement | null,
  correlation: TuningCorrelation,
): string[] {
  const warnings: string[] = [];
  if (seenCount > 0 && seenCount < FEW_LABELS) {
    warnings.push(
      `The balance is chosen by ${seenCount} labels: below ${FEW_LABELS}, chance alone moves a rank correlation by more than 0.25.`,
    );
  }
  if (seenCount > 0 && unseen === null) {
    warnings.push(
      'No correlation on labels that the balance was not chosen by: too few are left, or nothing varies among them. The one on those it was chosen by flatters it.',
    );
  }
  if (seen !== null && unseen !== null) {
    const key = correlation === 'kendall' ? 'kendallTauB' : 'spearman';
    const gap = seen[key] - unseen.agreement[key];
    if (gap > LARGE_GAP) {
      warnings.push(
        `The correlation is ${gap.toFixed(2)} lower on labels that the balance was not chosen by: go by that one. More labels make a better balance.`,
      );
    }
  }
  return warnings;
}

import type { Architecture } from '../architecture/architecture.ts';
import type { Interval } from '../formula/interval.ts';
import type { Problem } from '../problem.ts';
import { loadLineReader } from './candidate-check.ts';
import type { Constraint } from './constraint.ts';
import { QuantityRanges } from './quantity-ranges.ts';
import type { SearchSpace } from './search-space.ts';
import { candidateOf } from './space-candidate.ts';
import { uniformChoices } from './uniform-choices.ts';

/** Most candidates that are looked at, and most choices along all of them: about a second of work. */
const MAX_LOOKED_AT = 2 ** 14;
const MAX_CHOICES_LOOKED_AT = 2 ** 20;

/** A condition that some candidate has to fulfil: its excess is not above 0 there. */
interface Condition {
  /** The constraints that it follows from: one, or two that are fulfilled together. */
  readonly of: readonly Constraint[];
  readonly excess: (architecture: Architecture) => number;
  least: number;
  nearest: Architecture | undefined;
}

/** A constraint that the bounds of its sides keep from being met in every model so far. */
interface Bounded {
  readonly constraint: Constraint;
  /** Over these models; null before the first. */
  readonly left: Interval | null;
  readonly right: Interval | null;
}

/**
 * Why no candidate of a space can be admitted; undefined where one may be. It looks at the candidates
 * whose layers are equal: where a layer is wrong, it is so among any others, and what adds up over
 * layers, or is the largest of them, is least and greatest where all are the same. So if none of them
 * is valid, or none fulfils a linear constraint, no candidate at all does. Of any other constraint the
 * two sides are bounded by the ranges of its quantities over the candidates that differ in their
 * layers alone (see {@link QuantityRanges}). Spaces with too
 * many of them are left to the draws.
 */
export async function findImpossibility(space: SearchSpace): Promise<Problem | undefined> {
  const { alwaysValid, constraints, source } = space;
  if (alwaysValid && constraints.length === 0) return undefined;
  const read = await loadLineReader();
  let open = conditionsOf(constraints);
  let ranges = new QuantityRanges(constraints);
  let bounded = constraints.map((constraint): Bounded => ({ constraint, left: null, right: null }));
  let firstReason: string | undefined;
  let isValid = false;
  let looked = 0;
  let length = 0;
  const layers = space.axes.findIndex(({ options }) =>
    options.some(({ opens }) => opens.length > 0),
  );
  let last = { model: '', hiddenSize: 0 };
  for (const choices of uniformChoices(space.axes)) {
    looked += 1;
    length += choices.length;
    if (looked > MAX_LOOKED_AT || length > MAX_CHOICES_LOOKED_AT) return undefined;
    const { candidate, reason } = read(candidateOf(space, choices, 'e').line);
    if (candidate === undefined) {
      firstReason ??= reason;
      continue;
    }
    isValid = true;
    const { hiddenSize } = candidate.architecture.blocks[0];
    const model = choices.slice(0, layers === -1 ? undefined : layers + 1).join();
    // Between layers of several widths are projections, which no single layer has.
    if (model !== last.model) {
      ranges = new QuantityRanges(constraints);
    } else if (hiddenSize !== last.hiddenSize) {
      open = [];
      ranges.severalWidths = true;
    }
    last = { model, hiddenSize };
    for (const condition of open) measure(condition, candidate.architecture);
    open = open.filter(({ least }) => least > 0);
    ranges.add(candidate.architecture);
    // Ranges only grow.
    bounded = bounded.flatMap(({ constraint, left, right }) => {
      const sides = constraint.refutedBy(ranges.of);
      if (sides === null) return [];
      return [{ constraint, left: hull(left, sides.left), right: hull(right, sides.right) }];
    });
    if (open.length === 0 && bounded.length === 0) return undefined;
  }
  const [first] = open;
  const [refuted] = bounded;
  const message = isValid
    ? first
      ? describe(first)
      : refuted && describeBounds(refuted)
    : `no candidate is a valid spec; the first is not for: ${firstReason ?? ''}`;
  return message === undefined ? undefined : { source, path: '', message };
}

/** What each constraint demands, and what two of them demand together. */
function conditionsOf(constraints: readonly Constraint[]): Condition[] {
  const sides = constraints.flatMap((constraint) =>
    (constraint.bounds?.excesses ?? []).map((excess) => ({
      of: constraint,
      widest: constraint.bounds?.widest,
      excess,
    })),
  );
  const start = { least: Infinity, nearest: undefined };
  const alone = sides.map(({ of, excess }): Condition => ({ of: [of], excess, ...start }));
  const pairs = sides.flatMap((a, place) =>
    sides
      .slice(place + 1)
      .filter((b) => b.of !== a.of && b.widest === a.widest)
      .map((b): Condition => {
        const excess = (architecture: Architecture): number =>
          a.excess(architecture) + b.excess(architecture);
        return { of: [a.of, b.of], excess, ...start };
      }),
  );
  return [...alone, ...pairs];
}

function measure(condition: Condition, architecture: Architecture): void {
  const excess = condition.excess(architecture);
  // A side that is no finite number is left to the draws, which refuse it.
  if (!Number.isFinite(excess)) condition.least = 0;
  if (!(excess < condition.least)) return;
  condition.least = excess;
  condition.nearest = architecture;
}

function hull(a: Interval | null, b: Interval): Interval {
  return a === null ? b : { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

/** Significant digits of a bound that people read. */
const READ = { maximumSignificantDigits: 6 };

function describeBounds({ constraint: { text }, left, right }: Bounded): string {
  const spans = Object.entries({ left, right }).map(([side, bounds]) => {
    const { low, high } = bounds ?? { low: -Infinity, high: Infinity };
    const [from, to] = [low, high].map((bound) => bound.toLocaleString('en-US', READ));
    return `its ${side} side is ${from === to ? from : `from ${from} to ${to}`}`;
  });
  return `no candidate fulfils "${text}": ${spans.join(', ')} over the whole space; loosen it, or extend the space`;
}

function describe({ of, nearest }: Condition): string {
  const texts = of.map(({ text }) => `"${text}"`).join(' and ');
  if (of.length > 1) return `no candidate fulfils both ${texts}: leave one out, or loosen it`;
  if (nearest === undefined) return `no candidate fulfils ${texts}`;
  const shown = of.flatMap(({ quantities, valuesOf }) => {
    const values = valuesOf(nearest);
    return quantities.map((name) => `${name} ${values[name].toLocaleString('en-US')}`);
  });
  if (shown.length === 0) return `no candidate fulfils ${texts}`;
  return `no candidate fulfils ${texts}: the nearest has ${shown.join(', ')}; loosen it, or extend the space`;
}

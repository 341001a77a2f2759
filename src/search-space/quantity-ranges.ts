import type { Architecture } from '../architecture/architecture.ts';
import type { Interval } from '../formula/interval.ts';
import type { Constraint } from './constraint.ts';
import { quantitiesOf, type QuantityName } from './quantities.ts';

/** What the bounds of numbers of parameters are made of where layers differ in their hidden size. */
const PARTS = [
  'attention_params',
  'feed_forward_params',
  'embedding_params',
  'hidden_size',
  'depth',
] as const satisfies readonly QuantityName[];

/** Sums over layers, and over what is between layers of different widths. */
const BETWEEN_WIDTHS: readonly QuantityName[] = ['flops', 'active_params', 'latency_ms'];

/**
 * The smallest and the largest of each quantity over the candidates of a space, from those whose
 * layers are equal: a sum over layers, and the largest of them, lies between those of its smallest
 * and its largest layer.
 */
export class QuantityRanges {
  /** Whether candidates of the same model differ in the hidden size of their layers. */
  severalWidths = false;
  readonly #constraints: readonly Constraint[];
  readonly #ranges = new Map<QuantityName, Interval>();

  /** @param constraints that name the quantities */
  constructor(constraints: readonly Constraint[]) {
    this.#constraints = constraints;
  }

  /** Adds a candidate whose layers are equal. */
  add(architecture: Architecture): void {
    this.#widen(quantitiesOf(architecture, PARTS), PARTS);
    for (const { quantities, valuesOf } of this.#constraints) {
      this.#widen(valuesOf(architecture), quantities);
    }
  }

  #widen(values: Readonly<Record<QuantityName, number>>, names: readonly QuantityName[]): void {
    for (const name of names) {
      const value = values[name];
      const { low, high } = this.#ranges.get(name) ?? { low: value, high: value };
      this.#ranges.set(name, { low: Math.min(low, value), high: Math.max(high, value) });
    }
  }

  /** The range of a quantity; NaN where it was not asked for, or a candidate has none. */
  readonly of = (name: QuantityName): Interval => {
    // A sum over layers and the largest of what each takes: equal layers bound only either of them.
    if (name === 'memory') return { low: 0, high: Infinity };
    if (this.severalWidths && name === 'params') return this.#paramsOfSeveralWidths();
    if (this.severalWidths && BETWEEN_WIDTHS.includes(name)) return { low: 0, high: Infinity };
    return this.#rangeOf(name);
  };

  /**
   * Layers of different widths have projections between them, h * k + h parameters each, and the
   * first and the last layer decide about the size of the embedding and the head.
   */
  #paramsOfSeveralWidths(): Interval {
    const [attention, feedForward, embedding, width, depth] = PARTS.map(this.#rangeOf);
    if (!attention || !feedForward || !embedding || !width || !depth) {
      throw new RangeError('the ranges of the parts are unknown');
    }
    // Norms, the first layer's and the last layer's share of the rest: each at most all parameters.
    const others = 3 * this.#rangeOf('params').high;
    const between = depth.high * (width.high ** 2 + width.high);
    return {
      low: attention.low + feedForward.low + embedding.low,
      high: attention.high + feedForward.high + embedding.high + others + between,
    };
  }

  readonly #rangeOf = (name: QuantityName): Interval =>
    this.#ranges.get(name) ?? { low: NaN, high: NaN };
}

/** One of the values that an axis may take, and what there is to choose once it has. */
export interface Option {
  /** Axes that this value opens, to be chosen one after another. */
  readonly opens: readonly Axis[];
  /** How often all of them are to be chosen, anew each time: the number of layers. */
  readonly times: number;
}

/** One choice: a list of options, of which a candidate takes one. */
export interface Axis {
  /** At least one. */
  readonly options: readonly Option[];
}

/** An axis of options that open nothing. */
export function plainAxis(count: number): Axis {
  return { options: Array.from({ length: count }, () => ({ opens: [], times: 1 })) };
}

/**
 * Walks along one candidate: asks for the option of every axis that it comes to, in the order in
 * which they are written, what an option opens before what follows its axis.
 *
 * @param choose the option, from 0, of an axis with so many
 */
export function walk(axes: readonly Axis[], choose: (count: number) => number): void {
  for (const { options } of axes) {
    const option = options[choose(options.length)];
    if (option === undefined) throw new RangeError('an axis has no such option');
    for (let time = 0; time < option.times; time++) walk(option.opens, choose);
  }
}

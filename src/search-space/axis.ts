/** One of the values that an axis may take, with the axes to choose along once it has. */
export interface Option {
  /** Axes that this value opens, to be chosen one after another. */
  readonly opens: readonly Axis[];
  /** How often all of them are chosen, anew each time: the number of layers. */
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
 * Walks along one candidate and chooses an option of every axis in order; the axes that an option
 * opens come before the axis that follows.
 *
 * @param choose an option, from 0, by the number of options of the axis
 */
export function walk(axes: readonly Axis[], choose: (count: number) => number): void {
  for (const { options } of axes) {
    const option = options[choose(options.length)];
    if (option === undefined) throw new RangeError('an axis has no such option');
    for (let time = 0; time < option.times; time++) walk(option.opens, choose);
  }
}

import type { Axis, Option } from './axis.ts';

/** Number of candidates along axes: the product of their sizes. */
export function sizeOfAxes(axes: readonly Axis[]): bigint {
  return axes.reduce((product, axis) => product * sizeOfAxis(axis), 1n);
}

/** Sizes by axis: thousands of layers are chosen along the same axes of as many options. */
const sizes = new WeakMap<Axis, bigint>();

/** Number of candidates along one axis. */
export function sizeOfAxis(axis: Axis): bigint {
  const known = sizes.get(axis);
  if (known !== undefined) return known;
  let sum = 0n;
  for (const size of sizesOfOptions(axis.options)) sum += size;
  sizes.set(axis, sum);
  return sum;
}

/**
 * Number of candidates for each option of an axis: that of the axes it opens, to the power of how
 * often. Options that open the same axes, such as numbers of layers, share its size and powers.
 */
export function* sizesOfOptions(options: readonly Option[]): Generator<bigint> {
  let opened: { readonly axes: readonly Axis[]; readonly size: bigint } | undefined;
  let power = { times: 0, size: 1n };
  for (const { opens, times } of options) {
    if (opens.length === 0) {
      yield 1n;
      continue;
    }
    if (opened?.axes !== opens) {
      opened = { axes: opens, size: sizeOfAxes(opens) };
      power = { times: 0, size: 1n };
    }
    const known = times >= power.times ? power : { times: 0, size: 1n };
    power = { times, size: known.size * opened.size ** BigInt(times - known.times) };
    yield power.size;
  }
}

/** Number of choices on the longest walk along axes. */
export function longestWalk(axes: readonly Axis[]): number {
  let sum = 0;
  for (const { options } of axes) {
    let most = 0;
    let opened: { readonly axes: readonly Axis[]; readonly length: number } | undefined;
    for (const { opens, times } of options) {
      if (opens.length === 0) continue;
      if (opened?.axes !== opens) opened = { axes: opens, length: longestWalk(opens) };
      most = Math.max(most, times * opened.length);
    }
    sum += 1 + most;
  }
  return sum;
}

import { walk, type Axis } from './axis.ts';
import { sizeOfAxes, sizeOfAxis, sizesOfOptions } from './space-size.ts';

/** The choices of one candidate: the number of the option, from 0, of every axis along its walk. */
export type Choices = readonly number[];

/**
 * The choices of a candidate by its number in the order of the space, in which the last axis changes
 * fastest.
 *
 * @param index from 0, below the size of the space
 * @throws RangeError on any other
 */
export function choicesAt(axes: readonly Axis[], index: bigint): number[] {
  if (index < 0n || index >= sizeOfAxes(axes)) {
    throw new RangeError(`no candidate of the space has the number ${index}`);
  }
  const choices: number[] = [];
  descend(axes, index, choices);
  return choices;
}

function descend(axes: readonly Axis[], index: bigint, choices: number[]): void {
  // The first axis is the highest digit of a number of mixed radix.
  const sizes = axes.map(sizeOfAxis);
  let rest = sizes.reduce((product, size) => product * size, 1n);
  let left = index;
  for (const [place, { options }] of axes.entries()) {
    rest /= sizes[place] ?? 1n;
    let within = left / rest;
    left %= rest;
    let number = 0;
    if (sizes[place] === BigInt(options.length)) {
      // Every option is one candidate: there is nothing to search.
      number = Number(within);
      within = 0n;
    } else {
      for (const size of sizesOfOptions(options)) {
        if (within < size) break;
        within -= size;
        number += 1;
      }
    }
    choices.push(number);
    const option = options[number];
    if (option === undefined || option.opens.length === 0) continue;
    const each = sizeOfAxes(option.opens);
    let power = each ** BigInt(option.times);
    for (let time = 0; time < option.times; time++) {
      power /= each;
      descend(option.opens, within / power, choices);
      within %= power;
    }
  }
}

/** The number of a candidate in the order of the space, by its choices: {@link choicesAt} undone. */
export function indexOfChoices(axes: readonly Axis[], choices: Choices): bigint {
  return ascend(axes, choices[Symbol.iterator]());
}

function ascend(axes: readonly Axis[], choices: Iterator<number>): bigint {
  let index = 0n;
  for (const axis of axes) {
    const step = choices.next();
    const choice = step.done === true ? 0 : step.value;
    index *= sizeOfAxis(axis);
    if (sizeOfAxis(axis) === BigInt(axis.options.length)) {
      // Every option is one candidate: there is nothing to add up.
      index += BigInt(choice);
    } else {
      let place = 0;
      for (const size of sizesOfOptions(axis.options)) {
        if (place === choice) break;
        index += size;
        place += 1;
      }
    }
    const { opens, times } = axis.options[choice] ?? { opens: [], times: 0 };
    if (opens.length === 0) continue;
    const each = sizeOfAxes(opens);
    let within = 0n;
    for (let time = 0; time < times; time++) within = within * each + ascend(opens, choices);
    index += within;
  }
  return index;
}

/** Advances choices to those of the next candidate; false, with no change, after the last one. */
export function nextChoices(axes: readonly Axis[], choices: number[]): boolean {
  const counts: number[] = [];
  walk(axes, (count) => choices[counts.push(count) - 1] ?? 0);
  let kept = counts.length;
  while (kept > 0 && choices[kept - 1] === (counts[kept - 1] ?? 0) - 1) kept -= 1;
  if (kept === 0) return false;
  choices.length = kept;
  choices[kept - 1] = (choices[kept - 1] ?? 0) + 1;
  let place = 0;
  walk(axes, () => {
    if (place === choices.length) choices.push(0);
    const choice = choices[place] ?? 0;
    place += 1;
    return choice;
  });
  return true;
}

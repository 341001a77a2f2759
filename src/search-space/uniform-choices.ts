import type { Axis } from './axis.ts';
import { choicesAt, nextChoices } from './choices-at.ts';

/**
 * The choices of the candidates of a space whose layers are equal, one after another: where axes are
 * chosen several times, every time is as the first.
 */
export function* uniformChoices(axes: readonly Axis[]): Generator<number[]> {
  const single = withOneLayer(axes);
  const choices = choicesAt(single, 0n);
  do {
    yield repeated(axes, choices[Symbol.iterator]());
  } while (nextChoices(single, choices));
}

/** The same axes, none of which is chosen more than once. */
function withOneLayer(axes: readonly Axis[]): Axis[] {
  // Numbers of layers open the same axes.
  const known = new Map<readonly Axis[], Axis[]>();
  const openedOnce = (opens: readonly Axis[]): Axis[] => {
    const single = known.get(opens) ?? withOneLayer(opens);
    known.set(opens, single);
    return single;
  };
  return axes.map(({ options }) => ({
    options: options.map(({ opens, times }) => ({
      opens: openedOnce(opens),
      times: Math.min(1, times),
    })),
  }));
}

/** The choices along axes, of which `single` has those of the first time alone. */
function repeated(axes: readonly Axis[], single: Iterator<number>): number[] {
  const choices: number[] = [];
  for (const { options } of axes) {
    const step = single.next();
    const choice = step.done === true ? 0 : step.value;
    choices.push(choice);
    const { opens, times } = options[choice] ?? { opens: [], times: 0 };
    if (times === 0 || opens.length === 0) continue;
    const once = repeated(opens, single);
    for (let time = 0; time < times; time++) for (const own of once) choices.push(own);
  }
  return choices;
}

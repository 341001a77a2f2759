import type { Axis } from '../search-space/axis.ts';
import type { Choices } from '../search-space/choices-at.ts';
import type { RandomNumbers } from './random-numbers.ts';

/** The choice along one axis, with the choices along the axes that it opens. */
export interface Gene {
  /** The number of the option, from 0. */
  readonly option: number;
  /** The choices along the axes that the option opens, each time: layer by layer. */
  readonly opened: readonly Genome[];
}

/** The choices of one candidate along the axes of its space, as a tree. */
export type Genome = readonly Gene[];

/** The genome of choices along axes. */
export function genomeOf(axes: readonly Axis[], choices: Choices): Genome {
  let place = 0;
  return buildGenome(axes, () => choices[place++] ?? 0);
}

/** A genome of which every choice is uniform over its options and independent of the others. */
export function drawGenome(axes: readonly Axis[], random: RandomNumbers): Genome {
  return buildGenome(axes, (count) => random.below(count));
}

function buildGenome(axes: readonly Axis[], choose: (count: number) => number): Genome {
  return axes.map(({ options }): Gene => {
    const option = choose(options.length);
    const { opens = [], times = 0 } = options[option] ?? {};
    if (opens.length === 0) return { option, opened: [] };
    return { option, opened: Array.from({ length: times }, () => buildGenome(opens, choose)) };
  });
}

/** The choices of a genome in the order of its axes: {@link genomeOf} undone. */
export function choicesOf(genome: Genome): number[] {
  const choices: number[] = [];
  const add = (genes: Genome): void => {
    for (const { option, opened } of genes) {
      choices.push(option);
      for (const own of opened) add(own);
    }
  };
  add(genome);
  return choices;
}

/** A text that two genomes share exactly where they have the same layers, in whatever order. */
export function layersKey(genome: Genome): string {
  const genes = genome.map(({ option, opened }) => {
    const layers = opened.map(layersKey).sort();
    return layers.length === 0 ? `${option}` : `${option}(${layers.join(';')})`;
  });
  return genes.join();
}

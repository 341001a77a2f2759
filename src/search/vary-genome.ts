import type { Axis } from '../search-space/axis.ts';
import { drawGenome, type Gene, type Genome } from './genome.ts';
import type { RandomNumbers } from './random-numbers.ts';

/**
 * A genome with one choice changed: each place where there is a choice is as likely, and so is each of
 * its other options. The genome itself where nothing can be chosen.
 *
 * A changed choice keeps what was chosen along the axes that both options open: with fewer layers the
 * first stay, and with more the others are drawn.
 */
export function mutateOne(axes: readonly Axis[], genome: Genome, random: RandomNumbers): Genome {
  let left = random.below(countPlaces(axes, genome));
  return vary(axes, genome, () => left-- === 0, random);
}

/** A genome whose choices were each changed, as by {@link mutateOne}, with a chance of one in their number. */
export function mutateEach(axes: readonly Axis[], genome: Genome, random: RandomNumbers): Genome {
  const chance = 1 / countPlaces(axes, genome);
  return vary(axes, genome, () => random.chance(chance), random);
}

/**
 * A child of two genomes by uniform crossover: each choice is that of one parent or the other, as
 * likely. Along the axes that it opens for both, the choices are crossed as well; a layer that one
 * parent alone has is its own.
 */
export function crossGenomes(
  axes: readonly Axis[],
  mother: Genome,
  father: Genome,
  random: RandomNumbers,
): Genome {
  return axes.map((axis, place): Gene => {
    const isMothers = random.chance(0.5);
    const own = geneAt(isMothers ? mother : father, place);
    const other = geneAt(isMothers ? father : mother, place);
    const { opens = [] } = axis.options[own.option] ?? {};
    const shared = axis.options[other.option]?.opens === opens ? other.opened : [];
    const opened = own.opened.map((genes, time) => {
      const others = shared[time];
      return others === undefined ? genes : crossGenomes(opens, genes, others, random);
    });
    return { option: own.option, opened };
  });
}

/** How many places of a genome have more than one option. */
function countPlaces(axes: readonly Axis[], genome: Genome): number {
  let count = 0;
  for (const [place, { options }] of axes.entries()) {
    if (options.length > 1) count += 1;
    const { option, opened } = geneAt(genome, place);
    for (const own of opened) count += countPlaces(options[option]?.opens ?? [], own);
  }
  return count;
}

/** @param isChanged asked at each place with more than one option, in the order of the axes */
function vary(
  axes: readonly Axis[],
  genome: Genome,
  isChanged: () => boolean,
  random: RandomNumbers,
): Genome {
  return axes.map(({ options }, place): Gene => {
    const gene = geneAt(genome, place);
    const count = options.length;
    const isOther = count > 1 && isChanged();
    // One of the others: all but its own, counted from the one after it.
    const option = isOther ? (gene.option + 1 + random.below(count - 1)) % count : gene.option;
    const { opens = [], times = 0 } = options[option] ?? {};
    if (opens.length === 0) return { option, opened: [] };
    const kept = options[gene.option]?.opens === opens ? gene.opened : [];
    const opened = Array.from({ length: times }, (_, time) => {
      const own = kept[time];
      return own === undefined ? drawGenome(opens, random) : vary(opens, own, isChanged, random);
    });
    return { option, opened };
  });
}

function geneAt(genome: Genome, place: number): Gene {
  const gene = genome[place];
  if (gene === undefined) throw new RangeError('the genome is not of these axes');
  return gene;
}

import type { Choices } from './choices-at.ts';
import type { SearchSpace } from './search-space.ts';
import { uniformChoices } from './uniform-choices.ts';

/** Models of a space that differ in their layers alone, each of which has one of the same options. */
export interface LayerModels {
  /** The choices of all axes before those of the layers. */
  readonly head: Choices;
  readonly layers: number;
  /** The choices of a layer for each of its options, in the order of the space. */
  readonly options: readonly Choices[];
}

/**
 * The models of a space by all that is chosen once, in the order of the space. A space that chooses
 * nothing layer by layer has one model in each.
 */
export function* layerModels({ axes }: Pick<SearchSpace, 'axes'>): Generator<LayerModels> {
  const place = axes.findIndex(({ options }) => options.some(({ opens }) => opens.length > 0));
  if (place === -1) {
    for (const head of uniformChoices(axes)) yield { head, layers: 1, options: [[]] };
    return;
  }
  if (place !== axes.length - 1) throw new RangeError('what layers choose comes last');
  let open: { head: Choices; layers: number; options: Choices[] } | undefined;
  for (const choices of uniformChoices(axes)) {
    const head = choices.slice(0, place + 1);
    const layers = axes[place]?.options[head[place] ?? 0]?.times ?? 0;
    const option = choices.slice(place + 1, place + 1 + (choices.length - place - 1) / layers);
    if (open?.head.join() === head.join()) {
      open.options.push(option);
      continue;
    }
    if (open !== undefined) yield open;
    open = { head, layers, options: [option] };
  }
  if (open !== undefined) yield open;
}

/** The choices of a model whose layers have these options. */
export function choicesOfLayers(
  { head, options }: LayerModels,
  layers: readonly number[],
): number[] {
  const choices = [...head];
  for (const option of layers) for (const own of options[option] ?? []) choices.push(own);
  return choices;
}

import { COUNTED_COSTS } from '../costs/registry.ts';
import type { RankDocument } from './documents.ts';

type CostSettings = NonNullable<RankDocument['settings']['cost']>;

/** What a cost is, in the words of a title. */
export function describeCost({ name, batch = 1, sequenceLength = 1 }: CostSettings): string {
  return COUNTED_COSTS[name].describe({ batch, sequenceLength });
}

/** What heads the column of a cost. */
export function titleOfCost({ name }: CostSettings): string {
  return COUNTED_COSTS[name].title;
}

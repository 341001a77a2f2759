import { describeCost, TIME_DECIMALS, titleOfCost } from './describe-cost.ts';
import type { RankDocument } from './documents/rank-document.ts';
import { formatNumber } from './format-number.ts';
import type { Cell, Column } from './sheet.ts';

type Entry = RankDocument['ranking'][number];
type CostSettings = NonNullable<RankDocument['settings']['cost']>;

/** A column of a ranking. */
export interface EntryColumn extends Column {
  readonly cell: (entry: Entry) => Cell;
}

/** The columns of a cost and of the front. */
export function frontColumns(cost: CostSettings): EntryColumn[] {
  return [
    {
      key: 'cost',
      title: titleOfCost(cost),
      ...(cost.timing !== undefined && { decimals: TIME_DECIMALS }),
      cell: (entry) => entry.cost?.value ?? null,
    },
    { key: 'front', title: 'front', cell: ({ front }) => (front === true ? 'yes' : 'no') },
  ];
}

/** Lines on the cost and the front; none where no cost was asked for. */
export function titleOfFront({ settings, front }: RankDocument): string[] {
  if (settings.cost === undefined || front === undefined) return [];
  const { size, of } = front;
  return [
    ...describeCost(settings.cost),
    `front: ${formatNumber(size)} of ${formatNumber(of)}; no other scores as high for less, or higher for as much`,
  ];
}

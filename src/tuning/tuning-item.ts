import type { Capacities } from '../scoring/balance.ts';

/** A candidate as far as choosing a balance goes. */
export interface TuningItem {
  readonly id: string;
  readonly capacity: Capacities;
  /** Its score under the default balance of its family. */
  readonly score: number;
  /** Its measured quality; absent where it has no label. */
  readonly quality?: number;
}

/** A candidate with a label. */
export type LabelledItem = TuningItem & { readonly quality: number };

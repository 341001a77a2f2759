import type { Family } from '../architecture/family.ts';
import type { TrainedTensors, UnitOrders } from '../checkpoints/sliced-model.ts';
import type { SearchDocument } from '../report/documents/search-document.ts';
import type { ScoredPoint } from './score-figures.ts';
import type { FoundEntry } from './space-models.ts';

/** What a search of a space found. */
export interface SearchRun {
  /** How it was found. */
  readonly result: Pick<SearchDocument, 'method' | 'measured' | 'heuristic'>;
  /** The best score first. */
  readonly entries: readonly FoundEntry[];
  /** Families of the models that were looked at. */
  readonly families: ReadonlySet<Family>;
  /** The candidates of the figure: those that are listed, and all that an evolution has evaluated. */
  readonly points: readonly ScoredPoint[];
  /** Of a search of the sub-networks of a checkpoint by their weights. */
  readonly subNetworks?: {
    /** How many there are, by which layers they keep too. */
    readonly candidates: bigint;
    readonly trained: TrainedTensors;
    readonly orders: UnitOrders;
  };
}

import type { ExpertCount } from '../architecture/architecture.ts';
import type { Build, LtsFamily } from '../formats/candidate-format.ts';

/** How inputs are read. */
export interface ReadOptions {
  /** How records of the FlexiBERT benchmark are built; `declared` if absent. */
  readonly build?: Build;
  /** The family of LiteTransformerSearch configs that do not tell it themselves. */
  readonly family?: LtsFamily;
  /**
   * Whether checkpoints are read too; else they are refused: they describe no architecture. Of a
   * folder with a `config.json` and a checkpoint that is read which is `preferred`, else the config.
   */
  readonly checkpoints?: boolean | 'preferred';
  /** Which experts of a mixture count for capacity; `all` if absent. */
  readonly experts?: ExpertCount;
}

/** How inputs are read in batches. */
export interface BatchOptions extends ReadOptions {
  /** Candidates after which a batch ends, with the piece of the file that is at hand. */
  readonly batchSize?: number;
  /**
   * Whether NDJSON that is named itself, as a file, a pipe or stdin, is read no further than its
   * first line that gives no candidate, and nothing after it: it may be of any size. All else is
   * always read to the end.
   */
  readonly stopAtBrokenLine?: boolean;
}

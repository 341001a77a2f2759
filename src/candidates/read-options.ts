import type { ExpertCount } from '../architecture/mixture-of-experts.ts';
import type { Build, LtsFamily } from '../formats/candidate-format.ts';

/** How inputs are read. */
export interface ReadOptions {
  /** How records of a benchmark are built; as its format does by default if absent. */
  readonly build?: Build;
  /** The family of LiteTransformerSearch configs that do not name it. */
  readonly family?: LtsFamily;
  /**
   * Whether checkpoints are read too, or refused, since they describe no architecture. Of a folder
   * with a `config.json` and a checkpoint, the checkpoint is read if `preferred`, else the config.
   */
  readonly checkpoints?: boolean | 'preferred';
  /** Which experts of a mixture count for capacity; `all` if absent. */
  readonly experts?: ExpertCount;
  /** Whether candidates keep their records; checkpoints, which have none, are then refused. */
  readonly records?: boolean;
  /** The ids of the candidates that are read; all if absent. One that no candidate has is refused. */
  readonly only?: ReadonlySet<string>;
}

/**
 * Where reading ends: at the end of the inputs; after a thousand problems, where each of them is a
 * reason to refuse the inputs; or there and at the first line without a candidate of NDJSON that was
 * named directly, as a file, a pipe or stdin, since it may be of any size.
 */
export type StopAt = 'end' | 'many-problems' | 'broken-line';

/** How inputs are read in batches. */
export interface BatchOptions extends ReadOptions {
  /** Candidates and problems after which a batch ends, at the end of the current piece of the file. */
  readonly batchSize?: number;
  /** `end` if absent. */
  readonly stopAt?: StopAt;
}

/** Options without a default. */
type OptionalName = 'family' | 'experts' | 'only';

/** {@link BatchOptions} with their defaults. */
export type CompleteOptions = Required<Omit<BatchOptions, OptionalName>> &
  Pick<BatchOptions, OptionalName>;

/** The defaults of {@link BatchOptions}. */
export const READ_DEFAULTS: Omit<CompleteOptions, OptionalName> = {
  build: 'default',
  batchSize: 2048,
  stopAt: 'end',
  checkpoints: false,
  records: false,
};

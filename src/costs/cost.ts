import type { Architecture } from '../architecture/architecture.ts';
import type { Result } from '../result.ts';
import type { Dtype } from './dtype.ts';

/** What a cost is counted over. */
export interface CostSettings {
  /** Sequences that are run together, at least 1. */
  readonly batch: number;
  /** Tokens of a sequence, at least 1. */
  readonly sequenceLength: number;
  /** The type of the weights; single precision if absent. */
  readonly dtype?: Dtype | undefined;
  /** Tokens of a sequence of which a decoder keeps keys and values, at least 1; none if absent. */
  readonly context?: number | undefined;
}

/** What of those a cost depends on. */
export type CostSetting = keyof CostSettings;

/** A model whose cost is counted. */
export interface CostedModel {
  /** Null of a checkpoint, whose weights alone are known. */
  readonly architecture: Architecture | null;
  /** Of all its parts. */
  readonly parameters: number;
}

/** What running a model takes, which is weighed against its score: less is better. */
export interface Cost {
  /** What `--cost` calls it. */
  readonly name: string;
  /** What one of it is, as `bytes`. */
  readonly unit: string;
  /** What heads its column: a table has to fit 80 characters. */
  readonly title: string;
  /** What it is against which a score is drawn, as `score against parameters`. */
  readonly subject: string;
  readonly dependsOn: readonly CostSetting[];
  /** What it is, in the words of a title. */
  readonly describe: (settings: CostSettings) => string;
}

/** A cost that follows from the description of a model. */
export interface CountedCost extends Cost {
  /** Whether it is a sum over the layers of a model and over what is around them. */
  readonly isSum: boolean;
  /** The cost of a model, a function of it and the settings alone; or why there is none. */
  readonly count: (model: CostedModel, settings: CostSettings) => Result<number>;
}

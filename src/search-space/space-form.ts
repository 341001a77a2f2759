import { z } from 'zod';
import type { Problem } from '../problem.ts';
import type { Result } from '../result.ts';
import type { SearchSpace } from './search-space.ts';

/** A search space before its constraints are compiled and its fields are looked up. */
export type UnconstrainedSpace = Omit<SearchSpace, 'constraints' | 'warnings'>;

/** A field of the spec whose values a file chooses. */
export interface ChosenField {
  /** Its path in the spec, without the indexes of lists: `nas_config.encoder_layers.x`. */
  readonly field: string;
  /** Its path in the file. */
  readonly at: string;
  /** Whether it becomes a list with one value for each layer. */
  readonly isColumn: boolean;
}

/** A form in which a search space may be written. */
export interface SpaceForm {
  readonly name: string;
  /** The distinguishing keys, for the message that refuses a file of no form. */
  readonly looksLike: string;
  /** The schema of a file, by which it is read. */
  readonly schema: z.ZodType;
  /** Whether an object is meant to be of this form, by its keys. */
  readonly recognizes: (record: object) => boolean;
  /** The space that an object of this form describes, with its constraints as texts. */
  readonly read: (
    record: object,
    source: string,
  ) => Result<FoundSpace, Problem[]> | Promise<Result<FoundSpace, Problem[]>>;
}

/** What a form reads. */
export interface FoundSpace {
  readonly space: UnconstrainedSpace;
  readonly constraints: readonly string[];
  /** Fields that may be none of the spec; those of a form that knows its fields are not. */
  readonly chosen?: readonly ChosenField[];
  /** In place of those about the keys that are ignored in all candidates. */
  readonly warnings?: readonly Problem[];
}

/** The schema of constraints as texts, which are checked when they are compiled. */
export const CONSTRAINTS = z
  .array(z.string({ error: 'expected a text, as "params <= 15M"' }), {
    error: 'expected a list of texts, as ["params <= 15M"]',
  })
  .default([])
  .describe('Conditions that every candidate meets, as "params <= 15M"');

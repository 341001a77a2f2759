import type { Family } from '../../architecture/family.ts';
import {
  defineFamily,
  type Definition,
  type FamilyKeys,
  type HuggingFaceFamily,
  type Issue,
} from './family.ts';
import { checkHeads } from './keys.ts';
import { decoderOf, encoderOf, type UniformModel, type UniformSizes } from './uniform-model.ts';

/** The description of a family of models with self-attention in all of their blocks. */
interface UniformFamily<Config extends FamilyKeys> extends Omit<
  Definition<Config>,
  'findConflicts' | 'architectureOf'
> {
  readonly family: Family;
  /** Its keys of the hidden size and of the heads, which divide it. */
  readonly divided: readonly [size: string, heads: string];
  readonly sizesOf: (config: Config) => UniformSizes;
  /** What is not as usual, whatever a config says or by its other keys. */
  readonly modelOf: (config: Config) => UniformModel;
  /** Reports what else its keys have against each other. */
  readonly check?: (config: Config, issue: Issue, sizes: UniformSizes) => void;
}

/** A family by its keys, what they give, and what it has besides them. */
export function defineUniform<Config extends FamilyKeys>({
  family,
  divided: [sizeKey, headsKey],
  sizesOf,
  modelOf,
  check,
  ...definition
}: UniformFamily<Config>): HuggingFaceFamily {
  return defineFamily<Config>({
    ...definition,
    findConflicts: (config, issue) => {
      const sizes = sizesOf(config);
      checkHeads([sizeKey, sizes.hiddenSize], [headsKey, sizes.heads], issue);
      check?.(config, issue, sizes);
    },
    architectureOf: (config) => {
      const model = modelOf(config);
      return family === 'decoder'
        ? decoderOf(sizesOf(config), model)
        : encoderOf(sizesOf(config), model);
    },
  });
}

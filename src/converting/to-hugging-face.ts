import type { Architecture } from '../architecture/architecture.ts';
import type { HuggingFaceFamily } from '../formats/hugging-face/family.ts';
import { HUGGING_FACE_FAMILIES } from '../formats/hugging-face/families.ts';
import { once } from '../formats/once.ts';
import { failure, success, type Result } from '../result.ts';
import { CLASS_NAMES } from './class-names.ts';
import { compareModels, describeDifference } from './compare-models.ts';
import { fitConfig, readConfig, type Fit } from './fit-config.ts';

/** A config, the model that it describes, and what is to be known of the conversion. */
export interface HuggingFaceConversion {
  readonly config: Readonly<Record<string, unknown>>;
  /** As it is read again: the names of its weights are those of its family. */
  readonly architecture: Architecture;
  readonly warnings: readonly string[];
}

/** Families that are taken before others which would do as well. */
const PREFERRED = ['bert', 'electra', 'gpt2', 'llama'];

const HAS_POOLER =
  'has a pooler, which is no part of the architecture and has parameters of its own';

/**
 * An architecture as a `config.json` of the transformers library, of the first family that can describe
 * it: that after which its weights are named, the preferred ones, then any other. The config is read
 * again, and describes the same model; or the reason why no config can.
 */
export function toHuggingFace(architecture: Architecture): Result<HuggingFaceConversion> {
  for (const [index, { operation }] of architecture.blocks.entries()) {
    if (operation.kind === 'self-attention') continue;
    return failure(
      `block ${index} has the operation ${operation.kind}, and configs have self-attention alone`,
    );
  }
  let nearest: { readonly fit: Fit; readonly modelType: string } | undefined;
  for (const family of familiesFor(architecture)) {
    const fit = fitConfig(architecture, family);
    if (fit === undefined) continue;
    const { modelType } = family;
    if (fit.differences.length === 0) {
      const withClass = named(family, fit.config, architecture);
      const read = readConfig(family, withClass) ?? fit.architecture;
      const isExtended = read.pooler && !architecture.pooler;
      if (architecture.pooler && !read.pooler) continue;
      return success({
        config: withClass,
        architecture: read,
        warnings: isExtended ? [`a ${modelType} ${HAS_POOLER}`] : [],
      });
    }
    if (nearest === undefined || fit.differences.length < nearest.fit.differences.length) {
      nearest = { fit, modelType };
    }
  }
  if (nearest !== undefined) {
    const { fit, modelType } = nearest;
    // The first block with one, and of its fields the outermost, from which others may follow.
    const [, block] = fit.differences[0]?.path ?? [];
    const [difference] = fit.differences
      .filter(({ path: [, own] }) => own === block)
      .toSorted((a, b) => a.path.length - b.path.length);
    if (difference !== undefined) return failure(describeDifference(difference, modelType));
  }
  return failure('no family of the transformers library that is read has such a model');
}

/** A config with the class whose weights are those that are counted, where that changes nothing. */
function named(
  family: HuggingFaceFamily,
  config: Readonly<Record<string, unknown>>,
  architecture: Architecture,
): Readonly<Record<string, unknown>> {
  const withClass = withClassName(family.modelType, config);
  const read = readConfig(family, withClass);
  return read !== undefined && compareModels(architecture, read).length === 0 ? withClass : config;
}

/** A config that names the class of its model first; as it is where it names one, or none is known. */
export function withClassName(
  modelType: string,
  config: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const name = CLASS_NAMES[modelType];
  const { architectures, ...rest } = config;
  if (name === undefined || (Array.isArray(architectures) && architectures.length > 0)) {
    return config;
  }
  return { architectures: [name], ...rest };
}

/** A family, and the model that its defaults describe; null where these are refused. */
interface Known {
  readonly family: HuggingFaceFamily;
  readonly model: Architecture | null;
}

const known = once((): readonly Known[] =>
  [...HUGGING_FACE_FAMILIES.values()].map((family) => ({
    family,
    model: readConfig(family, { model_type: family.modelType }) ?? null,
  })),
);

/** The families that may describe an architecture, those that are most like it first. */
function familiesFor(architecture: Architecture): readonly HuggingFaceFamily[] {
  const rank = ({ family, model }: Known): number => {
    const preferred = PREFERRED.indexOf(family.modelType);
    const place = preferred < 0 ? PREFERRED.length : preferred;
    return model?.naming === architecture.naming ? place - PREFERRED.length - 1 : place;
  };
  return known()
    .filter(({ model }) => model === null || traitsOf(model) === traitsOf(architecture))
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ family }) => family);
}

/** What no key of any family changes. */
function traitsOf({ family, embedding, blocks }: Architecture): string {
  const input = embedding.input?.kind ?? 'tokens';
  return `${family} ${input} ${blocks.some(({ stack }) => stack === 'decoder')}`;
}

import type { Architecture } from '../architecture/architecture.ts';
import type { Operation } from '../architecture/operation.ts';
import type { HuggingFaceFamily } from '../formats/hugging-face/family.ts';
import { HUGGING_FACE_FAMILIES } from '../formats/hugging-face/families.ts';
import { once } from '../formats/once.ts';
import { failure, success, type Result } from '../result.ts';
import { CLASS_NAMES } from './class-names.ts';
import { compareModels, describeDifference } from './compare-models.ts';
import { fitConfig, improveFit, readConfig, weight, type Fit } from './fit-config.ts';

/** A config, the model that it describes, and what is to be known of the conversion. */
export interface HuggingFaceConversion {
  readonly config: Readonly<Record<string, unknown>>;
  /** As it is read again: the names of its weights are those of its family. */
  readonly architecture: Architecture;
  readonly warnings: readonly string[];
}

/** Families that are taken before others which would do as well. */
const PREFERRED = ['bert', 'electra', 'gpt2', 'llama'];

/** Families, those that come nearest, of which keys are tried. */
const MAX_TRIED = 8;

const HAS_POOLER =
  'has a pooler, which is no part of the architecture and has parameters of its own';

/**
 * An architecture as a `config.json` of the transformers library, of the first family that can describe
 * it: that after which its weights are named, the preferred ones, then any other. The config is read
 * again, and describes the same model; or the reason why no config can.
 */
export function toHuggingFace(architecture: Architecture): Result<HuggingFaceConversion> {
  for (const [index, { operation }] of architecture.blocks.entries()) {
    if (operationKinds().has(operation.kind)) continue;
    return failure(`block ${index} has the operation ${operation.kind}, which no family has`);
  }
  const near: { readonly family: HuggingFaceFamily; readonly fit: Fit }[] = [];
  for (const family of familiesFor(architecture)) {
    const fit = fitConfig(architecture, family);
    if (fit === undefined) continue;
    const found = conversionOf(architecture, family, fit);
    if (found !== undefined) return success(found);
    near.push({ family, fit });
  }
  let nearest: { readonly fit: Fit; readonly modelType: string } | undefined;
  const byWeight = near.toSorted((a, b) => weight(a.fit) - weight(b.fit)).slice(0, MAX_TRIED);
  for (const { family, fit: first } of byWeight) {
    const fit = improveFit(architecture, family, first);
    const found = conversionOf(architecture, family, fit);
    if (found !== undefined) return success(found);
    if (nearest === undefined || weight(fit) < weight(nearest.fit)) {
      nearest = { fit, modelType: family.modelType };
    }
  }
  if (nearest !== undefined) {
    const { fit, modelType } = nearest;
    if (fit.differences.length === 0)
      return failure(`it has a pooler, which a ${modelType} has not`);
    // The first block with one, and of its fields the outermost, from which others may follow.
    const [, block] = fit.differences[0]?.path ?? [];
    const [difference] = fit.differences
      .filter(({ path: [, own] }) => own === block)
      .toSorted((a, b) => a.path.length - b.path.length);
    if (difference !== undefined) return failure(describeDifference(difference, modelType));
  }
  return failure('no family of the transformers library that is read has such a model');
}

/** The conversion to a config that describes the architecture; undefined where it does not. */
function conversionOf(
  architecture: Architecture,
  family: HuggingFaceFamily,
  fit: Fit,
): HuggingFaceConversion | undefined {
  if (fit.differences.length > 0) return undefined;
  const config = named(family, fit.config, architecture);
  const read = readConfig(family, config) ?? fit.architecture;
  if (architecture.pooler && !read.pooler) return undefined;
  const isExtended = read.pooler && !architecture.pooler;
  const warnings = isExtended ? [`a ${family.modelType} ${HAS_POOLER}`] : [];
  return { config, architecture: read, warnings };
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

/** The operations that blocks of any family have. */
const operationKinds = once(
  (): ReadonlySet<Operation['kind']> =>
    new Set(
      known().flatMap(({ model }) => (model?.blocks ?? []).map(({ operation }) => operation.kind)),
    ),
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

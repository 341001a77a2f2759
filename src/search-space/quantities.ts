import { adapterParameters } from '../architecture/adapted-blocks.ts';
import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import { idleParameters } from '../architecture/idle-parameters.ts';
import { parameterCount } from '../capacity/parameter-count.ts';
import type { CostSettings } from '../costs/cost.ts';
import { weightBytes } from '../costs/dtype.ts';
import { cachedNumbers } from '../costs/key-value-cache.ts';
import { memoryCost } from '../costs/memory-cost.ts';
import { multiplyAdds } from '../proxies/flops.ts';
import { DEFAULT_SEQUENCE_LENGTH } from '../proxy-parts/proxy.ts';
import type { Result } from '../result.ts';
import { ClosedForm } from '../scoring/closed-form.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';

/** What quantities depend on besides the architecture. */
export interface QuantitySettings {
  /** The pass that memory is counted of. */
  readonly pass: CostSettings;
  /** Milliseconds of a forward pass, predicted; absent where no latency table is given. */
  readonly latencyOf?: (architecture: Architecture) => Result<number>;
}

/** One sequence in single precision, as costs have it where nothing is asked for. */
export const DEFAULT_QUANTITIES: QuantitySettings = {
  pass: { batch: 1, sequenceLength: DEFAULT_SEQUENCE_LENGTH },
};

/**
 * Numbers of parameters: weights, biases and norms. Like the proxy of that name,
 * `params_no_embedding` counts only the entries of the blocks' weight matrices.
 */
const OF_PARAMETERS = {
  params: ({ parameters }: TotalScore) => parameters.total,
  /** Those that a token is computed with: of a mixture, the experts that it is routed to. */
  active_params: ({ parameters }: TotalScore, architecture: Architecture) =>
    parameters.total - idleParameters(architecture),
  /** Bytes of a pass, as the cost of that name has them. */
  memory: (
    { parameters }: TotalScore,
    architecture: Architecture,
    { pass }: QuantitySettings,
  ): number => {
    const counted = memoryCost.count({ architecture, parameters: parameters.total }, pass);
    return counted.ok ? counted.value : NaN;
  },
  params_no_embedding: ({ capacity }: TotalScore) => capacity.attention + capacity.feedForward,
  attention_params: ({ parameters }: TotalScore) => parameters.attention,
  feed_forward_params: ({ parameters }: TotalScore) => parameters.feedForward,
  embedding_params: ({ parameters }: TotalScore) => parameters.embedding,
};

/** Quantities of an architecture alone; where blocks differ, the largest. */
const OF_ARCHITECTURE = {
  /** Multiply-adds per token of a sequence of 128. */
  flops: (architecture: Architecture) => multiplyAdds(architecture, DEFAULT_SEQUENCE_LENGTH),
  /** Parameters of low-rank adapters, which are among all others too. */
  adapter_params: adapterParameters,
  /** Bytes in single precision of the keys and values that one token leaves in a decoder. */
  kv_cache: (architecture: Architecture) => weightBytes(cachedNumbers(architecture, 1, 0), 'f32'),
  depth: ({ blocks }: Architecture) => blocks.length,
  hidden_size: largest(({ hiddenSize }) => hiddenSize),
  num_attention_heads: largest(({ numAttentionHeads }) => numAttentionHeads),
  feed_forward_width: largest(({ feedForwardWidths }) => Math.max(...feedForwardWidths)),
  feed_forward_stack: largest(({ feedForwardWidths }) => feedForwardWidths.length),
  vocab_size: ({ embedding }: Architecture) => embedding.vocabSize,
  embedding_size: ({ embedding }: Architecture) => embedding.embeddingSize,
};

/** Quantities that follow from measurements. */
const MEASURED = {
  latency_ms: (architecture: Architecture, { latencyOf }: QuantitySettings): number => {
    const predicted = latencyOf?.(architecture);
    return predicted?.ok === true ? predicted.value : NaN;
  },
};

/** A quantity of an architecture that a constraint may name. */
export type QuantityName =
  keyof typeof OF_PARAMETERS | keyof typeof OF_ARCHITECTURE | keyof typeof MEASURED;

/** Quantities that are maxima over layers which may differ. */
const OF_WIDEST_LAYER: readonly QuantityName[] = [
  'num_attention_heads',
  'feed_forward_width',
  'feed_forward_stack',
];

/** Quantities that are sums over the layers of a model, and over what is around them. */
export const SUMS_OVER_LAYERS: readonly QuantityName[] = [
  'params',
  'active_params',
  'params_no_embedding',
  'attention_params',
  'feed_forward_params',
  'embedding_params',
  'adapter_params',
  'flops',
  'kv_cache',
  'depth',
];

/** Whether a quantity is the sum over the layers of a model, and over what is around them. */
export function isSumOverLayers(name: QuantityName): boolean {
  return SUMS_OVER_LAYERS.includes(name) || isMeasured(name);
}

/** Whether a quantity is that of the layer which has most of it. */
export function isOfWidestLayer(name: QuantityName): boolean {
  return OF_WIDEST_LAYER.includes(name);
}

/**
 * Whether a quantity is least and greatest where all layers are alike, whatever these may be: memory
 * is a sum of some sizes of theirs and the largest of others.
 */
export function isBoundByEqualLayers(name: QuantityName): boolean {
  return name !== 'memory';
}

const NOT_REQUESTED: Readonly<Record<QuantityName, number>> = {
  params: NaN,
  active_params: NaN,
  memory: NaN,
  kv_cache: NaN,
  params_no_embedding: NaN,
  attention_params: NaN,
  feed_forward_params: NaN,
  embedding_params: NaN,
  adapter_params: NaN,
  flops: NaN,
  depth: NaN,
  hidden_size: NaN,
  num_attention_heads: NaN,
  feed_forward_width: NaN,
  feed_forward_stack: NaN,
  vocab_size: NaN,
  embedding_size: NaN,
  latency_ms: NaN,
};

/** The quantities that a constraint may name. */
export const CONSTRAINT_NAMES: readonly QuantityName[] =
  Object.keys(NOT_REQUESTED).filter(isQuantityName);

/** Those of them that follow from the architecture alone. */
export const QUANTITY_NAMES: readonly QuantityName[] = CONSTRAINT_NAMES.filter(
  (name) => !isMeasured(name),
);

function isQuantityName(name: string): name is QuantityName {
  return name in NOT_REQUESTED;
}

function largest(of: (block: Block) => number): (architecture: Architecture) => number {
  return ({ blocks }) => blocks.reduce((most, block) => Math.max(most, of(block)), 0);
}

const counter = new ClosedForm({ ...DEFAULT_SETTINGS, statistic: parameterCount });

/** By architecture: a search asks for the same one with each constraint, and from each of its sides. */
const counted = new WeakMap<Architecture, Result<TotalScore>>();

function countsOf(architecture: Architecture): Result<TotalScore> {
  let counts = counted.get(architecture);
  if (counts === undefined) {
    counts = counter.score(architecture);
    counted.set(architecture, counts);
  }
  return counts;
}

function isMeasured(name: QuantityName): name is keyof typeof MEASURED {
  return name in MEASURED;
}

function isOfParameters(name: QuantityName): name is keyof typeof OF_PARAMETERS {
  return name in OF_PARAMETERS;
}

/** Quantities of an architecture by name; NaN for those that were not requested. */
export function quantitiesOf(
  architecture: Architecture,
  names: readonly QuantityName[],
  settings: QuantitySettings = DEFAULT_QUANTITIES,
): Record<QuantityName, number> {
  const values: Record<QuantityName, number> = { ...NOT_REQUESTED };
  const counts = names.some(isOfParameters) ? countsOf(architecture) : undefined;
  for (const name of names) {
    if (isMeasured(name)) values[name] = MEASURED[name](architecture, settings);
    else if (!isOfParameters(name)) values[name] = OF_ARCHITECTURE[name](architecture);
    else if (counts?.ok === true) {
      values[name] = OF_PARAMETERS[name](counts.value, architecture, settings);
    }
  }
  return values;
}

/** Why an architecture lacks one of some quantities; null where it has all of them. */
export function findQuantityProblem(
  architecture: Architecture,
  names: readonly QuantityName[],
  { pass, latencyOf }: QuantitySettings,
): string | null {
  for (const name of names) {
    const found =
      name === 'latency_ms'
        ? latencyOf?.(architecture)
        : name === 'memory'
          ? memoryCost.count({ architecture, parameters: 0 }, pass)
          : undefined;
    if (found?.ok === false) return `${name}: ${found.reason}`;
  }
  return null;
}

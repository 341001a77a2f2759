import type { Architecture } from '../architecture/architecture.ts';
import type { Block } from '../architecture/block.ts';
import { log } from '../elementary-functions.ts';
import { spectralCapacity as spectralCapacityOf } from '../proxies/nsc.ts';
import { success, type Result } from '../result.ts';
import { ClosedForm } from '../scoring/closed-form.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';

/** What features are made of. */
interface FeatureSource {
  readonly architecture: Architecture;
  /** Capacities of the default statistic, expected. */
  readonly capacity: TotalScore['capacity'];
  readonly parameters: TotalScore['parameters'];
  /** The Neural Spectral Capacity with its default settings. */
  readonly spectralCapacity: number;
}

/** The version of the features: a model that was kept with another one can't be applied. */
export const FEATURES_VERSION = 1;

/** The features by name, each a number above 0 of which the logarithm is taken. */
const FEATURES: Readonly<Record<string, (source: FeatureSource) => number>> = {
  blocks: ({ architecture }) => architecture.blocks.length,
  'hidden size': ofBlocks(({ hiddenSize }) => hiddenSize),
  heads: ofBlocks(({ numAttentionHeads }) => numAttentionHeads),
  'feed-forward width': ofBlocks(({ feedForwardWidths }) =>
    feedForwardWidths.reduce((sum, width) => sum + width, 0),
  ),
  'feed-forward stack': ofBlocks(({ feedForwardWidths }) => feedForwardWidths.length),
  'attention capacity': ({ capacity }) => capacity.attention,
  'feed-forward capacity': ({ capacity }) => capacity.feedForward,
  'embedding capacity': ({ capacity }) => capacity.embedding,
  nsc: ({ spectralCapacity }) => spectralCapacity,
  parameters: ({ parameters }) => parameters.total,
};

/** The names of the features, in their order. */
export const FEATURE_NAMES: readonly string[] = Object.keys(FEATURES);

/**
 * The natural logarithms of the features of one architecture after another; -Infinity for one that is
 * 0. They depend on no setting: capacities are those of the default statistic, expected.
 */
export function poolFeatures(): (architecture: Architecture) => Result<number[]> {
  const spectralCapacity = spectralCapacityOf({});
  const closedForm = new ClosedForm(DEFAULT_SETTINGS);
  return (architecture) => {
    const counted = closedForm.score(architecture);
    if (!counted.ok) return counted;
    const { capacity, parameters } = counted.value;
    const source = {
      architecture,
      capacity,
      parameters,
      spectralCapacity: spectralCapacity(architecture),
    };
    return success(Object.values(FEATURES).map((feature) => log(feature(source))));
  };
}

/** The mean over the blocks. */
function ofBlocks(of: (block: Block) => number): (source: FeatureSource) => number {
  return ({ architecture: { blocks } }) =>
    blocks.reduce((sum, block) => sum + of(block), 0) / blocks.length;
}

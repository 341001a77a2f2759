import { blocksOfKinds } from './blocks-of-kinds.ts';
import { depthOf, type LlamaLikeConfig } from './llama-like-config.ts';

/**
 * Which blocks have a window, unless a config lists them: all; those from `max_window_layers` on;
 * those with or without rotary positions; or all but every so many.
 */
export type WindowPattern = 'all' | 'last' | 'with-rotary' | 'without-rotary' | number;

/** What tells the blocks of a model apart. */
export interface BlockKind {
  /** Positions that a token sees; null for all before it. */
  readonly window: number | null;
  readonly rotary: boolean;
  readonly experts: boolean;
}

/** Where blocks of a family may differ. */
interface Patterns {
  readonly windows?: WindowPattern;
  /** Whether blocks without a window have no rotary positions either (Cohere 2). */
  readonly rotaryInWindows?: boolean;
}

/** Bits of the number of a kind. */
const NARROW = 1;
const ROTARY = 2;
const EXPERTS = 4;

/** The blocks of a model from first to last. */
export function blocksByKind<Block>(
  config: LlamaLikeConfig,
  { windows = 'all', rotaryInWindows = false }: Patterns,
  blockOf: (kind: BlockKind) => Block,
): Block[] {
  const window = windowOf(config);
  const kindOf = (layer: number): number => {
    const rotates = isRotary(config, layer);
    const isNarrow = window !== null && isWindowed(config, layer, rotates, windows);
    const rotary = rotaryInWindows ? isNarrow : rotates;
    return (
      (isNarrow ? NARROW : 0) | (rotary ? ROTARY : 0) | (hasExperts(config, layer) ? EXPERTS : 0)
    );
  };
  return blocksOfKinds(depthOf(config), kindOf, (kind) =>
    blockOf({
      window: (kind & NARROW) > 0 ? window : null,
      rotary: (kind & ROTARY) > 0,
      experts: (kind & EXPERTS) > 0,
    }),
  );
}

function isRotary(config: LlamaLikeConfig, layer: number): boolean {
  const { no_rope_layers: listed, no_rope_layer_interval: every } = config;
  if (every === undefined) return true;
  if (listed !== undefined && listed !== null && listed.length > 0) return listed[layer] !== 0;
  return (layer + 1) % every !== 0;
}

/** The window of blocks that have one. */
function windowOf(config: LlamaLikeConfig): number | null {
  const { sliding_window = null, use_sliding_window = true, attention_chunk_size } = config;
  // Tokens of one chunk see each other alone: the same, up to the end of the first chunk.
  return attention_chunk_size ?? (use_sliding_window ? sliding_window : null);
}

function isWindowed(
  config: LlamaLikeConfig,
  layer: number,
  rotary: boolean,
  pattern: WindowPattern,
): boolean {
  const { layer_types: types = null } = config;
  if (types !== null) return types[layer] !== 'full_attention';
  switch (pattern) {
    case 'all':
      return true;
    case 'last':
      return layer >= (config.max_window_layers ?? 0);
    case 'with-rotary':
      return rotary;
    case 'without-rotary':
      return !rotary;
    default:
      return (layer + 1) % (config.sliding_window_pattern ?? pattern) !== 0;
  }
}

function hasExperts(config: LlamaLikeConfig, layer: number): boolean {
  if (expertsIn(config) === 0) return false;
  const { moe_layers, mlp_only_layers, first_k_dense_replace = 0, moe_layer_freq = 1 } = config;
  if (moe_layers !== undefined && moe_layers !== null) return moe_layers.includes(layer);
  const step = config.decoder_sparse_step ?? config.interleave_moe_layer_step ?? 1;
  return (
    layer >= first_k_dense_replace &&
    layer % moe_layer_freq === 0 &&
    (layer + 1) % step === 0 &&
    mlp_only_layers?.includes(layer) !== true
  );
}

/** How many experts a block has that has some; 0 in a model without. */
export function expertsIn(config: LlamaLikeConfig): number {
  return config.num_experts ?? config.num_local_experts ?? config.n_routed_experts ?? 0;
}

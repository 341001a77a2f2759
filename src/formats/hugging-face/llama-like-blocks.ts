import type { LlamaLikeConfig } from './llama-like-config.ts';

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
  readonly windows: WindowPattern;
  /** Whether blocks without a window have no rotary positions either (Cohere 2). */
  readonly rotaryInWindows: boolean;
}

/** The kinds of the blocks from first to last; those that are equal are one object. */
export function blockKinds(config: LlamaLikeConfig, patterns: Patterns): BlockKind[] {
  const known: BlockKind[] = [];
  return Array.from({ length: config.num_hidden_layers }, (_, layer) => {
    const kind = kindOf(config, layer, patterns);
    const same = known.find(
      ({ window, rotary, experts }) =>
        window === kind.window && rotary === kind.rotary && experts === kind.experts,
    );
    if (same !== undefined) return same;
    known.push(kind);
    return kind;
  });
}

function kindOf(config: LlamaLikeConfig, layer: number, patterns: Patterns): BlockKind {
  const rotary = isRotary(config, layer);
  const window = windowOf(config, layer, rotary, patterns.windows);
  return {
    window,
    rotary: patterns.rotaryInWindows ? window !== null : rotary,
    experts: hasExperts(config, layer),
  };
}

function isRotary(config: LlamaLikeConfig, layer: number): boolean {
  const { no_rope_layers: listed, no_rope_layer_interval: every } = config;
  if (every === undefined) return true;
  if (listed !== undefined && listed !== null && listed.length > 0) return listed[layer] !== 0;
  return (layer + 1) % every !== 0;
}

function windowOf(
  config: LlamaLikeConfig,
  layer: number,
  rotary: boolean,
  pattern: WindowPattern,
): number | null {
  const { sliding_window = null, use_sliding_window = true, layer_types } = config;
  // Tokens of one chunk see each other alone: the same, up to the end of the first chunk.
  const window = config.attention_chunk_size ?? (use_sliding_window ? sliding_window : null);
  if (window === null) return null;
  if (layer_types !== undefined && layer_types !== null) {
    return layer_types[layer] === 'full_attention' ? null : window;
  }
  return isWindowed(config, layer, rotary, pattern) ? window : null;
}

function isWindowed(
  config: LlamaLikeConfig,
  layer: number,
  rotary: boolean,
  pattern: WindowPattern,
): boolean {
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

import type { Architecture } from '../architecture/architecture.ts';
import type { Weight } from '../architecture/weight.ts';
import { buildForward } from '../forward/build-forward.ts';
import { drawFeeds } from '../forward/draw-feeds.ts';
import { commonTokens } from '../forward/embedding-matrices.ts';
import type { ForwardPass } from '../forward/forward-pass.ts';
import type { Graph, TensorData } from '../onnx/graph.ts';
import { success, type Result } from '../result.ts';
import { drawSequences } from '../runtime/draw-sequences.ts';
import { bytesOf, estimateMemory } from '../runtime/estimate-memory.ts';
import type { WeightCache } from '../runtime/weight-cache.ts';
import type { LatencySettings } from './latency-settings.ts';

/** A forward pass that is to be timed. */
export interface TimedPass {
  readonly pass: ForwardPass;
  /** Of the hidden output alone. */
  readonly graph: Graph;
}

/**
 * The forward pass of an architecture, from the tokens to the output of its last block, without
 * a head that predicts tokens.
 *
 * @returns a failure where such an architecture can't be run
 */
export function timedPass(
  architecture: Architecture,
  { batch, sequenceLength, initialization }: LatencySettings,
): Result<TimedPass> {
  const pass = buildForward(architecture, { batch, sequenceLength, initialization });
  if (!pass.ok) return pass;
  return success({ pass: pass.value, graph: pass.value.builder.build([pass.value.hidden]) });
}

/** Bytes that a node takes in an open session, as measured: 0.8 to 2.5 MB for 100 to 400 of them. */
const NODE_BYTES = 8000;

/**
 * Bytes that passes take while all of them are open: weights that they share once, of each its
 * tokens, its constants, here and in the runtime, and its nodes; and the values of the pass that
 * needs most.
 */
export class MemoryTogether {
  readonly #shared = new Set<string>();
  #kept = 0;
  #most = 0;

  /** The bytes with one pass more. */
  add({ pass, graph }: TimedPass): number {
    const tables = new Set([...pass.tables, ...pass.decoderTables].map(({ path }) => path));
    for (const [path, { value, weight }] of pass.weights) {
      const key = keyOf(weight);
      if (!tables.has(path)) {
        if (this.#shared.has(key)) continue;
        this.#shared.add(key);
      }
      this.#kept += bytesOf(value);
    }
    for (const constant of graph.constants.values()) this.#kept += 2 * bytesOf(constant);
    this.#kept += NODE_BYTES * graph.nodes.length;
    const { inputs, peak } = estimateMemory(graph);
    this.#most = Math.max(this.#most, peak - inputs);
    return this.#kept + this.#most;
  }
}

/**
 * What a pass is fed with: its weights, and tokens that the seed draws.
 *
 * @param cache gives the weights, so that passes share those that they have in common
 * @returns by the names of the graph's inputs
 */
export function drawTimedFeeds(
  { pass }: TimedPass,
  { seed, batch, sequenceLength }: LatencySettings,
  cache: WeightCache,
): Result<ReadonlyMap<string, TensorData>> {
  const { embedding } = pass.architecture;
  const sequences =
    embedding.input === null
      ? drawSequences(seed, batch, sequenceLength, commonTokens(embedding))
      : [];
  return drawFeeds(pass, seed, sequences, { weightEntries: cache.entries });
}

/** What the entries of a weight depend on besides the seed. */
function keyOf({ path, shape, distribution }: Weight): string {
  return JSON.stringify([path, shape, distribution]);
}

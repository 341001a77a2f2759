import type { Architecture } from '../../../src/architecture/architecture.ts';
import type { Weight } from '../../../src/architecture/weight.ts';
import { buildForward } from '../../../src/forward/build-forward.ts';
import { drawEntries, type FloatEntries } from '../../../src/forward/draw-entries.ts';
import { drawFeeds, type FeedOptions } from '../../../src/forward/draw-feeds.ts';
import type { ForwardPass } from '../../../src/forward/forward-pass.ts';
import { nextTokenLoss, nextTokenLosses } from '../../../src/forward/next-token-loss.ts';
import { outputSumLosses } from '../../../src/forward/output-sum-loss.ts';
import { reduceSum } from '../../../src/onnx/compose/reductions.ts';
import { differentiate } from '../../../src/onnx/differentiate.ts';
import type { FloatType, GraphValue } from '../../../src/onnx/graph.ts';
import { fillNormal } from '../../../src/initialization/standard-normal.ts';
import { weightStream } from '../../../src/initialization/weight-stream.ts';
import type { NetworkMeasure, NetworkProxy } from '../../../src/proxy-parts/network-proxy.ts';
import type { OwnSettings } from '../../../src/proxy-parts/proxy-setting.ts';
import { failure, type Result } from '../../../src/result.ts';
import { openSession } from '../../../src/runtime/session.ts';
import { CASES as FORWARD_CASES } from '../../forward/cases.ts';

/** An architecture with the sequences that it is run on. */
export interface Case {
  readonly id: string;
  readonly architecture: Architecture;
  readonly tokens: readonly (readonly number[])[];
}

/** Those of the forward passes; scripts/make-proxy-reference.py reads the same files. */
export const CASES: readonly Case[] = FORWARD_CASES;

/** How a case is run. */
export interface RunOptions {
  readonly loss?: 'next-token' | 'output-sum';
  readonly seed?: number;
  readonly type?: FloatType;
  readonly weightEntries?: FeedOptions['weightEntries'];
  readonly own?: OwnSettings;
}

/** The seed of the references. */
const SEED = 7;

/** Entries as the references have them: biases and norms moved from what they start from. */
export function movedEntries(weight: Weight, seed: number, type: FloatType): FloatEntries {
  const { distribution } = weight;
  if (distribution.kind !== 'constant') return drawEntries(weight, seed, type);
  const size = weight.shape.reduce((product, length) => product * length, 1);
  const normals = new Float32Array(16 * Math.ceil(size / 16));
  fillNormal(weightStream(seed, weight.path), 0, normals, 1);
  const moved = Float32Array.from(
    normals.subarray(0, size),
    (normal) => Math.fround(distribution.value) + Math.fround(Math.fround(0.1) * normal),
  );
  return type === 'float32' ? moved : Float64Array.from(moved);
}

/** The scores of a case by proxies that read one kind of pass, all in one graph. */
export async function measureCase(
  { architecture, tokens }: Pick<Case, 'architecture' | 'tokens'>,
  proxies: readonly NetworkProxy[],
  {
    loss = 'next-token',
    seed = SEED,
    type,
    weightEntries = movedEntries,
    own = {},
  }: RunOptions = {},
): Promise<Map<string, Result<number>>> {
  const kind = proxies[0]?.pass ?? 'network';
  const built = buildForward(architecture, {
    batch: kind === 'linear' ? 1 : tokens.length,
    sequenceLength: tokens[0]?.length ?? 0,
    kind,
    ...(type === undefined ? {} : { type }),
  });
  if (!built.ok) throw new Error(built.reason);
  const forward = built.value;
  const { builder } = forward;
  const scalar = lossOf(forward, loss);
  const results = new Map<string, Result<number>>();
  const measures = new Map<string, NetworkMeasure>();
  const pass = {
    architecture,
    forward,
    own,
    loss: scalar,
    losses: lossesOf(forward, loss),
    gradientOf: differentiate(builder, scalar),
    differentiate: (of: GraphValue, until?: readonly GraphValue[]) =>
      differentiate(builder, of, until),
  };
  for (const proxy of proxies) {
    const measure = proxy.measure(pass);
    if (measure.ok) measures.set(proxy.name, measure.value);
    else results.set(proxy.name, measure);
  }
  const outputs = [...new Set([...measures.values()].flatMap((measure) => measure.outputs))];
  if (outputs.length === 0) return results;
  const session = await openSession(builder.build(outputs));
  if (!session.ok) throw new Error(session.reason);
  const feeds = drawFeeds(forward, seed, tokens, { weightEntries });
  if (!feeds.ok) throw new Error(feeds.reason);
  const tensors = await session.value.run(feeds.value);
  await session.value.close();
  if (!tensors.ok) throw new Error(tensors.reason);
  for (const [name, { outputs: own, score }] of measures) {
    results.set(name, score(own.flatMap((value) => tensors.value.get(value.name) ?? [])));
  }
  return results;
}

/** The score of a case by one proxy. */
export async function scoreCase(
  testCase: Pick<Case, 'architecture' | 'tokens'>,
  proxy: NetworkProxy,
  options?: RunOptions,
): Promise<Result<number>> {
  const results = await measureCase(testCase, [proxy], options);
  return results.get(proxy.name) ?? failure('it was not measured');
}

function lossOf(forward: ForwardPass, loss: RunOptions['loss']): GraphValue {
  if (forward.kind === 'linear' || loss === 'output-sum') {
    return reduceSum(forward.builder, forward.hidden);
  }
  const built = nextTokenLoss(forward);
  if (!built.ok) throw new Error(built.reason);
  return built.value;
}

function lossesOf(forward: ForwardPass, loss: RunOptions['loss']): GraphValue {
  if (forward.kind === 'linear' || loss === 'output-sum') return outputSumLosses(forward);
  const built = nextTokenLosses(forward);
  if (!built.ok) throw new Error(built.reason);
  return built.value;
}

import type { Architecture } from '../architecture/architecture.ts';
import { buildForward } from '../forward/build-forward.ts';
import type { ForwardPass } from '../forward/forward-pass.ts';
import { nextTokenLoss, nextTokenLosses } from '../forward/next-token-loss.ts';
import { outputSumLoss, outputSumLosses } from '../forward/output-sum-loss.ts';
import { differentiate, type GradientLookup } from '../onnx/differentiate.ts';
import type { Graph, GraphValue } from '../onnx/graph.ts';
import type { InitializationScheme } from '../initialization/initialization-scheme.ts';
import { success, type Result } from '../result.ts';
import { shareCosts } from '../runtime/share-costs.ts';
import type { MeasuredPass, NetworkMeasure, NetworkProxy } from '../proxy-parts/network-proxy.ts';
import type { NetworkLoss } from '../proxy-parts/network-settings.ts';
import type { OwnSettings } from '../proxy-parts/proxy-setting.ts';

/** How a pass is built. */
export interface PassSettings {
  readonly batch: number;
  readonly sequenceLength: number;
  readonly loss: NetworkLoss;
  readonly initialization: InitializationScheme;
  readonly own: OwnSettings;
}

/** The part that a proxy added to a pass. */
export interface PreparedMeasure {
  readonly proxy: NetworkProxy;
  readonly measure: Result<NetworkMeasure>;
  /** Whether it looked at the loss or at a gradient of it. */
  readonly usesLoss: boolean;
  /** Its share of the cost of the graph, from 0 to 1. */
  readonly share: number;
}

/** A pass with everything that proxies measure of it. */
export interface PreparedPass {
  readonly forward: ForwardPass;
  readonly graph: Graph;
  readonly loss: GraphValue;
  readonly measures: readonly PreparedMeasure[];
}

/**
 * One graph of a pass of an architecture and of everything that proxies measure; they share common
 * nodes.
 *
 * @param proxies of one kind of pass
 * @returns a failure where the architecture has no such pass
 */
export function preparePass(
  architecture: Architecture,
  proxies: readonly NetworkProxy[],
  settings: PassSettings,
): Result<PreparedPass> {
  const { batch, sequenceLength, initialization } = settings;
  const kind = proxies[0]?.pass ?? 'network';
  const built = buildForward(architecture, {
    // SynFlow's input is one sequence of ones: more of them would add nothing.
    batch: kind === 'linear' ? 1 : batch,
    sequenceLength,
    kind,
    initialization,
  });
  if (!built.ok) return built;
  const forward = built.value;
  const predicts = kind === 'network' && settings.loss === 'next-token';
  const loss = predicts ? nextTokenLoss(forward) : success(outputSumLoss(forward));
  if (!loss.ok) return loss;
  const losses = predicts ? nextTokenLosses(forward) : success(outputSumLosses(forward));
  if (!losses.ok) return losses;
  const lookups = new Map<GraphValue, GradientLookup>();
  const gradientsOf: MeasuredPass['differentiate'] = (of, until = []) => {
    if (until.length > 0) return differentiate(forward.builder, of, until);
    const lookup = lookups.get(of) ?? differentiate(forward.builder, of);
    lookups.set(of, lookup);
    return lookup;
  };
  const measured = proxies.map((proxy) => {
    const pass = new WatchedPass(
      architecture,
      forward,
      settings.own,
      { whole: loss.value, parts: losses.value },
      gradientsOf,
    );
    return { proxy, measure: proxy.measure(pass), usesLoss: () => pass.usesLoss };
  });
  const wanted = measured.map(({ measure }) => (measure.ok ? measure.value.outputs : []));
  const shares = shareCosts(forward.builder.nodes, wanted);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const measures = measured.map(({ proxy, measure, usesLoss }, index) => ({
    proxy,
    measure,
    usesLoss: usesLoss(),
    share: total > 0 ? (shares[index] ?? 0) / total : 1 / measured.length,
  }));
  const outputs = new Set(wanted.flat());
  if (measures.some(({ usesLoss }) => usesLoss)) outputs.add(loss.value);
  const graph = forward.builder.build([...outputs]);
  return success({ forward, graph, loss: loss.value, measures });
}

/** The loss of a batch, and those of its sequences. */
interface Loss {
  readonly whole: GraphValue;
  readonly parts: GraphValue;
}

/** A pass that records whether a proxy looked at its loss. */
class WatchedPass implements MeasuredPass {
  usesLoss = false;
  readonly architecture: Architecture;
  readonly forward: ForwardPass;
  readonly own: OwnSettings;
  readonly differentiate: MeasuredPass['differentiate'];
  readonly #loss: Loss;

  constructor(
    architecture: Architecture,
    forward: ForwardPass,
    own: OwnSettings,
    loss: Loss,
    gradientsOf: MeasuredPass['differentiate'],
  ) {
    this.architecture = architecture;
    this.forward = forward;
    this.own = own;
    this.differentiate = gradientsOf;
    this.#loss = loss;
  }

  get loss(): GraphValue {
    this.usesLoss = true;
    return this.#loss.whole;
  }

  get losses(): GraphValue {
    this.usesLoss = true;
    return this.#loss.parts;
  }

  get gradientOf(): GradientLookup {
    return this.differentiate(this.loss);
  }
}

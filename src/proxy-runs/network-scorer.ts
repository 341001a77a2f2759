import { createHash } from 'node:crypto';
import type { Architecture } from '../architecture/architecture.ts';
import { drawFeeds } from '../forward/draw-feeds.ts';
import { PASS_KINDS, type PassKind } from '../forward/forward-pass.ts';
import type { Graph, TensorData } from '../onnx/graph.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { success, type Result } from '../result.ts';
import { commonTokens } from '../forward/embedding-matrices.ts';
import { drawSequences } from '../runtime/draw-sequences.ts';
import { estimateMemory } from '../runtime/estimate-memory.ts';
import { openModel, type Session, type TensorMap } from '../runtime/session.ts';
import { WeightCache } from '../runtime/weight-cache.ts';
import type { NetworkProxy } from '../proxy-parts/network-proxy.ts';
import type { NetworkSettings } from '../proxy-parts/network-settings.ts';
import { preparePass, type PassSettings, type PreparedPass } from './prepare-pass.ts';
import { settleMeasure } from './settle-measure.ts';

/** Bytes of drawn weights that are kept for the next architecture. */
const KEPT_WEIGHTS = 2 ** 26;

/** How networks are run. */
export type RunSettings = PassSettings & Pick<NetworkSettings, 'tokens'>;

/** An architecture whose graphs are built. */
export interface PreparedNetwork {
  readonly architecture: Architecture;
  /** For each kind of pass that is needed; or why there is none. */
  readonly passes: readonly {
    readonly kind: PassKind;
    readonly proxies: readonly NetworkProxy[];
    readonly prepared: Result<PreparedPass>;
  }[];
  /** Bytes that the larger of the passes takes: see `estimateMemory`. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** The score of an architecture by one proxy under one seed. */
export interface NetworkScore {
  readonly proxy: string;
  readonly seed: number;
  readonly result: Result<number>;
  /** Whether another run would find the same; false where the machine failed, not the network. */
  readonly lasting: boolean;
  /** Its part of the time. */
  readonly milliseconds: number;
}

/** The graphs of an architecture, for proxies of both kinds of passes. */
export function prepareNetwork(
  architecture: Architecture,
  proxies: readonly NetworkProxy[],
  settings: PassSettings,
): PreparedNetwork {
  const started = performance.now();
  const passes = PASS_KINDS.flatMap((kind) => {
    const own = proxies.filter(({ pass }) => pass === kind);
    if (own.length === 0) return [];
    return [{ kind, proxies: own, prepared: preparePass(architecture, own, settings) }];
  });
  const bytes = passes.map(({ prepared }) =>
    prepared.ok ? estimateMemory(prepared.value.graph).peak : 0,
  );
  const milliseconds = performance.now() - started;
  return { architecture, passes, bytes: Math.max(0, ...bytes), milliseconds };
}

interface KeptSession {
  readonly graph: Graph;
  /** Of the model that the graph was written as. */
  readonly hash: string;
  readonly session: Session;
}

/**
 * Scores architectures by proxies that run the network, one after the other, in this thread. It
 * keeps the session, as the next graph may be equal, and weights that the next network may share.
 */
export class NetworkScorer {
  readonly #settings: RunSettings;
  readonly #weights = new WeightCache(KEPT_WEIGHTS);
  readonly #sessions = new Map<PassKind, KeptSession>();
  #before: PreparedNetwork | null = null;

  constructor(settings: RunSettings) {
    this.#settings = settings;
  }

  /** The scores of each proxy under a seed; the first counts the time of building the graphs. */
  async score(network: PreparedNetwork, seed: number): Promise<NetworkScore[]> {
    const { architecture, passes, milliseconds } = network;
    const built = network === this.#before ? 0 : milliseconds / passes.length;
    this.#before = network;
    const scores: NetworkScore[] = [];
    for (const { kind, proxies, prepared: result } of passes) {
      if (result.ok) {
        scores.push(...(await this.#scorePass(architecture, kind, result.value, seed, built)));
      } else {
        const own = built / proxies.length;
        for (const { name } of proxies) {
          scores.push({ proxy: name, seed, result, lasting: true, milliseconds: own });
        }
      }
    }
    return scores;
  }

  /** Releases the sessions. */
  async close(): Promise<void> {
    for (const { session } of this.#sessions.values()) await session.close();
    this.#sessions.clear();
  }

  async #scorePass(
    architecture: Architecture,
    kind: PassKind,
    pass: PreparedPass,
    seed: number,
    built: number,
  ): Promise<NetworkScore[]> {
    const begun = performance.now();
    const session = pass.graph.nodes.length === 0 ? null : await this.#sessionOf(kind, pass);
    const outputs =
      session === null
        ? success(new Map<string, TensorData>())
        : session.ok
          ? await this.#run(session.value, architecture, pass, seed)
          : session;
    const shared = built + performance.now() - begun;
    return pass.measures.map((measure) => {
      const own = performance.now();
      const { result, lasting } = settleMeasure(measure, pass, outputs);
      const milliseconds = measure.share * shared + performance.now() - own;
      return { proxy: measure.proxy.name, seed, result, lasting, milliseconds };
    });
  }

  async #run(
    session: Session,
    architecture: Architecture,
    { forward }: PreparedPass,
    seed: number,
  ): Promise<Result<TensorMap>> {
    const sequences = this.#sequencesOf(architecture, seed);
    const { entries } = this.#weights;
    const feeds = drawFeeds(forward, seed, sequences, { weightEntries: entries });
    return feeds.ok ? session.run(feeds.value) : feeds;
  }

  #sequencesOf({ embedding }: Architecture, seed: number): readonly (readonly number[])[] {
    const { batch, sequenceLength, tokens } = this.#settings;
    if (embedding.input !== null) return [];
    if (tokens !== null)
      return tokens.slice(0, batch).map((sequence) => sequence.slice(0, sequenceLength));
    return drawSequences(seed, batch, sequenceLength, commonTokens(embedding));
  }

  /** The session of a graph: the previous one if the graphs are equal. */
  async #sessionOf(kind: PassKind, { graph }: PreparedPass): Promise<Result<Session>> {
    const before = this.#sessions.get(kind);
    // Under the next seed.
    if (before?.graph === graph) return success(before.session);
    const model = writeOnnx(graph, { name: 'zerolm' });
    const hash = createHash('sha256').update(model).digest('hex');
    if (before?.hash === hash) {
      this.#sessions.set(kind, { ...before, graph });
      return success(before.session);
    }
    this.#sessions.delete(kind);
    await before?.session.close();
    const opened = await openModel(model, graph);
    if (opened.ok) this.#sessions.set(kind, { graph, hash, session: opened.value });
    return opened;
  }
}

import type { Family } from '../architecture/architecture.ts';
import { signOf } from '../evaluation/truth-direction.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import type { OwnSettings } from '../proxy-parts/proxy-setting.ts';
import type { Proxy, ProxySettings } from '../proxy-parts/proxy.ts';
import { scoreProxies } from '../proxy-runs/score-proxies.ts';
import { describeNetworks } from '../report/describe-networks.ts';
import type { ScoreDocument } from '../report/documents/score-document.ts';
import { failure, success, type Result } from '../result.ts';
import type { TokenFile } from '../runtime/token-file.ts';
import { ClosedForm } from '../scoring/closed-form.ts';
import type { TotalScore } from '../scoring/score-architecture.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import { ownSettingsOf } from './chosen-proxies.ts';
import type { StepProgress, Warn } from './define-workflow.ts';
import { flagOf, warnOfIgnored } from './ignored-options.ts';
import {
  checkNetworks,
  openNetworkRun,
  withStore,
  type NetworkRequest,
} from './network-settings.ts';
import { Refusal } from './refusal.ts';
import type { ModelScorer } from './score-inputs.ts';
import { checkSeeds, type Scoring } from './scoring.ts';
import { BALANCE_FIELDS, type ScoringRequest } from './scoring-request.ts';
import { checkMissing, openTraining, type TrainingOf } from './training-tokens.ts';
import type { TruthRequest } from './truth-source.ts';

/** The proxy that scores, and how it is run. */
export interface ProxyRequest extends NetworkRequest {
  /** The name of one proxy; the ZeroLM score if absent. */
  readonly proxy?: string;
  /** The settings that proxies declare, by name. */
  readonly proxySettings?: OwnSettings;
  /** A file that keeps the scores of networks between runs. */
  readonly resume?: string;
}

/** The fields of a {@link ProxyRequest} that only a proxy that runs the network looks at. */
export const NETWORK_FIELDS = ['tokens', 'loss', 'resume'] as const;

/** Candidates of one batch: what draws weights or runs networks shares the most among many. */
const BATCH = { shapes: 128, weights: 8192, network: 8192 } as const;

/**
 * The request without what a proxy does not depend on, of which it warns. Refuses two scores at once.
 */
export function withoutBalance(
  request: ScoringRequest,
  { name, needs }: Proxy,
  warn: Warn,
): ScoringRequest {
  const balance = BALANCE_FIELDS.find((field) => request[field] !== undefined);
  if (balance !== undefined) {
    throw Refusal.of(`--proxy ${name} and ${flagOf(balance)} contradict each other: leave one out`);
  }
  const undrawn = needs === 'shapes' ? (['seeds'] as const) : [];
  const idle = ['settings', 'mode', 'capacity', ...undrawn] as const;
  warnOfIgnored(request, idle, `${name} does not depend on it`, warn);
  const { settings: _file, mode: _mode, capacity: _capacity, seeds: _seeds, ...rest } = request;
  return rest;
}

/** Scores candidates by a proxy; their capacities and parameters are those of the closed form. */
export class ProxyScorer implements ModelScorer {
  readonly batchSize: number;
  readonly missesArchitecture: string;
  readonly #proxy: Proxy;
  readonly #settings: ProxySettings;
  readonly #trainingOf: TrainingOf;
  readonly #tokens: TokenFile | null;
  readonly #skipInvalid: boolean;
  readonly #warn: Warn;
  readonly #counter: ClosedForm;

  private constructor(
    proxy: Proxy,
    settings: ProxySettings,
    trainingOf: TrainingOf,
    tokens: TokenFile | null,
    skipInvalid: boolean,
    warn: Warn,
  ) {
    this.batchSize = BATCH[proxy.needs];
    this.missesArchitecture = `a checkpoint describes no architecture, and ${proxy.name} needs one: take its config.json`;
    this.#proxy = proxy;
    this.#settings = settings;
    this.#trainingOf = trainingOf;
    this.#tokens = tokens;
    this.#skipInvalid = skipInvalid;
    this.#warn = warn;
    this.#counter = new ClosedForm({ ...settings.scoring, seeds: 1 });
  }

  /** The scorer of a request; refuses what does not go together. */
  static async open(
    proxy: Proxy,
    request: ProxyRequest &
      ScoringRequest &
      Pick<TruthRequest, 'truth' | 'repeated'> & { readonly skipInvalid?: boolean },
    scoring: Scoring,
    warn: Warn,
  ): Promise<ProxyScorer> {
    const { seeds = DEFAULT_SETTINGS.seeds, skipInvalid = false } = request;
    checkSeeds(scoring.settings.seed, seeds);
    const runsNetwork = proxy.needs === 'network';
    if (!runsNetwork) {
      warnOfIgnored(request, NETWORK_FIELDS, `${proxy.name} does not run the network`, warn);
    }
    const { settings: network, sequenceLength, tokens } = await openNetworkRun(request, warn);
    const own = ownSettingsOf({ ...request, ...request.proxySettings });
    checkMissing([proxy], own);
    const trainingOf = await openTraining(own, request);
    const { engine } = scoring;
    const settings: ProxySettings = {
      scoring: { ...scoring.settings, seeds: proxy.needs === 'shapes' ? 1 : seeds },
      sequenceLength,
      own,
      network,
      engine: runsNetwork ? withStore(engine, request.resume, warn) : engine,
    };
    return new ProxyScorer(proxy, settings, trainingOf, tokens, skipInvalid, warn);
  }

  /** Whether it draws weights or tokens by the seed. */
  get draws(): boolean {
    return this.#proxy.needs !== 'shapes';
  }

  /** The fields of a request that it looks at and a cost may look at too. */
  get used(): readonly string[] {
    const network = this.#proxy.needs === 'network' ? ['batch', 'memoryLimit'] : [];
    return ['sequenceLength', ...network];
  }

  /**
   * The proxy as the settings of a document carry it.
   *
   * @param families of the candidates
   */
  describe(families: Iterable<Family>): NonNullable<ScoreDocument['settings']['proxy']> {
    const { name, description, direction, needs, settings = [] } = this.#proxy;
    const { scoring, sequenceLength, own } = this.#settings;
    const { seed, seeds } = scoring;
    return {
      name,
      description,
      direction,
      needs,
      sequenceLength,
      settings: Object.fromEntries(
        settings.map(({ name: setting, documented }) => [setting, documented.of(own, families)]),
      ),
      ...(needs !== 'shapes' && { seed, seeds }),
      ...(needs === 'network' && { network: describeNetworks(this.#settings, this.#tokens) }),
    };
  }

  async score(
    candidates: readonly Candidate[],
    onProgress: StepProgress,
  ): Promise<Result<TotalScore>[]> {
    const proxy = this.#proxy;
    const settings = { ...this.#settings, ...this.#trainingOf(candidates) };
    await checkNetworks([proxy], candidates, settings, this.#tokens, this.#skipInvalid, this.#warn);
    const architectures = candidates.map(({ architecture }) => architecture);
    const [scored] = await scoreProxies([proxy], architectures, settings, onProgress);
    // A ranking has the highest score first.
    const sign = signOf(proxy.direction);
    return architectures.map((architecture, index) => {
      const score = scored?.results[index] ?? failure('no score');
      if (!score.ok) return score;
      const counted = this.#counter.score(architecture);
      return counted.ok ? success({ ...counted.value, score: sign * score.value }) : counted;
    });
  }
}

import type { Family } from '../architecture/family.ts';
import { combineScores } from '../evaluation/combine-scores.ts';
import { signOf } from '../evaluation/truth-direction.ts';
import type { Candidate } from '../formats/candidate-format.ts';
import { PROXY_NEEDS, type ProxyNeeds } from '../proxy-parts/proxy-facts.ts';
import type { OwnSettings } from '../proxy-parts/proxy-setting.ts';
import type { Proxy, ProxySettings } from '../proxy-parts/proxy.ts';
import type { ProxyScores } from '../proxy-runs/proxy-scores.ts';
import { scoreProxies } from '../proxy-runs/score-proxies.ts';
import { describeNetworks } from '../report/describe-networks.ts';
import type { ScoreDocument } from '../report/documents/score-document.ts';
import { failure, success, type Result } from '../result.ts';
import type { TokenFile } from '../runtime/token-file.ts';
import { ClosedForm } from '../scoring/closed-form.ts';
import { DEFAULT_SETTINGS } from '../scoring/score-settings.ts';
import { ownSettingsOf, type CombinedProxies } from './chosen-proxies.ts';
import type { StepProgress, Warn } from './define-workflow.ts';
import { flagOf, warnOfIgnored } from './ignored-options.ts';
import {
  checkNetworks,
  openNetworkRun,
  withStore,
  type NetworkRequest,
} from './network-settings.ts';
import { Refusal } from './refusal.ts';
import type { SequenceLengths } from './sequence-lengths.ts';
import type { ModelScore, ModelScorer } from './model-scorer.ts';
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
  { name, needs }: Pick<Proxy, 'name' | 'needs'>,
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

/** The proxies that score, and how their ranks are combined where they are several. */
export interface ChosenProxies extends Omit<CombinedProxies, 'combination'> {
  /** Null for a single proxy. */
  readonly combination: CombinedProxies['combination'] | null;
}

/** The name of a score, and the most that any of its proxies needs. */
export function factsOf({ proxies, combination }: ChosenProxies): Pick<Proxy, 'name' | 'needs'> {
  const needs = PROXY_NEEDS.findLast((need) => proxies.some((proxy) => proxy.needs === need));
  return { name: combination ?? proxies[0]?.name ?? '', needs: needs ?? 'shapes' };
}

/** Whether one of them depends on the settings of the ZeroLM score. */
export function hasBalance({ proxies }: ChosenProxies): boolean {
  return proxies.some(({ hasAlpha = false }) => hasAlpha);
}

/**
 * Scores candidates by a proxy, or by the combined ranks of several; their capacities and parameters
 * are those of the closed form.
 */
export class ProxyScorer implements ModelScorer {
  readonly batchSize: number;
  readonly missesArchitecture: string;
  readonly #chosen: ChosenProxies;
  readonly #needs: ProxyNeeds;
  readonly #settings: ProxySettings;
  readonly #trainingOf: TrainingOf;
  readonly #tokens: TokenFile | null;
  readonly #skipInvalid: boolean;
  readonly #warn: Warn;
  readonly #counter: ClosedForm;

  private constructor(
    chosen: ChosenProxies,
    settings: ProxySettings,
    trainingOf: TrainingOf,
    tokens: TokenFile | null,
    skipInvalid: boolean,
    warn: Warn,
  ) {
    const { name, needs } = factsOf(chosen);
    this.batchSize = chosen.combination === null ? BATCH[needs] : Infinity;
    this.missesArchitecture = `a checkpoint describes no architecture, and ${name} needs one: take its config.json`;
    this.#chosen = chosen;
    this.#needs = needs;
    this.#settings = settings;
    this.#trainingOf = trainingOf;
    this.#tokens = tokens;
    this.#skipInvalid = skipInvalid;
    this.#warn = warn;
    // A balance of the ZeroLM score has a statistic that may have no closed form.
    const { statistic, balance } = hasBalance(chosen) ? DEFAULT_SETTINGS : settings.scoring;
    this.#counter = new ClosedForm({ ...settings.scoring, statistic, balance, seeds: 1 });
  }

  /** The scorer of a request; refuses what does not go together. */
  static async open(
    chosen: ChosenProxies,
    request: ProxyRequest &
      ScoringRequest &
      Pick<TruthRequest, 'truth' | 'repeated'> & { readonly skipInvalid?: boolean },
    scoring: Scoring,
    warn: Warn,
  ): Promise<ProxyScorer> {
    const { seeds = DEFAULT_SETTINGS.seeds, skipInvalid = false } = request;
    checkSeeds(scoring.settings.seed, seeds);
    const { name, needs } = factsOf(chosen);
    const runsNetwork = needs === 'network';
    if (!runsNetwork) {
      warnOfIgnored(request, NETWORK_FIELDS, `${name} does not run the network`, warn);
    }
    const { settings: network, sequenceLength, tokens } = await openNetworkRun(request, warn);
    const own = ownSettingsOf({ ...request, ...request.proxySettings });
    checkMissing(chosen.proxies, own);
    const trainingOf = await openTraining(own, request);
    const { engine } = scoring;
    const settings: ProxySettings = {
      scoring: {
        ...scoring.settings,
        ...(!hasBalance(chosen) && { seeds: needs === 'shapes' ? 1 : seeds }),
      },
      sequenceLength,
      own,
      network,
      engine: runsNetwork ? withStore(engine, request.resume, warn) : engine,
    };
    return new ProxyScorer(chosen, settings, trainingOf, tokens, skipInvalid, warn);
  }

  /** The same without refusals of single candidates, and without warnings of them. */
  lenient(): ProxyScorer {
    const [chosen, settings] = [this.#chosen, this.#settings];
    return new ProxyScorer(chosen, settings, this.#trainingOf, this.#tokens, true, () => undefined);
  }

  /** What the scores depend on besides the architectures. */
  get settings(): ProxySettings {
    return this.#settings;
  }

  /** Whether it draws weights or tokens by the seed. */
  get draws(): boolean {
    return this.#needs !== 'shapes';
  }

  /** The fields of a request that it looks at and a cost may look at too. */
  get used(): readonly string[] {
    const network = this.#needs === 'network' ? ['batch', 'memoryLimit'] : [];
    return ['sequenceLength', ...network];
  }

  /** The fields of a request that a model of images ignores, as far as others heed them. */
  get lengthFields(): readonly ('sequenceLength' | 'tokens')[] {
    return this.#needs === 'network' ? ['sequenceLength', 'tokens'] : ['sequenceLength'];
  }

  /**
   * The proxy as the settings of a document carry it.
   *
   * @param families of the candidates
   */
  describe(
    families: Iterable<Family>,
    lengths: SequenceLengths,
  ): NonNullable<ScoreDocument['settings']['proxy']> {
    const { proxies, combination } = this.#chosen;
    const { scoring, sequenceLength, own } = this.#settings;
    const { seed, seeds } = scoring;
    const needs = this.#needs;
    const settings = new Set(proxies.flatMap((proxy) => proxy.settings ?? []));
    const names = proxies.map(({ name }) => name);
    const [first] = proxies;
    return {
      name: combination ?? first?.name ?? '',
      description:
        combination === null ? (first?.description ?? '') : `of the ranks by ${names.join(', ')}`,
      direction: combination === null && first !== undefined ? first.direction : 'higher-is-better',
      needs,
      ...(combination !== null && { combines: names }),
      sequenceLength: lengths.shown(sequenceLength),
      settings: Object.fromEntries(
        [...settings].map(({ name, documented }) => [name, documented.of(own, families)]),
      ),
      ...(needs !== 'shapes' && { seed, seeds }),
      ...(needs === 'network' && { network: describeNetworks(this.#settings, this.#tokens) }),
    };
  }

  async score(
    candidates: readonly Candidate[],
    onProgress: StepProgress,
  ): Promise<Result<ModelScore>[]> {
    const { proxies, combination } = this.#chosen;
    const settings = { ...this.#settings, ...this.#trainingOf(candidates) };
    await checkNetworks(proxies, candidates, settings, this.#tokens, this.#skipInvalid, this.#warn);
    const architectures = candidates.map(({ architecture }) => architecture);
    const scored = await scoreProxies(proxies, architectures, settings, onProgress);
    const own = combination === null ? soleScores(scored) : combinedScores(scored, combination);
    return architectures.map((architecture, index) => {
      const score = own[index] ?? failure('no score');
      if (!score.ok) return score;
      const counted = this.#counter.score(architecture);
      return counted.ok ? success({ ...counted.value, ...score.value }) : counted;
    });
  }
}

/** A score in which higher is better, as a ranking has it. */
type RankingScore = Pick<ModelScore, 'score' | 'byProxy'>;

function soleScores([scored]: readonly ProxyScores[]): Result<RankingScore>[] {
  if (scored === undefined) return [];
  const sign = signOf(scored.proxy.direction);
  return scored.results.map((result) =>
    result.ok ? success({ score: sign * result.value }) : result,
  );
}

function combinedScores(
  all: readonly ProxyScores[],
  combination: CombinedProxies['combination'],
): Result<RankingScore>[] {
  const lists = all.map(({ proxy, results }) => {
    const sign = signOf(proxy.direction);
    return results.map((result) => (result.ok ? sign * result.value : null));
  });
  const combined = combineScores(lists, combination);
  const items = combined.filter((one) => one !== null).length;
  return combined.map((one, index) => {
    if (one === null) {
      const missing = all.find(({ results }) => results[index]?.ok !== true);
      const result = missing?.results[index];
      const reason = result?.ok === false ? result.reason : 'no score';
      return failure(`${missing?.proxy.name ?? ''}: ${reason}`);
    }
    const byProxy = Object.fromEntries(
      all.flatMap(({ proxy, results }, list) => {
        const result = results[index];
        const rank = items + 1 - (one.ranks[list] ?? NaN);
        return result?.ok === true ? [[proxy.name, { score: result.value, rank }]] : [];
      }),
    );
    return success({ score: one.score, byProxy });
  });
}

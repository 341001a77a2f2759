import { SlicedModel } from '../checkpoints/sliced-model.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { measureSpace } from '../search/measure-space.ts';
import type { MeasuredGroup } from '../search/measured-group.ts';
import type { WorkflowRun } from './define-workflow.ts';
import { checkBalance, checkFront, findModels, pointsOf } from './exact-search-run.ts';
import type { OpenedScorer } from './open-scorer.ts';
import { openTrained } from './open-trained.ts';
import { Refusal } from './refusal.ts';
import { DEFAULT_ORDER, type SearchRequest } from './search-request.ts';
import type { SearchRun } from './search-run.ts';
import { SubNetworkModels } from './sub-network-models.ts';

/**
 * The best sub-networks of a checkpoint by the weights that they keep, or their front of score against
 * cost, proven to be them.
 */
export async function searchSubNetworks(
  request: SearchRequest,
  space: SearchSpace,
  { scoring: { settings }, cost }: OpenedScorer,
  run: WorkflowRun,
): Promise<SearchRun> {
  const { subNetworksOf } = space;
  const { order = DEFAULT_ORDER, atMost } = request;
  if (subNetworksOf === undefined) {
    const expected = 'expected a space with a "checkpoint"; without one, leave --mode out';
    throw Refusal.of(`--mode weights: ${expected}`, space.source);
  }
  if (atMost !== undefined) {
    throw Refusal.of('--at-most: no limit of scores that each layer has for itself; leave it out');
  }
  checkFront(request, cost);
  checkBalance(settings);
  const trained = await openTrained(subNetworksOf, run.warn);
  const { statistic, initialization } = settings;
  const bytes = trained.tensors.reduce((sum, { tensor }) => sum + tensor.bytes, 0);
  const onProgress = run.step('measured', 'MB', Math.ceil(bytes / 1e6));
  const measured = await SlicedModel.measure(
    trained,
    { statistic, initialization, order },
    onProgress,
  );
  if (!measured.ok) {
    throw Refusal.of(
      `${measured.reason}; search by its expectation (--mode expected)`,
      trained.checkpoint.path,
    );
  }
  const sliced = measured.value;
  const models = await SubNetworkModels.open(space, sliced, settings, cost);
  const measures = { measure: models.measure, hasCost: cost !== null, termsOf: null };
  const equal = await measureSpace(space, measures, () => run.pause());
  if (!equal.ok) throw Refusal.of(equal.reason, space.source);
  const groups = equal.value.groups.map((group, index) => {
    const own = equal.value.models[index];
    return own === undefined ? group : models.groupOf(group, own);
  });
  const whole = { ...equal.value, groups };
  const list = await findModels(whole, request, models, run);
  const entries = models.describe(list, whole);
  const { architecture } = subNetworksOf;
  return {
    result: { method: 'exact', measured: whole.measured },
    entries,
    families: new Set([architecture.family]),
    points: pointsOf(entries),
    subNetworks: {
      candidates: countSubNetworks(groups, architecture.blocks.length),
      trained,
      orders: sliced.orders,
    },
  };
}

/** The sub-networks of groups that keep some layers of a model, whichever these are. */
function countSubNetworks(groups: readonly MeasuredGroup[], layers: number): bigint {
  return groups.reduce(
    (total, { options, layers: kept }) =>
      total + BigInt(options.length) ** BigInt(kept) * chooseFrom(layers, kept),
    0n,
  );
}

/** In how many ways `kept` of some layers are chosen. */
function chooseFrom(layers: number, kept: number): bigint {
  let ways = 1n;
  for (let own = 1n; own <= BigInt(kept); own++) {
    ways = (ways * (BigInt(layers - kept) + own)) / own;
  }
  return ways;
}

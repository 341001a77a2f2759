import { PROXIES } from '../proxies/registry.ts';
import { zerolm } from '../proxies/zerolm.ts';
import { HEADING } from '../report/documents/heading.ts';
import type { SearchDocument } from '../report/documents/search-document.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { sizeOfAxes } from '../search-space/space-size.ts';
import { convertRecords } from './convert-candidate.ts';
import { defineWorkflow, type WorkflowRun } from './define-workflow.ts';
import { searchByEvolution } from './evolution-run.ts';
import { searchExactly } from './exact-search-run.ts';
import type { Extracted } from './extract-sub-network.ts';
import { warnOfIgnored } from './ignored-options.ts';
import { openScorer, type ScorerRequest } from './open-scorer.ts';
import { openSpace } from './open-space.ts';
import { fieldsOfConstraints } from './quantity-settings.ts';
import { Refusal } from './refusal.ts';
import { describeScoring, type Scoring } from './scoring.ts';
import { searchPage } from './search-page.ts';
import {
  DEFAULT_FOUND,
  DEFAULT_ORDER,
  EVOLUTION_FIELDS,
  type SearchRequest,
} from './search-request.ts';
import type { SearchRun } from './search-run.ts';
import { specLines } from './selection.ts';
import { latenciesOfFound } from './found-latencies.ts';
import { describeTable } from './latency-predictions.ts';
import { TIMING_FIELDS } from './timing.ts';
import { SequenceLengths } from './sequence-lengths.ts';
import { warnOnce } from './warn-once.ts';

/** The best candidates of a space within constraints, or the front of score against cost. */
export const search = defineWorkflow(async (request: SearchRequest, outer) => {
  const run = { ...outer, warn: warnOnce(outer.warn) };
  const { space: source, front, atLeast, atMost, to } = request;
  checkRequest(request, run);
  if (request.extract !== undefined) {
    const { checkFolder } = await import('./extract-sub-network.ts');
    await checkFolder(request.extract);
  }
  const { space, predictions } = await openSpace(request, run.warn, front === 'latency');
  checkOrder(request, space);
  const opened = await openScorer(scorerRequest(request), run, {
    predictions,
    used: [
      ...fieldsOfConstraints(space.constraints),
      ...(predictions === null ? [] : TIMING_FIELDS),
    ],
  });
  const { scoring, proxy, cost } = opened;
  const searchBy = await methodOf(request, scoring);
  const found = await searchBy(request, space, opened, run);
  const { result, entries, families, points, subNetworks } = found;
  const latencies = await latenciesOfFound(entries, request, predictions, space, run);
  const extracted = await extractedOf(request, space, found, run);
  const top = front === undefined ? (request.top ?? DEFAULT_FOUND) : undefined;
  const document: SearchDocument = {
    ...HEADING,
    settings: {
      ...describeScoring(scoring, families),
      ...(proxy !== null && { proxy: proxy.describe(families, new SequenceLengths()) }),
      constraints: space.constraints.map(({ text }) => text),
      ...(top !== undefined && { top }),
      ...(atLeast !== undefined && { atLeast }),
      ...(atMost !== undefined && { atMost }),
      ...(space.subNetworksOf !== undefined && { order: request.order ?? DEFAULT_ORDER }),
      ...(cost !== null && { cost: withoutBest(cost.settings) }),
      ...(predictions !== null && latencies !== null && { table: describeTable(predictions) }),
    },
    space: source,
    candidates: (subNetworks?.candidates ?? sizeOfAxes(space.axes)).toString(),
    ...result,
    ...(extracted !== null && { extracted }),
    ranking: entries.map(({ record: _, ...entry }, index) => {
      const latency = front === 'latency' ? undefined : latencies?.predicted[index];
      return { ...entry, ...(latency !== undefined && { latency }) };
    }),
    ...(latencies?.check !== undefined && { check: latencies.check }),
  };
  return {
    document,
    ...(request.page === true && { page: searchPage(document, points, cost) }),
    ...(request.emit === 'specs' && { specs: specLines('search', document.ranking, entries) }),
    ...(to !== undefined && { converted: await convertRecords(entries, { to, source }, run.warn) }),
  };
});

/** Refuses what does not go together, and warns of what the method ignores. */
function checkRequest(request: SearchRequest, { warn }: WorkflowRun): void {
  const {
    method = 'exact',
    front,
    top,
    proxy = '',
    atLeast = -Infinity,
    atMost = Infinity,
  } = request;
  if (front !== undefined && top !== undefined) {
    throw Refusal.of('--front and --top contradict each other: a front is listed whole');
  }
  if (atLeast > atMost) {
    throw Refusal.of(
      `--at-least ${atLeast} is above --at-most ${atMost}: no score is within both; exchange them`,
    );
  }
  if (proxy.includes(',')) {
    throw Refusal.of(
      `--proxy ${proxy}: a search takes one proxy: combined ranks are among all candidates, and a search sees some of them; combine what it finds with zerolm rank`,
    );
  }
  if (method === 'exact') {
    warnOfIgnored(request, EVOLUTION_FIELDS, 'it is of --method evolution', warn);
  }
  if (request.mode !== 'weights' && request.extract === undefined) {
    warnOfIgnored(request, ['order'], 'it is of --mode weights and --extract', warn);
  }
}

/** What the scorer is asked for: the store of a search is that of a proxy that keeps one itself. */
function scorerRequest({ resume, front, method, ...rest }: SearchRequest): ScorerRequest {
  const isKept =
    method === 'evolution' && PROXIES.get(rest.proxy ?? zerolm.name)?.needs === 'network';
  return {
    ...rest,
    ...(front !== undefined && { cost: front }),
    ...(isKept && resume !== undefined && { resume }),
  };
}

/** The settings of a cost: a search measures what it evaluates, and not the best by score. */
function withoutBest({
  measured: _,
  ...settings
}: NonNullable<SearchDocument['settings']['cost']>): SearchDocument['settings']['cost'] {
  return settings;
}

/** How a space is searched. What measures a checkpoint is loaded only for one. */
async function methodOf(
  { method = 'exact' }: SearchRequest,
  { settings: { mode } }: Scoring,
): Promise<typeof searchExactly> {
  if (mode !== 'weights') return method === 'exact' ? searchExactly : searchByEvolution;
  if (method === 'exact') return (await import('./search-sub-networks.ts')).searchSubNetworks;
  throw Refusal.of('--mode weights: sub-networks are searched exactly; leave --method out');
}

/** Refuses what is asked of sub-networks in a space that has none. */
function checkOrder(
  { extract, order }: SearchRequest,
  { subNetworksOf, source }: SearchSpace,
): void {
  if (subNetworksOf !== undefined) return;
  for (const [option, value] of Object.entries({ extract, order })) {
    if (value === undefined) continue;
    throw Refusal.of(`--${option}: expected a space with a "checkpoint"; leave it out`, source);
  }
}

/** The best of what was found, written to the folder that a request names; null where it names none. */
async function extractedOf(
  request: SearchRequest,
  { subNetworksOf }: SearchSpace,
  { entries: [best], subNetworks }: SearchRun,
  run: WorkflowRun,
): Promise<Extracted | null> {
  if (request.extract === undefined || subNetworksOf === undefined || best === undefined) {
    return null;
  }
  const { extractSubNetwork } = await import('./extract-sub-network.ts');
  return extractSubNetwork(request, subNetworksOf, best, subNetworks, run);
}

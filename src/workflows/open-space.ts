import type { Architecture } from '../architecture/architecture.ts';
import { counted, formatCount } from '../report/format-number.ts';
import { compileConstraints, readSearchSpace } from '../search-space/read-search-space.ts';
import type { LeftOut } from '../search-space/candidate-check.ts';
import { findImpossibility } from '../search-space/find-impossibility.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { MAX_MISSES, type SampleStep } from '../search-space/space-sampler.ts';
import { uniformModels } from '../search-space/uniform-models.ts';
import type { Warn } from './define-workflow.ts';
import { openPredictions, warnOfUnusedTable, type Predictions } from './latency-predictions.ts';
import { isAboutLatency, quantitySettings, type QuantityRequest } from './quantity-settings.ts';
import { Refusal } from './refusal.ts';

/** A search space, and constraints on its candidates. */
export interface SpaceRequest extends QuantityRequest {
  /** The file of the space. */
  readonly space: string;
  /** Constraints besides those of the file, as `params <= 15M`. */
  readonly constraint?: readonly string[];
}

/** A space that was opened. */
export interface OpenedSpace {
  readonly space: SearchSpace;
  /** The latencies of its candidates; null without a table. */
  readonly predictions: Predictions | null;
}

/**
 * The search space of a request. Refuses what is wrong in its file and its constraints, together, a
 * space without any candidate, and a table that lacks times of its candidates.
 *
 * @param needsLatency whether something besides constraints does
 */
export async function openSpace(
  request: SpaceRequest,
  warn: Warn,
  needsLatency = false,
): Promise<OpenedSpace> {
  const { space: file, constraint = [] } = request;
  const predictions = await openPredictions(request, file, warn);
  const quantities = quantitySettings(request, predictions);
  const space = await readSearchSpace(file, quantities);
  const place = { source: '--constraint', path: '' };
  const more = compileConstraints(constraint, () => place, quantities);
  if (!space.ok || !more.ok) {
    throw new Refusal([...(space.ok ? [] : space.reason), ...(more.ok ? [] : more.reason)]);
  }
  warn(space.value.warnings);
  const whole = { ...space.value, constraints: [...space.value.constraints, ...more.value] };
  if (predictions !== null) {
    if (needsLatency || whole.constraints.some(isAboutLatency)) {
      await checkTable(whole, predictions);
    } else warnOfUnusedTable(warn);
  }
  const impossible = await findImpossibility(whole);
  if (impossible !== undefined) throw new Refusal([impossible]);
  return { space: whole, predictions };
}

/** Most models of equal layers that are looked at before the work: some seconds. */
const MAX_LOOKED_AT = 2 ** 14;

/** Refuses a table without the times of some parts of the candidates of a space. */
async function checkTable(
  space: SearchSpace,
  { table, file, command }: Predictions,
): Promise<void> {
  const architectures: Architecture[] = [];
  for (const { architecture } of await uniformModels(space)) {
    architectures.push(architecture);
    if (architectures.length === MAX_LOOKED_AT) break;
  }
  const [first, ...others] = table.missing(architectures);
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${counted(others.length, 'other part')}`;
  throw Refusal.of(
    `it has no time of ${first.name}${more} of ${space.source}: add them with ${command}`,
    file,
  );
}

/** The size of a space as text, written out or as a power of ten. */
export function describeSize(size: bigint): string {
  return `${formatCount(size)} candidate${size === 1n ? '' : 's'}`;
}

/** How many candidates were left out for which reason; empty where only duplicates were. */
export function describeLeftOut(leftOut: LeftOut, { constraints }: SearchSpace): string[] {
  const { invalid, firstReason, constrained } = leftOut;
  const counts = constraints.map(({ text }, index) => ({
    count: constrained[index] ?? 0,
    reason: `that fail "${text}"`,
  }));
  return [...counts, { count: invalid, reason: `no valid specs, the first for: ${firstReason}` }]
    .filter(({ count }) => count > 0)
    .map(({ count, reason }) => `${count.toLocaleString('en-US')} ${reason}`);
}

/**
 * Why a sample has no further candidate.
 *
 * @param count how many it has
 */
export function describeEnd(
  space: SearchSpace,
  count: number,
  { certain }: Pick<Extract<SampleStep, { kind: 'exhausted' }>, 'certain'>,
  leftOut: LeftOut,
): string {
  const causes = describeLeftOut(leftOut, space);
  const reasons = causes.length === 0 ? '' : ` (${causes.join('; ')})`;
  const how = certain
    ? `${space.source} holds ${count === 0 ? 'no candidate' : `${counted(count, 'candidate')} only`}`
    : `${MAX_MISSES} draws in a row gave no ${count === 0 ? '' : 'further '}candidate`;
  return count === 0
    ? `${how} that is valid and fulfils the constraints${reasons}; loosen them`
    : `${how} that are valid and fulfil the constraints${reasons}`;
}

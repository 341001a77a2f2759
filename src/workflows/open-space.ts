import { formatCount } from '../report/format-number.ts';
import { compileConstraints, readSearchSpace } from '../search-space/read-search-space.ts';
import type { LeftOut } from '../search-space/candidate-check.ts';
import { findImpossibility } from '../search-space/find-impossibility.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { MAX_MISSES, type SampleStep } from '../search-space/space-sampler.ts';
import type { Warn } from './define-workflow.ts';
import { Refusal } from './refusal.ts';

/** A search space, and constraints on its candidates. */
export interface SpaceRequest {
  /** The file of the space. */
  readonly space: string;
  /** Constraints besides those of the file, as `params <= 15M`. */
  readonly constraint?: readonly string[];
}

/**
 * The search space of a request. Refuses what is wrong in its file and its constraints, together, and
 * a space without any candidate.
 */
export async function openSpace(
  { space: file, constraint = [] }: SpaceRequest,
  warn: Warn,
): Promise<SearchSpace> {
  const space = await readSearchSpace(file);
  const more = compileConstraints(constraint, () => ({ source: '--constraint', path: '' }));
  if (!space.ok || !more.ok) {
    throw new Refusal([...(space.ok ? [] : space.reason), ...(more.ok ? [] : more.reason)]);
  }
  warn(space.value.warnings);
  const whole = { ...space.value, constraints: [...space.value.constraints, ...more.value] };
  const impossible = await findImpossibility(whole);
  if (impossible !== undefined) throw new Refusal([impossible]);
  return whole;
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
    ? `${space.source} holds ${count === 0 ? 'no candidate' : `${count} candidates only`}`
    : `${MAX_MISSES} draws in a row gave no ${count === 0 ? '' : 'further '}candidate`;
  return count === 0
    ? `${how} that is valid and fulfils the constraints${reasons}; loosen them`
    : `${how} that are valid and fulfil the constraints${reasons}`;
}

import { parseSearchSpace } from '../../src/search-space/read-search-space.ts';
import type { SearchSpace } from '../../src/search-space/search-space.ts';
import { SpaceSampler, type SampleStep } from '../../src/search-space/space-sampler.ts';
import { SpaceWalk } from '../../src/search-space/space-walk.ts';
import type { SpaceCandidate } from '../../src/search-space/space-candidate.ts';
import { formatProblem } from '../../src/problem.ts';

/** A space of a parsed file; throws where it is refused. */
export async function spaceOf(file: unknown): Promise<SearchSpace> {
  const space = await parseSearchSpace(file, 'space.json');
  if (!space.ok) throw new Error(space.reason.map(formatProblem).join('\n'));
  return space.value;
}

/** What is wrong with a file, one line each. */
export async function refusalOf(file: unknown): Promise<string[]> {
  const space = await parseSearchSpace(file, 'space.json');
  return space.ok ? [] : space.reason.map(formatProblem);
}

/** Candidates until there are so many, or a step that ends it. */
export async function sampled(
  space: SearchSpace,
  seed: number,
  count = Infinity,
): Promise<{ candidates: SpaceCandidate[]; end?: SampleStep; sampler: SpaceSampler }> {
  const sampler = await SpaceSampler.open(space, seed);
  return { ...taken(sampler, count), sampler };
}

/** All candidates of a walk. */
export async function walked(
  space: SearchSpace,
  from?: bigint,
  count?: bigint,
): Promise<SpaceCandidate[]> {
  return taken(await SpaceWalk.open(space, from, count), Infinity).candidates;
}

function taken(
  steps: { next: () => SampleStep },
  count: number,
): { candidates: SpaceCandidate[]; end?: SampleStep } {
  const candidates: SpaceCandidate[] = [];
  while (candidates.length < count) {
    const step = steps.next();
    if (step.kind === 'drawn') candidates.push(step.candidate);
    else if (step.kind !== 'missed') return { candidates, end: step };
  }
  return { candidates };
}

import type { LatencyItem } from '../latency/latency-groups.ts';
import { loadLineReader } from '../search-space/candidate-check.ts';
import { holdsSearchSpace } from '../search-space/read-search-space.ts';
import type { SearchSpace } from '../search-space/search-space.ts';
import { SpaceSampler } from '../search-space/space-sampler.ts';
import { uniformModels } from '../search-space/uniform-models.ts';
import type { WorkflowRun } from './define-workflow.ts';
import type { LatencyRequest } from './latency.ts';
import { openSpace } from './open-space.ts';
import { readAll } from './read-inputs.ts';
import { Refusal } from './refusal.ts';
import { spread } from './spread.ts';

/** Models whose parts a table needs, and those that are measured whole. */
export interface TableModels {
  readonly architectures: readonly LatencyItem[];
  readonly checked: readonly LatencyItem[];
}

/** Most models of equal layers of a space that are looked at: some seconds of work. */
const MAX_UNIFORM = 2 ** 16;

/**
 * The models of a request: all candidates of its specs, of which some spread over the list are
 * measured whole; or those of a space whose layers are equal, which have all parts, and a sample.
 */
export async function modelsOfTable(
  request: LatencyRequest,
  check: number,
  seed: number,
  run: WorkflowRun,
): Promise<TableModels> {
  const { inputs } = request;
  const [first = ''] = inputs;
  if (inputs.length > 1 || !(await holdsSearchSpace(first))) {
    const architectures = await readAll(request, run);
    return { architectures, checked: spread(architectures, check) };
  }
  const { space } = await openSpace({ space: first }, run.warn);
  return { architectures: await uniform(space, run), checked: await drawn(space, check, seed) };
}

async function uniform(space: SearchSpace, { pause }: WorkflowRun): Promise<LatencyItem[]> {
  const models: LatencyItem[] = [];
  for (const model of await uniformModels(space)) {
    if (models.length === MAX_UNIFORM) {
      throw Refusal.of(
        `it has more than ${MAX_UNIFORM.toLocaleString('en-US')} models of equal layers: measure a sample of its candidates`,
        space.source,
      );
    }
    models.push(model);
    if (models.length % 1024 === 0) await pause();
  }
  return models;
}

async function drawn(space: SearchSpace, count: number, seed: number): Promise<LatencyItem[]> {
  const read = await loadLineReader();
  const sampler = await SpaceSampler.open(space, seed);
  const models: LatencyItem[] = [];
  while (models.length < count) {
    const step = sampler.next();
    if (step.kind === 'missed') continue;
    if (step.kind !== 'drawn') break;
    const { candidate } = read(step.candidate.line);
    if (candidate !== undefined) models.push(candidate);
  }
  return models;
}

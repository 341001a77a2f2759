import type { Problem } from '../problem.ts';
import type { Checkpoint } from '../safetensors/checkpoint.ts';
import type { ReadOptions } from './read-options.ts';

/** One candidate of which a checkpoint is all that is known. */
export interface CheckpointCandidate {
  readonly id: string;
  /** The file that was named, or found in a directory. */
  readonly source: string;
  readonly checkpoint: Checkpoint;
}

/** A warning for each option of which a checkpoint takes no notice. */
export function optionsIgnored(
  source: string,
  { build = 'declared', family, experts = 'all' }: ReadOptions,
): Problem[] {
  return [
    ...(family === undefined ? [] : [`the family ${family}`]),
    ...(build === 'declared' ? [] : [`the ${build} build`]),
    // Its names tell how many there are, and not how many a token is routed to.
    ...(experts === 'all' ? [] : [`the choice of ${experts} experts`]),
  ].map((what) => ({ source, path: '', message: `${what} is ignored for a checkpoint` }));
}

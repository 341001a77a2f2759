import type { Problem } from '../problem.ts';
import type { Checkpoint } from '../safetensors/checkpoint.ts';
import type { ReadOptions } from './read-options.ts';

/** A candidate that is known by its checkpoint alone. */
export interface CheckpointCandidate {
  readonly id: string;
  /** The file that was named, or found in a directory. */
  readonly source: string;
  readonly checkpoint: Checkpoint;
}

/** Why a checkpoint is not read; null where it is. */
export function checkpointRefusal({
  checkpoints = false,
  records = false,
}: ReadOptions): string | null {
  if (checkpoints === false) {
    return 'a checkpoint, which holds shapes and weights but no architecture; zerolm score, rank, tune and inspect take it';
  }
  return records
    ? 'a checkpoint, which has no spec for --emit specs; name a config in its place'
    : null;
}

/** A warning for each option that has no effect on a checkpoint. */
export function optionsIgnored(
  source: string,
  { build = 'default', family, experts = 'all' }: ReadOptions,
): Problem[] {
  return [
    ...(family === undefined ? [] : [`the family ${family}`]),
    ...(build === 'default' ? [] : [`the ${build} build`]),
    // Its names tell the number of experts, but not to how many a token is routed.
    ...(experts === 'all' ? [] : [`the choice of ${experts} experts`]),
  ].map((what) => ({ source, path: '', message: `${what} is ignored for a checkpoint` }));
}

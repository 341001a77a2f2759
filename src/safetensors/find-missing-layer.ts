import type { Architecture } from '../architecture/architecture.ts';
import { inventory } from '../architecture/inventory.ts';
import type { Problem } from '../problem.ts';
import { NamedTensors } from './named-tensors.ts';
import type { Tensor } from './tensor.ts';

/**
 * A layer of the model of the config beside a checkpoint of which it has no weight at all: the last of
 * a model, which its own names do not tell, or the first, if the config is that of another model.
 * Undefined where each layer has some.
 *
 * @param path of the checkpoint
 */
export function findMissingLayer(
  path: string,
  tensors: readonly Tensor[],
  architecture: Architecture,
): Problem | undefined {
  const named = new NamedTensors(tensors);
  const found = new Set<number>();
  /** The first weight of each layer without any so far. */
  const missing = new Map<number, string>();
  for (const { path: name, block } of inventory(architecture, 'normal')) {
    if (block === null || found.has(block)) continue;
    if (named.find(name) === undefined) {
      if (!missing.has(block)) missing.set(block, name);
    } else {
      found.add(block);
      missing.delete(block);
    }
  }
  const [first] = missing;
  if (first === undefined) return undefined;
  const [block, name] = first;
  const message =
    found.size === 0
      ? 'missing, and all other weights of the layers of config.json beside it: expected one model; put each in a folder of its own'
      : `missing, and all other weights of layer ${block}, of ${found.size + missing.size} in config.json beside it: expected a whole model; is a file missing?`;
  return { source: path, path: name, message };
}

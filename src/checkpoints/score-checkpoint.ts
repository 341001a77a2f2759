import type { WeightMatrix } from '../architecture/weight.ts';
import type { EngineOptions } from '../engine/engine-options.ts';
import type { OnProgress } from '../engine/measure-all.ts';
import type { Checkpoint } from '../safetensors/checkpoint.ts';
import { failure, type Result } from '../result.ts';
import { MatrixCapacities, type CapacitySource } from '../scoring/matrix-capacities.ts';
import { scoreListed, type ArchitectureScore } from '../scoring/score-architecture.ts';
import type { ScoreSettings } from '../scoring/score-settings.ts';
import { checkpointWeights } from './checkpoint-weights.ts';
import { measureCheckpoint, type StoredMatrix } from './measure-checkpoint.ts';

/**
 * The score of a checkpoint: in closed form and on seeded weights by the names and shapes of its
 * weights, in the mode `weights` by the weights themselves.
 *
 * @param onProgress called now and then with the work done and all of it
 * @param engine how weights are measured; it changes no score
 * @returns the score; or why there is none, as `scoreArchitecture` has it, or because a file can't be
 *   read or no table knows the names
 */
export async function scoreCheckpoint(
  checkpoint: Checkpoint,
  settings: ScoreSettings,
  onProgress: OnProgress = () => undefined,
  engine: EngineOptions = {},
): Promise<Result<ArchitectureScore>> {
  if (checkpoint.naming === null) {
    return failure(
      'no weight has a name of a block that is known, so there is no telling attention from feed-forward; zerolm inspect lists the names',
    );
  }
  const { family } = checkpoint.naming;
  const weights = checkpointWeights(checkpoint, settings.initialization);
  const stored = weights.flatMap((matrix, index): StoredMatrix[] => {
    const tensor = checkpoint.weights[index];
    return matrix.counts === 'capacity' && tensor !== undefined ? [{ matrix, tensor }] : [];
  });
  const capacities =
    settings.mode === 'weights'
      ? await measured(stored, settings, onProgress, engine)
      : await drawn(stored, settings, onProgress, engine);
  return scoreListed({ family, blockCount: checkpoint.blockCount, weights }, settings, capacities);
}

async function measured(
  stored: readonly StoredMatrix[],
  { statistic }: ScoreSettings,
  onProgress: OnProgress,
  { memoryLimit }: EngineOptions,
): Promise<CapacitySource> {
  const results = await measureCheckpoint(statistic, stored, onProgress, memoryLimit);
  const byMatrix = new Map<WeightMatrix, Result<number>>(
    stored.map(({ matrix }, index) => [matrix, results[index] ?? failure('not measured')]),
  );
  return { of: (matrix) => byMatrix.get(matrix) ?? failure('not measured') };
}

async function drawn(
  stored: readonly StoredMatrix[],
  settings: ScoreSettings,
  onProgress: OnProgress,
  engine: EngineOptions,
): Promise<CapacitySource> {
  const capacities = new MatrixCapacities(settings, engine);
  await capacities.measureAhead(
    stored.map(({ matrix }) => matrix),
    onProgress,
  );
  return capacities;
}

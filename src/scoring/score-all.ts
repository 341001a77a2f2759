import type { Architecture } from '../architecture/architecture.ts';
import { inventory } from '../architecture/inventory.ts';
import type { WeightMatrix } from '../architecture/weight.ts';
import type { EngineOptions } from '../engine/engine-options.ts';
import type { Result } from '../result.ts';
import { MatrixCapacities, type OnProgress } from './matrix-capacities.ts';
import { scoreArchitecture, type ArchitectureScore } from './score-architecture.ts';
import type { ScoreSettings } from './score-settings.ts';
import { workInSlices } from '../event-loop-break.ts';

/**
 * Scores many architectures with the same settings. Each result is that of
 * {@link scoreArchitecture}, whatever else is in the list.
 *
 * @param onProgress called now and then with the work done and all of it
 * @param engine how the work is done; it changes no score
 * @returns one result for each architecture, in their order
 */
export async function scoreAll(
  architectures: readonly Architecture[],
  settings: ScoreSettings,
  onProgress: OnProgress = () => undefined,
  engine: EngineOptions = {},
): Promise<Result<ArchitectureScore>[]> {
  return scoreWith(new MatrixCapacities(settings, engine), architectures, settings, onProgress);
}

/** {@link scoreAll} with capacities that may have been measured for others before. */
export async function scoreWith(
  capacities: MatrixCapacities,
  architectures: readonly Architecture[],
  settings: ScoreSettings,
  onProgress: OnProgress,
): Promise<Result<ArchitectureScore>[]> {
  await capacities.measureAhead(matricesOf(architectures, settings, capacities), onProgress);
  const results: Result<ArchitectureScore>[] = [];
  await workInSlices(architectures, (architecture) => {
    results.push(scoreArchitecture(architecture, settings, capacities));
    if (settings.mode === 'expected') onProgress(results.length, architectures.length);
  });
  return results;
}

function* matricesOf(
  architectures: readonly Architecture[],
  { initialization }: ScoreSettings,
  capacities: MatrixCapacities,
): Generator<WeightMatrix> {
  for (const architecture of architectures) {
    const matrices = inventory(architecture, initialization).flatMap((weight) =>
      weight.counts === 'capacity' ? [weight] : [],
    );
    // An architecture with a matrix that can't be measured has no score: the others are not needed.
    if (matrices.every((matrix) => capacities.findProblem(matrix) === null)) yield* matrices;
  }
}

import type { Architecture } from '../architecture/architecture.ts';
import type { EngineOptions } from '../engine/engine-options.ts';
import { success, type Result } from '../result.ts';
import { ClosedForm } from './closed-form.ts';
import { MatrixCapacities, type OnProgress } from './matrix-capacities.ts';
import { SampledScorer } from './sampled-scorer.ts';
import { scoreWith } from './score-all.ts';
import type { TotalScore } from './score-architecture.ts';
import type { ScoreSettings } from './score-settings.ts';
import { workInSlices } from '../event-loop-break.ts';

/** Architectures that are scored in closed form between two looks at the clock. */
const GROUP = 64;

/**
 * Scores architectures that come in batches, as of a stream that is never held whole. What was
 * computed for one batch is kept for the next; a score does not depend on that.
 */
export class BatchScorer {
  readonly #settings: ScoreSettings;
  readonly #capacities: MatrixCapacities;
  readonly #closedForm: ClosedForm | null;
  readonly #sampled: SampledScorer | null;

  constructor(settings: ScoreSettings, engine: EngineOptions = {}) {
    this.#settings = settings;
    this.#capacities = new MatrixCapacities(settings, engine);
    this.#closedForm =
      settings.mode === 'expected' && settings.seeds === 1 ? new ClosedForm(settings) : null;
    // Where every matrix is to be drawn anew, no part may be shared.
    this.#sampled =
      settings.mode === 'sampled' && engine.cache !== false
        ? new SampledScorer(settings, this.#capacities)
        : null;
  }

  /**
   * Scores a batch.
   *
   * @param onProgress called now and then with the work done in this batch and all of it
   * @returns for each architecture, in their order, what `scoreArchitecture` gives without the
   *   blocks
   */
  async score(
    architectures: readonly Architecture[],
    onProgress: OnProgress = () => undefined,
  ): Promise<Result<TotalScore>[]> {
    if (this.#sampled !== null) return this.#sampled.score(architectures, onProgress);
    const closedForm = this.#closedForm;
    if (closedForm === null) {
      const results = await scoreWith(this.#capacities, architectures, this.#settings, onProgress);
      return results.map((result) => {
        if (!result.ok) return result;
        const { blocks, ...total } = result.value;
        return success(total);
      });
    }
    const results: Result<TotalScore>[] = [];
    // In groups: to look at the clock after each takes a tenth of the time of scoring it.
    const starts = Array.from({ length: Math.ceil(architectures.length / GROUP) }, (_, i) => i);
    await workInSlices(starts, (group) => {
      for (const architecture of architectures.slice(group * GROUP, (group + 1) * GROUP)) {
        results.push(closedForm.score(architecture));
      }
      onProgress(results.length, architectures.length);
    });
    return results;
  }
}

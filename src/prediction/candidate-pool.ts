import { FEATURE_NAMES } from './pool-features.ts';
import type { Points } from './label-kernel.ts';
import { standardScaleOf, standardized, type StandardScale } from './standard-scale.ts';

/** The scales of the prior score and of each feature, in their order. */
export interface PoolScales {
  readonly prior: StandardScale;
  readonly features: readonly StandardScale[];
}

/** Candidates as numbers: the prior score and the features of each, 88 bytes. */
export class CandidatePool {
  readonly ids: string[] = [];
  readonly #priors: number[] = [];
  readonly #features = FEATURE_NAMES.map((): number[] => []);

  /** @param features of `poolFeatures` */
  add(id: string, prior: number, features: readonly number[]): void {
    this.ids.push(id);
    this.#priors.push(prior);
    for (const [index, column] of this.#features.entries()) column.push(features[index] ?? NaN);
  }

  /** The prior scores as they came. */
  get priors(): readonly number[] {
    return this.#priors;
  }

  /** The scales over all candidates. */
  scales(): PoolScales {
    return {
      prior: standardScaleOf(Float64Array.from(this.#priors)),
      features: this.#features.map((values) => standardScaleOf(Float64Array.from(values))),
    };
  }

  /** The candidates on given scales, without the features that do not vary there. */
  points({ prior, features }: PoolScales): Points {
    const kept = features.flatMap((scale, index) => (scale.deviation === null ? [] : [index]));
    const points = new Float64Array(this.ids.length * kept.length);
    for (const [place, index] of kept.entries()) {
      const scale = features[index] ?? { mean: 0, deviation: null };
      for (const [candidate, value] of (this.#features[index] ?? []).entries()) {
        points[candidate * kept.length + place] = standardized(value, scale);
      }
    }
    return {
      priors: Float64Array.from(this.#priors, (value) => standardized(value, prior)),
      features: points,
      featureCount: kept.length,
    };
  }
}

/** Some of the points, in the order of their places. */
export function somePoints(
  { priors, features, featureCount }: Points,
  places: readonly number[],
): Points {
  return {
    priors: Float64Array.from(places, (place) => priors[place] ?? NaN),
    features: Float64Array.from(
      places.flatMap((place) => [
        ...features.subarray(place * featureCount, (place + 1) * featureCount),
      ]),
    ),
    featureCount,
  };
}

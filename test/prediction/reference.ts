import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Points } from '../../src/prediction/label-kernel.ts';

const numbers = z.array(z.number());

const file = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      priors: numbers,
      features: z.array(numbers),
      labelled: z.array(z.int()),
      qualities: numbers,
      normalScores: numbers,
      means: numbers,
      standardDeviations: numbers,
    }),
  ),
});

/** What the reference implementation of the method predicts: see scripts/make-prediction-reference.py. */
export const REFERENCE = file.parse(
  JSON.parse(readFileSync(new URL('../reference/predictions.json', import.meta.url), 'utf8')),
);

/** Some of the candidates as points. */
export function pointsOf(
  priors: readonly number[],
  features: readonly (readonly number[])[],
  places: readonly number[] = priors.map((_, place) => place),
): Points {
  return {
    priors: Float64Array.from(places, (place) => priors[place] ?? NaN),
    features: Float64Array.from(places.flatMap((place) => features[place] ?? [])),
    featureCount: features[0]?.length ?? 0,
  };
}

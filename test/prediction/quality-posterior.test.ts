import { describe, expect, it } from 'vitest';
import { fitKernels } from '../../src/prediction/fitted-kernels.ts';
import { leaveOneOut } from '../../src/prediction/leave-one-out.ts';
import { normalScores } from '../../src/prediction/normal-scores.ts';
import { QualityPosterior } from '../../src/prediction/quality-posterior.ts';
import { pointsOf, REFERENCE } from './reference.ts';

describe('the posterior', () => {
  it.each(REFERENCE.cases)(
    'is that of the reference implementation, $name: catches a term of the kernel or of the mixture',
    async ({ priors, features, labelled, qualities, means, standardDeviations }) => {
      const all = pointsOf(priors, features);
      const seen = pointsOf(priors, features, labelled);
      const fitted = await fitKernels(seen, normalScores(Float64Array.from(qualities)));
      const posterior = new QualityPosterior(seen, fitted);
      for (const place of priors.keys()) {
        const { mean, standardDeviation } = posterior.at(all, place);
        expect(Math.abs(mean - (means[place] ?? NaN))).toBeLessThan(1e-9);
        expect(Math.abs(standardDeviation - (standardDeviations[place] ?? NaN))).toBeLessThan(1e-8);
      }
    },
  );
});

describe('leaveOneOut', () => {
  it.each(REFERENCE.cases)(
    'is what a fit to the others predicts, $name: catches a weight that still knows the label',
    async ({ priors, features, labelled, normalScores: scores }) => {
      const labels = Float64Array.from(scores);
      const fitted = await fitKernels(pointsOf(priors, features, labelled), labels);
      const all = pointsOf(priors, features);
      const found = leaveOneOut(fitted, labels);
      for (const [i, place] of labelled.entries()) {
        const seen = pointsOf(priors, features, labelled.toSpliced(i, 1));
        const others = await fitKernels(seen, Float64Array.from(scores.toSpliced(i, 1)));
        const { mean } = new QualityPosterior(seen, others).at(all, place);
        expect(found[i]).toBeCloseTo(mean, 9);
      }
    },
  );
});

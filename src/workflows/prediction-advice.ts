import type { Steps } from '../event-loop-break.ts';
import type { TruthDirection } from '../evaluation/truth-direction.ts';
import { tauOf, tunedAlphaScores, type HeldOutAgreement } from '../prediction/held-out.ts';
import { MAX_LABELS, type LabelModel } from '../prediction/label-model.ts';
import { leaveOneOut } from '../prediction/leave-one-out.ts';
import type { Capacities } from '../scoring/balance.ts';

/** Labels below which nothing is said about what they add. */
const FEW_LABELS = 5;

/**
 * From this tau-b of the prior on, fewer than {@link MANY_LABELS} labels did not improve it on any of
 * the published language models.
 */
const HIGH_TAU = 0.85;
const MANY_LABELS = 50;

/** How well predictions, the prior and a tuned alpha order labels that had no part in them. */
export function* heldOutOf(
  { labels, scores, fitted }: LabelModel,
  direction: TruthDirection,
  hasPrior: boolean,
  capacityOf: (id: string) => Capacities | null,
): Steps<HeldOutAgreement> {
  const sign = direction === 'lower-is-better' ? -1 : 1;
  const qualities = Float64Array.from(labels, ({ quality }) => sign * quality);
  const items = labels.flatMap(({ id, quality }) => {
    const capacity = capacityOf(id);
    return capacity === null ? [] : [{ id, quality, capacity, score: 0 }];
  });
  const tuned = items.length === labels.length ? yield* tunedAlphaScores(items, qualities) : null;
  return {
    n: labels.length,
    predicted: tauOf(leaveOneOut(fitted, scores), qualities),
    prior: hasPrior
      ? tauOf(
          labels.map(({ prior }) => prior),
          qualities,
        )
      : null,
    tunedAlpha: tuned === null ? null : tauOf(tuned, qualities),
  };
}

/** What is to be known before a prediction is believed. */
export function adviceOf(
  { predicted, prior }: HeldOutAgreement,
  used: number,
  labelled: number,
): string[] {
  const advice: string[] = [];
  if (labelled > used && used === MAX_LABELS) {
    advice.push(
      `the prediction rests on ${used} of ${labelled} labels, spread evenly over the prior: an approximation`,
    );
  }
  if (used < FEW_LABELS) {
    advice.push(
      `${used} labels are too few to tell whether they improve on the prior: label at least ${FEW_LABELS}`,
    );
    return advice;
  }
  if (prior !== null && predicted !== null && predicted <= prior) {
    advice.push(
      `the labels do not help: held out, the prediction orders them no better (tau-b ${predicted.toFixed(3)}) than the prior alone (${prior.toFixed(3)})`,
    );
  } else if (prior !== null && prior >= HIGH_TAU && used < MANY_LABELS) {
    advice.push(
      `the prior orders the labels with a tau-b of ${prior.toFixed(3)} by itself: fewer than ${MANY_LABELS} labels hardly improve that`,
    );
  }
  return advice;
}

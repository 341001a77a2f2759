import { MIN_LABELS, type Label } from '../prediction/label-model.ts';
import { Refusal } from './refusal.ts';

/** Refuses labels from which nothing can be learned: too few, or all equal. */
export function checkLabels(labels: readonly Label[], source: string): void {
  if (labels.length < MIN_LABELS) {
    throw Refusal.of(
      `${labels.length} labels: expected at least ${MIN_LABELS}; --suggest says which candidates to label`,
      source,
    );
  }
  const [first] = labels;
  if (labels.every(({ quality }) => quality === first?.quality)) {
    throw Refusal.of(
      `all ${labels.length} labels are ${first?.quality ?? ''}: no order can be learned`,
      source,
    );
  }
}

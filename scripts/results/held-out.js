import { roundForTies } from '../../dist/scoring/round-for-ties.js';
import { correlationBetween } from '../../dist/tuning/agreement.js';
import { directionOfQuality } from '../../dist/evaluation/quality-direction.js';
import { candidatesOf, measuredOf } from './data-sets.js';
import { predicted, qualities, writeLabels } from './run-commands.js';

/**
 * Tau-b of `zerolm predict` with the candidates that have no label, after the labels that
 * `--suggest` asks for.
 *
 * @param {import('./data-sets.js').DataSet} set
 * @param {number} count labels
 */
export async function heldOutTau(set, count) {
  const { column, byId } = await qualities(measuredOf(set));
  const { suggestions = [] } = await predicted(
    `${candidatesOf(set)} --no-scores --suggest ${count}`,
  );
  const labels = new Map(suggestions.map(({ id }) => [id, byId.get(id) ?? NaN]));
  const file = `labels-${candidatesOf(set).replaceAll(/\W+/g, '-')}-${column}-${count}.csv`;
  writeLabels(file, column, labels);
  const { ranking } = await predicted(`${candidatesOf(set)} --truth ${file}`);
  const held = ranking.filter(({ id }) => !labels.has(id));
  const sign = directionOfQuality(column) === 'lower-is-better' ? -1 : 1;
  const tau = correlationBetween(
    'kendall',
    held.map(({ mean }) => roundForTies(mean)),
    held.map(({ id }) => sign * (byId.get(id) ?? NaN)),
  );
  if (tau === null) throw new Error(`${set.name}: all predictions are equal`);
  return tau;
}

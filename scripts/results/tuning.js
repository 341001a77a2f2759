import { run as runTuneBench } from '../../bench/tune.js';
import { DATA_SETS, LARGE, measuredOf } from './data-sets.js';
import { tuned } from './run-commands.js';
import { digits, table } from './tables.js';

/** @typedef {import('../../dist/index.js').TuneDocument} TuneDocument */

/** What `tune` is measured on: the large sets. */
const TUNED = LARGE.map((key) => ({
  name: DATA_SETS[key].name,
  command: measuredOf(DATA_SETS[key]),
}));

/**
 * @param {TuneDocument} document
 * @param {'chosen' | 'default'} balance
 * @param {TuneDocument['agreements'][number]['on']} on
 */
function agreementOf({ agreements }, balance, on) {
  const found = agreements.find((row) => row.balance === balance && row.on === on);
  if (found === undefined) throw new Error(`no agreement of ${balance} on ${on}`);
  return found;
}

/** How far the choice without labels falls short of the best of the grid. */
export async function labelFree() {
  const rows = [];
  for (const { name, command } of TUNED) {
    const document = await tuned(`${command} --strategy label-free`);
    const chosen = agreementOf(document, 'chosen', 'all').kendallTauB;
    const standard = agreementOf(document, 'default', 'all').kendallTauB;
    const best = document.sensitivity.reduce((a, b) =>
      (b.kendallTauB ?? -Infinity) > (a.kendallTauB ?? -Infinity) ? b : a,
    );
    const most = best.kendallTauB ?? NaN;
    rows.push([
      name,
      digits(document.alpha ?? NaN),
      digits(chosen),
      `${digits(most)} at ${best.alpha}`,
      digits(most - chosen),
      digits(standard),
    ]);
  }
  const header = [
    ...['benchmark', 'alpha:', 'tau-b:', 'best of the grid, by all labels:', 'falls short by:'],
    'family default:',
  ];
  return table(header, rows);
}

/** What three coefficients reach on folds that they were not chosen by. */
export async function optimized() {
  const rows = [];
  for (const { name, command } of TUNED) {
    const document = await tuned(`${command} --strategy optimize`);
    const { attention, feedForward, embedding } = document.balance;
    const folds = agreementOf(document, 'chosen', 'folds');
    rows.push([
      name,
      [attention, feedForward, embedding].map((one) => one.toPrecision(3)).join(', '),
      digits(agreementOf(document, 'chosen', 'seen').kendallTauB),
      `${digits(folds.kendallTauB)} +- ${digits(folds.standardDeviation?.kendallTauB ?? NaN)}`,
      digits(agreementOf(document, 'default', 'folds').kendallTauB),
    ]);
  }
  const header = [
    ...['benchmark', 'attention, feed-forward, embedding', 'seen:', 'folds left out:'],
    'default on the same folds:',
  ];
  return table(header, rows);
}

/** Sampling on FlexiBERT over 30 seeds, by the bench. */
export async function sampling() {
  const { figures, ratios } = await runTuneBench({ quick: false });
  const of = (/** @type {string} */ name) => {
    const found = [...figures, ...ratios].find((one) => one.name === name);
    if (found === undefined) throw new Error(`the bench has no figure "${name}"`);
    return digits(found.value);
  };
  return table(
    ['draw', 'mean:', 'standard deviation:', 'lowest:', 'highest:'],
    [
      [
        'spread, the default',
        of('sampling, mean held-out'),
        of('sampling, standard deviation over the seeds'),
        of('sampling, lowest'),
        of('sampling, highest'),
      ],
      [
        "random, the paper's",
        of('sampling, drawn at random, mean'),
        of('sampling, drawn at random, standard deviation'),
        of('sampling, drawn at random, lowest'),
        of('sampling, drawn at random, highest'),
      ],
    ],
  );
}
